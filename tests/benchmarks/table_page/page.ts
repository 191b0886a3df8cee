/** A page with a table over made-up runs, and what measures it. */

import { framed } from '../../../labextension/src/components/shared/frame';
import { mountTable } from '../../../labextension/src/components/table/table';
import { madeUp } from './fake';

/** Show the table; returns the milliseconds to the frame that shows numbers. */
function show(rows: number, metrics: number): Promise<number> {
  const host = madeUp(rows, metrics);
  const root = document.getElementById('view')!;
  const begun = performance.now();
  framed(mountTable, () => '%guild runs')(root, host);
  return new Promise(resolve => {
    const look = (): void => {
      const isThere = root.querySelectorAll('.t-row .t-number').length > 5;
      requestAnimationFrame(isThere ? () => resolve(performance.now() - begun) : look);
    };
    look();
  });
}

/** Scroll by so much a frame; returns the milliseconds from frame to frame. */
function scroll(across: number, down: number, frames: number): Promise<number[]> {
  const place = document.querySelector('.t-scroll')!;
  const times: number[] = [];
  place.scrollTo(0, 0);
  return new Promise(resolve => {
    let before = performance.now();
    const step = (): void => {
      const now = performance.now();
      times.push(now - before);
      before = now;
      place.scrollBy(across, down);
      if (times.length < frames) {
        requestAnimationFrame(step);
      } else {
        resolve(times.slice(1));
      }
    };
    requestAnimationFrame(step);
  });
}

Object.assign(window, { show, scroll });
