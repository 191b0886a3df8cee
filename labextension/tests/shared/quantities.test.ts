import { describe, expect, it } from 'vitest';
import { duration, number, roughly, size } from '../../src/components/shared/quantities';

describe('quantities as people read them', () => {
  it.each([
    [0.44, '0.4 s'],
    [-3, '0.0 s'],
    [9.94, '9.9 s'],
    [59.4, '59 s'],
    [185, '3 min 05 s'],
    [3600 * 3 + 240, '3 h 04 min'],
    [86_400 * 3 + 3600 * 4, '3 d 4 h'],
    [Infinity, '?']
  ])('%d seconds', (seconds, text) => expect(duration(seconds)).toBe(text));

  it.each([
    [0.2, '1 s'],
    [45.2, '45 s'],
    [130, '2 min'],
    [7200, '2 h 00 min']
  ])('about %d seconds', (seconds, text) => expect(roughly(seconds)).toBe(text));

  it.each([
    [null, '–'],
    [0.123456789, '0.12346'],
    [1e-12, '1e-12'],
    [100, '100']
  ])('the number %s', (value, text) => expect(number(value)).toBe(text));

  it.each([
    [1, '1 byte'],
    [512, '512 bytes'],
    [2048, '2 KiB'],
    [9e6, '8.6 MiB'],
    [1 << 30, '1 GiB'],
    [2 ** 51, '2048 TiB']
  ])('%d bytes', (count, text) => expect(size(count)).toBe(text));
});
