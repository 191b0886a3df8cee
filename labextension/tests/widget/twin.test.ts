import { afterEach, describe, expect, it } from 'vitest';
import { hideTwin } from '../../src/widget/twin';

function output(name: string): HTMLElement {
  const child = document.createElement('div');
  child.className = 'jp-OutputArea-child';
  child.innerHTML = `<div data-guild-twin="${name}">rows</div>`;
  return child;
}

function area(...names: string[]): HTMLElement {
  const made = document.createElement('div');
  made.className = 'jp-OutputArea';
  made.append(...names.map(output));
  document.body.append(made);
  return made;
}

afterEach(() => document.body.replaceChildren());

describe('a twin', () => {
  it('is hidden with its whole output, and shown again at the end', () => {
    const [own, other] = area('a', 'b').children as unknown as HTMLElement[];
    const show = hideTwin('a');
    expect(own!.style.display).toBe('none');
    expect(other!.style.display).toBe('');
    show();
    expect(own!.style.display).toBe('');
  });

  it('that the kernel makes anew is hidden, too', async () => {
    const place = area('a');
    hideTwin('a');
    const again = output('a');
    place.append(again);
    await Promise.resolve();
    expect(again.style.display).toBe('none');
  });

  it('is hidden by itself where there are no outputs around it', () => {
    document.body.innerHTML = '<div data-guild-twin="a"></div>';
    hideTwin('a');
    expect(document.body.querySelector<HTMLElement>('div')!.style.display).toBe('none');
  });

  it('may be lacking', () => {
    expect(() => hideTwin('nobody"]')()).not.toThrow();
  });
});
