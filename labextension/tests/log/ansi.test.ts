import { describe, expect, it } from 'vitest';
import { ansi, declared } from '../../src/components/log/ansi';
import type { Style } from '../../src/components/log/ansi';

const html = (text: string): string => {
  const place = document.createElement('pre');
  place.append(ansi(text));
  return place.innerHTML;
};
const E = '\u001b[';

describe('output with the colours of a terminal', () => {
  it.each([
    ['plain', 'plain'],
    [`${E}31mred${E}0m plain`, '<span style="color:#e05252">red</span> plain'],
    [`${E}31mred${E}mplain`, '<span style="color:#e05252">red</span>plain'],
    [`${E}91mred${E}39mplain`, '<span style="color:#e05252">red</span>plain'],
    [`${E}44mblue${E}49mplain`, '<span style="background:#3b82f666">blue</span>plain'],
    [
      `${E}1;4mbold${E}22mline`,
      '<span style="font-weight:700;text-decoration:underline">bold</span><span style="text-decoration:underline">line</span>'
    ],
    [`${E}38;5;1mred`, '<span style="color:#e05252">red</span>'],
    [`${E}38;5;208mx`, '<span style="color:rgb(255,135,0)">x</span>'],
    [`${E}48;5;255mx`, '<span style="background:rgb(238,238,238)">x</span>'],
    [`${E}38;2;1;2;3mx`, '<span style="color:rgb(1,2,3)">x</span>'],
    [`${E}38;2;999;0;3mx`, '<span style="color:rgb(255,0,3)">x</span>'],
    [`${E}38mx`, 'x'],
    [`${E}38;5mx`, '<span style="color:#6b7280">x</span>'],
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

  it('goes on in the style in which what came before ended', () => {
    const style: Style = new Map();
    ansi(`${E}31mred`, style);
    expect(declared(style)).toBe('color:#e05252');
    expect(ansi('still', style).firstElementChild?.getAttribute('style')).toBe('color:#e05252');
    ansi(`${E}0m`, style);
    expect(declared(style)).toBe('');
  });

  it('takes long output without taking long', () => {
    const begin = performance.now();
    html(`${E}31m`.repeat(50_000) + '\u001b]'.repeat(20_000));
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});
