import type { IStateDB } from '@jupyterlab/statedb';
import { AccordionPanel, Widget } from '@lumino/widgets';
import { describe, expect, it } from 'vitest';

import type { Json } from '../../src/components/shared/host';
import { Choices } from '../../src/panel/api/choices';
import { Folding } from '../../src/panel/folding';
import { remembered } from '../../src/panel/remembered';

function database(values: { [key: string]: Json }): IStateDB {
  return {
    fetch: async (key: string) => values[key],
    save: async (key: string, value: Json) => void (values[key] = value)
  } as unknown as IStateDB;
}

function section(id: string): Widget {
  const made = new Widget();
  made.id = id;
  made.title.label = id;
  return made;
}

describe('what was chosen', () => {
  it('is kept under its key, and there again', async () => {
    const values = {};
    const state = database(values);
    (await remembered(state, 'runs')).set('filter', 'lr=0.1');
    expect(values).toEqual({ runs: { filter: 'lr=0.1' } });
    expect((await remembered(state, 'runs')).get('filter')).toBe('lr=0.1');
    expect((await remembered(state, 'other')).get('filter')).toBeUndefined();
  });

  it('is as it comes where nothing is kept, or what makes no sense', async () => {
    expect((await remembered(null, 'runs')).all).toEqual({});
    expect((await remembered(database({ runs: [1] }), 'runs')).all).toEqual({});
    const broken = { fetch: () => Promise.reject(new Error('away')) } as unknown as IStateDB;
    expect((await remembered(broken, 'runs')).all).toEqual({});
  });
});

describe('sections', () => {
  it('are folded as they were left, also those that come later', () => {
    const kept = new Choices({ folded: ['b'] });
    const panel = new AccordionPanel();
    panel.addWidget(section('a'));
    const folding = new Folding(panel, kept);
    panel.addWidget(section('b'));
    folding.apply();
    expect(panel.widgets.map(one => one.isHidden)).toEqual([false, true]);
    panel.collapse(0);
    expect(kept.get('folded')).toEqual(['b', 'a']);
    panel.expand(1);
    expect(kept.get('folded')).toEqual(['a']);
    panel.dispose();
  });
});
