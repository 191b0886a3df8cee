/** Exports what is shown, and nothing else. */

import { clean, h } from '../../shared/dom';
import { isNumeric, shown, whole } from '../model/cell';
import { exported } from '../model/exporting';
import type { Form } from '../model/exporting';
import { copy } from './actions';
import { download } from './clipboard';
import { openPanel } from './menu';
import type { Stage } from './stage';

const FORMS: readonly (readonly [Form, string, string, string])[] = [
  ['csv', 'CSV', 'csv', 'text/csv'],
  ['markdown', 'Markdown', 'md', 'text/markdown'],
  ['latex', 'LaTeX', 'tex', 'application/x-tex']
];

/** Open the panel of exports; pinned runs come first, as they are shown. */
export function openTakeout(stage: Stage, anchor: Element): void {
  const { rows, state, host, say, fail } = stage;
  const taken = [...state.shown.pinned, ...state.shown.rows];
  const textIn = async (form: Form): Promise<string> => {
    const columns = state.shown.columns.filter(column => column.kind !== 'spark');
    await rows.need(columns.map(column => column.key));
    // CSV is read by programs, the others by people.
    const text = form === 'csv' ? whole : shown;
    const grid = {
      headings: columns.map(column => clean(column.heading)),
      isNumber: columns.map(isNumeric),
      rows: taken.map(row => columns.map(column => text(rows, column, row)))
    };
    return exported(grid, form);
  };
  const button = (label: string, name: string, take: () => Promise<void>): HTMLElement => {
    const onclick = (): void => {
      done();
      take().catch(fail);
    };
    return h('button', { 'aria-label': name, onclick }, label);
  };
  const name = h('input.t-field', { value: 'runs', 'aria-label': 'name of the DataFrame' });
  const make = button('Make', 'make a DataFrame', async () => {
    const ids = taken.map(row => rows.id(row));
    const answer = await host.ask('frame', { ids, name: name.value.trim() || 'runs' });
    say(String(answer.content['said'] ?? 'done'));
  });
  name.onkeydown = ({ key }) => {
    if (key === 'Enter') {
      make.click();
    }
  };
  const lines = FORMS.map(([form, label, suffix, mime]) =>
    h(
      'div.t-takeout',
      null,
      h('span', null, label),
      button('Copy', `copy as ${label}`, async () => copy(stage, await textIn(form), label)),
      button('Save', `save as ${label}`, async () =>
        download(`runs.${suffix}`, mime, await textIn(form))
      )
    )
  );
  const panel = h(
    'div',
    { role: 'dialog', 'aria-label': 'export' },
    h('div.t-title', null, `${taken.length} runs as they are shown`),
    ...lines,
    h('div.t-takeout', null, h('span', null, 'DataFrame'), name, make)
  );
  const done = openPanel(stage.root, anchor, panel, stage.focus);
  panel.querySelector('button')!.focus();
}
