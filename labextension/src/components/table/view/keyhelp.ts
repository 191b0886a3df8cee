/** The list of keys. */

import { h } from '../../shared/dom';
import { openPanel } from './menu';
import type { Stage } from './stage';

/** Keys and what they do, a line each. */
const KEYS = `\u2190 \u2193 \u2191 \u2192, h j k l = move by a cell
PgUp PgDn, K J = move by a page; H L sideways
Home End, 0 ^ $ = first and last column
g, G = first and last run; 12G goes to run 12
12| = go to column 12
[ ] = previous and next change of value down the column
{ } = previous and next change of value along the run
/, n p = find a text; next and previous match
s S = sort by the column, up and down
1 ! = sort as numbers, up and down
a A = back to the first order
r = read the runs again
Space x = choose the run; Shift with arrows chooses more; * all
m u = mark, unmark
P b = pin; make it the baseline
e F2 = edit label, tags or comment
Enter = details of the run, or fold the group
. , = widen and narrow the column; > < all columns
c C = fit all columns, this column
y = copy the whole value
Alt+Shift+\u2190 \u2192 = move the column
o = menu of the column
Shift+F10 = menu of the run
Tab = leave the table`;

/** Show the keys. */
export function openKeys(stage: Stage, anchor: Element): void {
  const panel = h(
    'div',
    { role: 'dialog', 'aria-label': 'keys', class: 't-keys', tabindex: -1 },
    h('div.t-title', null, 'Keys while the table has the focus'),
    h(
      'dl.t-pairs',
      null,
      ...KEYS.split('\n').flatMap(line => {
        const [keys, what] = line.split(' = ');
        return [h('dt', null, h('kbd', null, keys)), h('dd', null, what)];
      })
    )
  );
  const close = openPanel(stage.root, anchor, panel, stage.focus);
  panel.addEventListener('keydown', event => {
    if (event.key === '?' || event.key === 'q') {
      event.preventDefault();
      close();
      stage.focus();
    }
  });
  panel.focus();
}
