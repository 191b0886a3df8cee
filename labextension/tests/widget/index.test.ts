import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import carrier from '../../src/widget';
import { FakeKernel, FakeModel } from './fake';

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<div data-guild-twin="t"></div><div id="view"></div>';
});
afterEach(() => vi.useRealTimers());

function rendered(model: FakeModel): { view: HTMLElement; twin: HTMLElement; end: () => void } {
  const view = document.querySelector<HTMLElement>('#view')!;
  const twin = document.querySelector<HTMLElement>('[data-guild-twin]')!;
  const end = carrier.initialize().render({ model, el: view });
  return { view, twin, end };
}

function visibility(view: HTMLElement): string {
  return getComputedStyle(view.querySelector('.guild-notice')!).visibility;
}

const VIEW = { kind: 'table', twin: 't', line: '%guild <b>runs', choices: {} };

it('leaves the twin in view until there is something to show', () => {
  const model = new FakeModel({ ...VIEW });
  const { view, twin, end } = rendered(model);
  view.removeAttribute('style'); // as the widget's layout does when it comes
  expect(visibility(view)).toBe('hidden');
  expect(twin.style.display).toBe('');
  model.say({ re: 1, error: { message: 'the run was deleted', hint: '' } });
  expect(visibility(view)).toBe('visible');
  expect(twin.style.display).toBe('none');
  end();
  expect(twin.style.display).toBe('');
  expect(view.childElementCount).toBe(0);
});

it('says when the kernel is gone what to execute, as text', () => {
  const kernel = new FakeKernel();
  const { view } = rendered(new FakeModel({ ...VIEW }, { kernel }));
  kernel.become('dead');
  const notice = view.querySelector<HTMLElement>('.guild-notice')!;
  expect(notice.hidden).toBe(false);
  expect(notice.querySelector('code')!.textContent).toBe('%guild <b>runs');
});

it('refuses a kind that it does not know', () => {
  expect(() => rendered(new FakeModel({ ...VIEW, kind: 'x' }))).toThrow('no view called x');
});
