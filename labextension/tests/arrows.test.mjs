import { expect, test } from 'vitest';
import { withArrows } from '../arrows.mjs';

const squeezed = source => withArrows(source).replace(/\s+/g, ' ').trim();

test('functions of the top level become arrows, before all that is executed', () => {
  expect(
    squeezed('const two = double(1);\nfunction double(x: number): number { return x * 2; }')
  ).toBe('const double = (x: number): number => { return x * 2; }; const two = double(1);');
});

test('what is exported, waits or has a type of its own stays so', () => {
  expect(squeezed('export async function one<T>(x: T) { await x; }')).toBe(
    'export const one = async <T>(x: T) => { await x; };'
  );
});

test.each([
  'function own() { return this; }',
  'function many() { return arguments.length; }',
  'function* each() { yield 1; }',
  'export default function () { return 1; }',
  'const inside = () => { function f() { return 1; } };'
])('%s stays as it is', source => {
  expect(squeezed(source)).toBe(source);
});
