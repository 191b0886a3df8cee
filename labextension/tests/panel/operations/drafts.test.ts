import { describe, expect, it, vi } from 'vitest';

import { Drafts } from '../../../src/panel/operations/drafts';

describe('what was typed', () => {
  it('is kept by project and operation, and restored without secrets', () => {
    const changed = vi.fn();
    const drafts = new Drafts(changed);
    drafts.setFlag('p', 'train', 'lr', '0.2');
    drafts.setFlag('p', 'train', 'api_key', 'hunter2', true);
    drafts.set('p', 'train', { label: 'x', kernelspec: 'python3' });
    drafts.setFlag('q', 'train', 'lr', '9');
    drafts.setOpen('p', 'train');
    expect(changed).toHaveBeenCalledTimes(5);
    expect(drafts.of('p', 'train').flags).toEqual({ lr: '0.2', api_key: 'hunter2' });

    const kept = JSON.stringify(drafts.kept);
    expect(kept).not.toContain('hunter2');
    const restored = new Drafts();
    restored.setFlag('q', 'train', 'lr', '10');
    restored.restore(JSON.parse(kept));
    expect(restored.of('p', 'train')).toEqual({
      flags: { lr: '0.2' },
      label: 'x',
      tags: '',
      kernelspec: 'python3'
    });
    expect(restored.of('q', 'train').flags).toEqual({ lr: '10' });
    expect(restored.open('p')).toBe('train');
  });

  it('goes back to defaults', () => {
    const drafts = new Drafts();
    drafts.setFlag('p', 'train', 'lr', '0.2');
    drafts.setFlag('p', 'train', 'lr', undefined);
    expect(drafts.of('p', 'train').flags).toEqual({});
    drafts.set('p', 'train', { label: 'x' });
    drafts.clear('p', 'train');
    expect(drafts.of('p', 'train').label).toBe('');
  });

  it.each([
    null,
    3,
    'x',
    [],
    { drafts: 3, open: [] },
    { drafts: { a: 1, b: { flags: { x: 1 } } } }
  ])('is not taken from what nobody kept: %j', kept => {
    const drafts = new Drafts();
    drafts.restore(kept);
    expect(drafts.of('p', 'train')).toEqual({ flags: {}, label: '', tags: '' });
  });
});
