import { describe, expect, it } from 'vitest';
import { ansi } from '../../src/components/log/ansi';

const html = (text: string): string => {
  const place = document.createElement('pre');
  place.append(ansi(text));
  return place.innerHTML;
};
const E = '\u001b[';

describe('output with the colours of a terminal', () => {
  it.each([
    ['plain', 'plain'],
    [`${E}31mred${E}0m plain`, '<span class="g-ansi-red-front">red</span> plain'],
    [`${E}31mred${E}mplain`, '<span class="g-ansi-red-front">red</span>plain'],
    [`${E}91mred${E}39mplain`, '<span class="g-ansi-red-front">red</span>plain'],
    [`${E}44mblue${E}49mplain`, '<span class="g-ansi-blue-back">blue</span>plain'],
    [
      `${E}1;4mbold${E}22mline`,
      '<span class="g-ansi-bold g-ansi-underlined">bold</span><span class="g-ansi-underlined">line</span>'
    ],
    [`${E}38;5;1mred`, '<span class="g-ansi-red-front">red</span>'],
    [`${E}38;5;208mx`, '<span style="color: rgb(255, 135, 0);">x</span>'],
    [`${E}48;5;255mx`, '<span style="background-color: rgb(238, 238, 238);">x</span>'],
    [`${E}38;2;1;2;3mx`, '<span style="color: rgb(1, 2, 3);">x</span>'],
    [`${E}38;2;999;0;3mx`, '<span style="color: rgb(255, 0, 3);">x</span>'],
    [`${E}38mx`, 'x'],
    [`${E}38;5mx`, '<span class="g-ansi-black-front">x</span>'],
    [`${E}999mx`, 'x'],
    ['a\tb\nc', 'a        b\nc']
  ])('shows %j', (text, shown) => {
    expect(html(text)).toBe(shown);
  });

  it.each([
    [`a${E}2Jb${E}10;10Hc`, 'abc'],
    ['a\u001b]0;title\u0007b', 'ab'],
    ['a\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\b', 'alinkb'],
    ['a\u001b(Bb', 'ab'],
    ['a\u001b', 'a'],
    ['<b onclick=x>&amp;</b>', '&lt;b onclick=x&gt;&amp;amp;&lt;/b&gt;'],
    ['\u202eevil\u0007', '\ufffdevil\u2407']
  ])('does not obey %j', (text, shown) => {
    expect(html(text)).toBe(shown);
  });

  it('takes long output without taking long', () => {
    const begin = performance.now();
    html(`${E}31m`.repeat(50_000) + '\u001b]'.repeat(20_000));
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});
