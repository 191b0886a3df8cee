/** Exports what is shown, and nothing else. */

import { h } from '../../shared/dom';
import { clean } from '../../shared/dom';
import { isNumeric, shown, whole } from '../model/cell';
import { exported } from '../model/exporting';
import type { Form, Grid } from '../model/exporting';
import { copy } from './actions';
import { download } from './clipboard';
import { openPanel } from './menu';
import type { Stage } from './stage';

const FORMS: readonly (readonly [Form, string, string, string])[] = [
  ['csv', 'CSV', 'csv', 'text/csv'],
  ['markdown', 'Markdown', 'md', 'text/markdown'],
  ['latex', 'LaTeX', 'tex', 'application/x-tex']
];

/** What is shown as texts: pinned runs first, then the others in their order. */
export async function gridOf(stage: Stage, form: Form): Promise<Grid> {
  const { rows, state } = stage;
  const columns = state.shown.columns.filter(column => column.kind !== 'spark');
  await rows.need(columns.map(column => column.key));
  // CSV is read by programs, the others by people.
  const text = form === 'csv' ? whole : shown;
  return {
    headings: columns.map(column => clean(column.heading)),
    isNumber: columns.map(isNumeric),
    rows: [...state.shown.pinned, ...state.shown.rows].map(row =>
      columns.map(column => text(rows, column, row))
    )
  };
}

/** Open the panel of exports. */
export function openTakeout(stage: Stage, anchor: Element): void {
  const { rows, state } = stage;
  const count = state.shown.pinned.length + state.shown.rows.length;
  const text = async (form: Form): Promise<string> => exported(await gridOf(stage, form), form);
  const done = (): void => {
    close();
    stage.focus();
  };
  const failed = (error: unknown): void => stage.fail(error);
  const name = h('input.t-field', {
    value: 'runs',
    'aria-label': 'name of the DataFrame'
  });
  const frame = (): void => {
    const ids = [...state.shown.pinned, ...state.shown.rows].map(row => rows.id(row));
    stage.host
      .ask('frame', { ids, name: name.value.trim() || 'runs' })
      .then(answer => stage.say(String(answer.content['said'] ?? 'done')))
      .catch(failed);
    done();
  };
  const panel = h(
    'div',
    { role: 'dialog', 'aria-label': 'export' },
    h('div.t-title', null, `${count} runs as they are shown`),
    ...FORMS.map(([form, label, suffix, mime]) =>
      h(
        'div.t-takeout',
        null,
        h('span', null, label),
        h(
          'button',
          {
            'aria-label': `copy as ${label}`,
            onclick: () => {
              done();
              text(form).then(made => copy(stage, made, label), failed);
            }
          },
          'Copy'
        ),
        h(
          'button',
          {
            'aria-label': `save as ${label}`,
            onclick: () => {
              done();
              text(form).then(made => download(`runs.${suffix}`, mime, made), failed);
            }
          },
          'Save'
        )
      )
    ),
    h(
      'form.t-takeout',
      {
        onsubmit: (event: Event) => {
          event.preventDefault();
          frame();
        }
      },
      h('span', null, 'DataFrame'),
      name,
      h('button', { type: 'submit', 'aria-label': 'make a DataFrame' }, 'Make')
    )
  );
  const close = openPanel(stage.root, anchor, panel, stage.focus);
  panel.querySelector('button')?.focus();
}
