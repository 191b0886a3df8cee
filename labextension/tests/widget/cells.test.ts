import { afterEach, expect, it, vi } from 'vitest';
import { cellInserter } from '../../src/widget/cells';

afterEach(() => document.body.replaceChildren());

it('puts code below the cell that shows the view', () => {
  document.body.innerHTML =
    '<div class="jp-Cell"></div><div class="jp-Cell"><p></p></div><div class="jp-Cell"></div>';
  const insertCell = vi.fn();
  const manager = { context: { model: { sharedModel: { insertCell } } } };
  const view = document.querySelector('p')!;
  cellInserter(view, manager)?.('%guild run train');
  expect(insertCell).toHaveBeenLastCalledWith(2, {
    cell_type: 'code',
    source: '%guild run train'
  });
  view.parentElement!.dataset['windowedListIndex'] = '40';
  cellInserter(view, manager)?.('1');
  expect(insertCell).toHaveBeenLastCalledWith(41, { cell_type: 'code', source: '1' });
});

it('says that it cannot where the front end does not let it', () => {
  for (const manager of [undefined, {}, { context: {} }]) {
    expect(cellInserter(document.body, manager)).toBeUndefined();
  }
});
