/** What is wrong in a Guild file, with a way to the place where it is. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { clean, h } from '../../components/shared/dom';
import type { ProjectFault } from '../../wire/api_project';

/** Return what is said of faults; remarks are folded. `open` goes to a line of a file. */
export function faultsOf(
  faults: readonly ProjectFault[],
  open: (file: string, line: number | null) => void,
  trans: TranslationBundle
): HTMLElement[] {
  const one = (fault: ProjectFault): HTMLElement => {
    const { file, line, message, hint } = fault;
    const place = line === null ? file : `${file}:${line}`;
    const go = h(
      'button.guild-place',
      { type: 'button', title: trans.__('Open it there'), onclick: () => open(file, line) },
      clean(place)
    );
    return h(
      'div',
      { class: fault.is_remark ? 'guild-remark' : 'guild-fault' },
      file ? go : null,
      h('p', null, clean(message)),
      hint ? h('p.guild-hint', null, clean(hint)) : null
    );
  };
  const remarks = faults.filter(fault => fault.is_remark);
  const found = faults.filter(fault => !fault.is_remark).map(one);
  if (remarks.length) {
    const text = trans._n(
      '%1 remark on the Guild file',
      '%1 remarks on the Guild file',
      remarks.length
    );
    found.push(h('details.guild-remarks', null, h('summary', null, text), ...remarks.map(one)));
  }
  return found;
}
