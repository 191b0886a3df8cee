/** What follows the pointer from a press until it is let go. */

/** So many pixels further a press is a drag. */
const FAR = 4;

/**
 * Follow the pointer after a press. `move` is told of moves once it is a drag, `end` of the end
 * and whether it was one.
 */
export function followDrag(
  press: PointerEvent,
  move: (event: PointerEvent) => void,
  end: (event: PointerEvent, isDrag: boolean) => void
): void {
  let isDrag = false;
  const listening = new AbortController();
  const listen = (name: string, told: (event: PointerEvent) => void): void =>
    window.addEventListener(name, told as EventListener, { signal: listening.signal });
  listen('pointermove', event => {
    isDrag ||= Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) > FAR;
    if (isDrag) {
      move(event);
    }
  });
  for (const name of ['pointerup', 'pointercancel']) {
    listen(name, event => {
      listening.abort();
      end(event, isDrag);
    });
  }
}
