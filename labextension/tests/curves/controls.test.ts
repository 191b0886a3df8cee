import { describe, expect, it, vi } from 'vitest';
import { controlsOf, placeOfWeight, weightAt } from '../../src/components/curves/controls';
import { USUAL } from '../../src/components/curves/settings';

describe('the controls of curves', () => {
  it('say how to zoom, and take a zoom back', () => {
    const reset = vi.fn();
    const { element, offer } = controlsOf(USUAL, () => undefined, reset);
    const zoom = element.querySelector<HTMLButtonElement>('button')!;
    offer(['loss'], [], false);
    expect([zoom.textContent, zoom.disabled]).toEqual(['Drag to zoom', true]);
    offer(['loss'], [], true);
    expect([zoom.textContent, zoom.disabled]).toEqual(['Reset zoom', false]);
    zoom.click();
    expect(reset).toHaveBeenCalledOnce();
  });

  it('have a slider that goes to 0.999 and back', () => {
    expect([weightAt(0), weightAt(1)]).toEqual([0, 0.999]);
    expect(placeOfWeight(0)).toBeCloseTo(0, 12);
    expect(weightAt(placeOfWeight(0.6))).toBe(0.6);
    const set = vi.fn();
    const { element } = controlsOf(USUAL, set, () => undefined);
    const slider = element.querySelector<HTMLInputElement>('[type=range]')!;
    slider.value = '1';
    slider.dispatchEvent(new Event('input'));
    expect(set).toHaveBeenCalledWith({ smoothing: 0.999 });
    expect(slider.getAttribute('aria-valuetext')).toBe('0.999');
  });
});
