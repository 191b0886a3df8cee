import { describe, expect, it } from 'vitest';

import { decoded, encoded } from '../../../src/panel/api/frames';

const view = (...bytes: number[]): DataView => new DataView(Uint8Array.from(bytes).buffer);
const bytesOf = (one: DataView): number[] => [
  ...new Uint8Array(one.buffer, one.byteOffset, one.byteLength)
];

describe('frames', () => {
  it('are text where there are no buffers', () => {
    const message = { content: { view: 1, push: 'runs', label: 'größer' }, buffers: [] };
    expect(encoded(message)).toBe('{"view":1,"push":"runs","label":"größer"}');
    expect(decoded(encoded(message))).toEqual(message);
  });

  it('have each buffer begin at a multiple of eight, whatever the lengths', () => {
    for (const label of ['', 'a', 'ab', 'ä', 'größeres', '語']) {
      const buffers = [view(1, 2, 3), view(), view(9, 8, 7, 6, 5, 4, 3, 2), view(1)];
      const frame = encoded({ content: { label }, buffers }) as ArrayBuffer;
      expect(frame.byteLength % 8).toBe(0);
      const back = decoded(frame);
      expect(back.content).toEqual({ label });
      expect(back.buffers.map(bytesOf)).toEqual(buffers.map(bytesOf));
      expect(back.buffers.every(one => one.byteOffset % 8 === 0)).toBe(true);
    }
  });

  it('have the length of their text first, its least byte in front', () => {
    const frame = new Uint8Array(encoded({ content: {}, buffers: [view(7)] }) as ArrayBuffer);
    const text = '{"buffers":[1]}';
    expect([...frame.slice(0, 4)]).toEqual([text.length, 0, 0, 0]);
    expect(new TextDecoder().decode(frame.slice(4, 4 + text.length))).toBe(text);
    expect(frame[24]).toBe(7);
  });

  it('are refused where they are torn anywhere', () => {
    const frame = encoded({ content: { a: 1 }, buffers: [view(1, 2, 3, 4, 5, 6, 7, 8)] });
    const whole = frame as ArrayBuffer;
    for (let end = 0; end < whole.byteLength; end += 1) {
      expect(() => decoded(whole.slice(0, end))).toThrow();
    }
    expect(() => decoded('[1]')).toThrow('no object');
    expect(() => decoded('{"a": ')).toThrow();
  });
});
