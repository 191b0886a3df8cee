import { beforeEach, describe, expect, it } from 'vitest';

import { Choosing } from '../../../src/panel/runs/choosing';
import { linesOf } from '../../../src/panel/runs/lines';
import { row } from './rows';

const rows = [5, 4, 3, 2, 1].map(number => row(number));
const known = new Set(rows.map(one => one.id));
const id = (number: number): string => row(number).id;
let choosing: Choosing;

function take(of: typeof rows, isGrouped = false): void {
  choosing.take(linesOf(of, { filter: '', isGrouped, folded: new Set() }), known);
}

beforeEach(() => {
  choosing = new Choosing();
  take(rows);
});

describe('choosing runs', () => {
  it('goes no further than the ends, and a range goes from where it began', () => {
    choosing.go(-3);
    expect(choosing.at).toBe(0);
    choosing.go(99);
    expect(choosing.at).toBe(4);
    choosing.go(1);
    choosing.go(3, true);
    expect([...choosing.chosen]).toEqual([id(4), id(3), id(2)]);
    choosing.go(0, true);
    expect([...choosing.chosen]).toEqual([id(5), id(4)]);
  });

  it('means the chosen runs, or the active one where none is chosen', () => {
    expect(choosing.targets).toEqual([]);
    choosing.go(2);
    expect(choosing.targets).toEqual([id(3)]);
    choosing.toggle();
    choosing.go(0);
    expect(choosing.targets).toEqual([id(3)]);
    choosing.toggle();
    expect(choosing.targets).toEqual([id(3), id(5)]);
    choosing.none();
    expect(choosing.targets).toEqual([id(5)]);
  });

  it('keeps what is filtered away chosen, not what is gone', () => {
    choosing.all();
    take(rows.slice(0, 2));
    expect(choosing.chosen.size).toBe(5);
    choosing.take([], new Set([id(1)]));
    expect([...choosing.chosen]).toEqual([id(1)]);
  });

  it('has the line in the place of one that is gone active', () => {
    choosing.go(1);
    take([rows[0]!, rows[2]!, rows[3]!]);
    expect(choosing.active).toBe(id(3));
    choosing.go(2);
    take([rows[0]!]);
    expect(choosing.active).toBe(id(5));
    take([]);
    expect(choosing.active).toBeNull();
  });

  it('takes the heading of an operation for all its runs', () => {
    take(rows, true);
    choosing.go(0);
    choosing.only();
    expect(choosing.chosen.size).toBe(5);
    choosing.toggle();
    expect(choosing.chosen.size).toBe(0);
  });
});
