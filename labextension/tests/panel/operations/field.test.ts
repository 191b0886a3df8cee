import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it, vi } from 'vitest';

import { Field } from '../../../src/panel/operations/field';
import type { ProjectFlag } from '../../../src/wire/api_project';
import { flag } from './made';

const trans = nullTranslator.load('guild_jupyter');

function made(of: ProjectFlag, text?: string) {
  const heard = { typed: vi.fn(), committed: vi.fn() };
  const field = new Field(of, 'one', text, heard, trans);
  document.body.replaceChildren(field.element);
  const control = field.element.querySelector<HTMLInputElement>('#one')!;
  const type = (value: string): void => {
    control.value = value;
    control.dispatchEvent(new Event('input', { bubbles: true }));
  };
  return { field, control, type, heard, slider: field.element.querySelector('[type=range]') };
}

describe('the field of a flag', () => {
  it('is a number with bounds, and a slider where both are known', () => {
    const { control, slider } = made(flag('n', { type: 'int', default: '3', min: 1, max: 9 }));
    expect([control.type, control.step, control.min, control.max, control.value]).toEqual([
      ...['number', '1', '1', '9', '3']
    ]);
    expect(slider).not.toBeNull();
    const float = made(flag('lr', { type: 'float', default: '0.1', min: 0 }));
    expect([float.control.step, float.slider]).toEqual(['any', null]);
  });

  it('is a text for numbers that it could not hold: nothing typed is lost', () => {
    expect(made(flag('n', { type: 'int', default: '[1, 2]' })).control.value).toBe('[1, 2]');
    const typed = made(flag('n', { type: 'int', default: '3' }), 'three').control;
    expect([typed.type, typed.value]).toEqual(['text', 'three']);
    expect(made(flag('lr', { default: '0.1' })).control.type).toBe('text');
  });

  it('is a list of choices, with those that are none any more', () => {
    const choices = [
      { text: 'a', description: '' },
      { text: 'b', description: 'the other' }
    ];
    const only = flag('kind', { default: 'a', choices, allow_other: false });
    const { control, field, type } = made(only, 'gone');
    expect(control.tagName).toBe('SELECT');
    expect([...control.querySelectorAll('option')].map(one => one.value)).toEqual([
      ...['a', 'b', 'gone']
    ]);
    expect(field.text).toBe('gone');
    type('a');
    expect(field.text).toBeUndefined();
    const open = made(flag('kind', { default: 'a', choices }));
    expect(open.control.getAttribute('list')).toBe('one-choices');
    expect(open.field.element.querySelectorAll('datalist option')).toHaveLength(2);
    const none = made(flag('kind', { choices, allow_other: false, null_label: 'unset' }));
    expect(none.control.querySelector('option')!.textContent).toBe('unset');
  });

  it('is a box for yes and no', () => {
    const { control, field } = made(flag('fast', { default: 'no' }));
    expect([control.type, control.checked, field.text]).toEqual(['checkbox', false, undefined]);
    control.click();
    expect(field.text).toBe('yes');
    control.click();
    expect(field.text).toBeUndefined();
    expect(made(flag('fast', { type: 'boolean' })).control.tagName).toBe('SELECT');
  });

  it('tells texts that are not the default, an empty one too', () => {
    const { field, type, heard } = made(flag('text', { type: 'string', default: 'x' }));
    type('');
    expect(heard.typed).toHaveBeenLastCalledWith('');
    type('x');
    expect(heard.typed).toHaveBeenLastCalledWith(undefined);
    expect(field.element.classList.contains('guild-changed')).toBe(false);
    const number = made(flag('n', { type: 'int', default: '3' }));
    number.type('');
    expect(number.field.text).toBeUndefined();
  });

  it('hides secrets, and does not send what stands for them', () => {
    const { control, field } = made(flag('api_key', { default: '***', is_secret: true }));
    expect([control.type, control.value, control.placeholder]).toEqual(['password', '', '***']);
    expect(field.text).toBeUndefined();
  });

  it('is bound to its label, its help and its error', () => {
    const { control, field } = made(flag('n', { description: 'Passes', min: 1, required: true }));
    expect(field.element.querySelector('label')!.htmlFor).toBe('one');
    expect(control.getAttribute('aria-required')).toBe('true');
    const said = (): string =>
      control
        .getAttribute('aria-describedby')!
        .split(' ')
        .map(id => document.getElementById(id)!.textContent)
        .join('|');
    expect(said()).toBe('Passes. At least 1.');
    field.tell('wrong');
    expect(said()).toBe('Passes. At least 1.|wrong');
    expect(control.getAttribute('aria-invalid')).toBe('true');
    field.tell('');
    expect(said()).toBe('Passes. At least 1.');
    expect(control.hasAttribute('aria-invalid')).toBe(false);
  });

  it('goes back to its default', () => {
    const { field, control, type } = made(flag('lr', { default: '0.1' }));
    type('5');
    field.reset();
    expect([control.value, field.text]).toEqual(['0.1', undefined]);
  });
});
