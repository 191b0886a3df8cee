/** When something is drawn: once a frame, and never while nobody can see it. */

export class Painter {
  private isSeen = typeof IntersectionObserver === 'undefined';
  private isWanted = false;
  private frame = 0;
  private readonly seen: IntersectionObserver | null = null;
  private readonly shown = (): void => this.look();

  constructor(
    element: Element,
    private readonly paint: () => void,
    private readonly onSeen?: (isSeen: boolean) => void
  ) {
    if (!this.isSeen) {
      this.seen = new IntersectionObserver(
        entries => {
          this.isSeen = entries[entries.length - 1]!.isIntersecting;
          this.onSeen?.(this.isSeen);
          this.look();
        },
        { rootMargin: '120px' }
      );
      this.seen.observe(element);
    }
    document.addEventListener('visibilitychange', this.shown);
  }

  /** Whether it can be seen now. */
  get canBeSeen(): boolean {
    return this.isSeen && !document.hidden;
  }

  /** Have it drawn with the next frame in which it is seen. */
  want(): void {
    this.isWanted = true;
    this.look();
  }

  close(): void {
    this.seen?.disconnect();
    document.removeEventListener('visibilitychange', this.shown);
    cancelAnimationFrame(this.frame);
    this.isWanted = false;
  }

  private look(): void {
    if (this.isWanted && this.canBeSeen && !this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        if (this.isWanted && this.canBeSeen) {
          this.isWanted = false;
          this.paint();
        }
      });
    }
  }
}
