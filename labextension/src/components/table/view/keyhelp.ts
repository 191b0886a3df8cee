/** The list of keys. */

import { h } from '../../shared/dom';
import { pairs } from './details';
import { openPanel } from './menu';
import type { Stage } from './stage';

/** Keys and what they do, a line each. */
const KEYS = `\u2190 \u2193 \u2191 \u2192, h j k l = move by a cell
PgUp PgDn, K J, H L = move by a page
Home End, 0 ^ $ = first and last column
g, G = first and last run; 12G goes to run 12
12| = go to column 12
[ ], { } = next change of value down the column, along the run
/, n p = find a text; next and previous match
s S = sort by the column, up and down
1 ! = sort as numbers, up and down
a = back to the first order
r = read the runs again
Space x = choose the run; * all; Shift with arrows more
m u = mark, unmark
P b = pin; make it the baseline
e F2 = edit label, tags or comment
Enter = details of the run, or fold the group
. , = widen and narrow the column; > < all columns
c C = fit all columns, this column
y = copy the whole value
Alt+Shift+\u2190 \u2192 = move the column
o, Shift+F10 = menu of the column, of the run
Tab = leave the table`;

/** Show the keys. */
export function openKeys(stage: Stage, anchor: Element): void {
  const panel = h(
    'div.t-keys',
    { role: 'dialog', 'aria-label': 'keys', tabindex: -1 },
    h('div.t-title', null, 'Keys while the table has the focus'),
    pairs(KEYS.split('\n').map(line => line.split(' = ') as [string, string]))
  );
  openPanel(stage.root, anchor, panel, stage.focus);
  panel.focus();
}
