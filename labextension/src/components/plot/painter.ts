/** When something is drawn: once a frame, again at another width, never while nobody can see it. */

/** Draws when it is time to. */
export interface Painter {
  /** Whether it can be seen now. */
  readonly canBeSeen: () => boolean;
  /** Have it drawn with the next frame in which it is seen. */
  readonly want: () => void;
  readonly close: () => void;
}

/** Draw an element by `paint`; `seen` is told when it comes into view. */
export function painterOf(element: Element, paint: () => void, seen?: () => void): Painter {
  let isSeen = typeof IntersectionObserver === 'undefined';
  let isWanted = false;
  let frame = 0;
  let width = -1;
  const canBeSeen = (): boolean => isSeen && !document.hidden;
  const look = (): void => {
    if (isWanted && canBeSeen() && !frame) {
      frame = requestAnimationFrame(() => {
        frame = 0;
        if (isWanted && canBeSeen()) {
          isWanted = false;
          paint();
        }
      });
    }
  };
  const want = (): void => {
    isWanted = true;
    look();
  };
  const observers: { disconnect(): void }[] = [];
  if (!isSeen) {
    const inView = new IntersectionObserver(
      entries => {
        isSeen = entries[entries.length - 1]!.isIntersecting;
        if (isSeen) {
          seen?.();
        }
        look();
      },
      { rootMargin: '120px' }
    );
    inView.observe(element);
    const sized = new ResizeObserver(() => {
      if (Math.abs(element.clientWidth - width) > 1) {
        width = element.clientWidth;
        want();
      }
    });
    sized.observe(element);
    observers.push(inView, sized);
  }
  document.addEventListener('visibilitychange', look);
  return {
    canBeSeen,
    want,
    close: () => {
      observers.forEach(one => one.disconnect());
      document.removeEventListener('visibilitychange', look);
      cancelAnimationFrame(frame);
      isWanted = false;
    }
  };
}
