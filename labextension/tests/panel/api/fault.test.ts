import { describe, expect, it } from 'vitest';

import { HostError } from '../../../src/components/shared/host';
import { saidOf, sentenceOf } from '../../../src/panel/api/fault';

describe('the words for an error', () => {
  it('are its own, where it has some for readers', () => {
    expect(saidOf(new HostError('no such run', 'Look.'), 'It failed')).toMatchObject({
      message: 'no such run',
      hint: 'Look.'
    });
    expect(saidOf(new TypeError('x is not a function'), 'It failed')).toEqual({
      message: 'It failed',
      hint: 'TypeError: x is not a function'
    });
  });

  it('are one text without stops that are too many', () => {
    expect(sentenceOf({ message: 'no such run', hint: 'Look.' })).toBe('no such run. Look.');
    expect(sentenceOf({ message: 'no such run.', hint: '' })).toBe('no such run.');
    expect(sentenceOf({ message: 'no such run', hint: '' })).toBe('no such run.');
  });
});
