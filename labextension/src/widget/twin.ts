/** The static twin of a view: it stands in an output of its own, and steps aside for the view. */

const TWIN = 'data-guild-twin';

/** Hide the twin of a view; returns what shows it again. */
export const hideTwin = (name: string): (() => void) => {
  const hidden = new Set<HTMLElement>();
  const hide = (): void => {
    for (const twin of twins(name)) {
      const output = twin.closest<HTMLElement>('.jp-OutputArea-child') ?? twin;
      if (!hidden.has(output)) {
        output.style.display = 'none';
        hidden.add(output);
      }
    }
  };
  hide();
  // The kernel may bring the twin up to date, and the front end then makes it anew.
  const observer = new MutationObserver(hide);
  const area = twins(name)[0]?.closest('.jp-OutputArea');
  if (area) {
    observer.observe(area, { childList: true, subtree: true });
  }
  return () => {
    observer.disconnect();
    hidden.forEach(output => {
      output.style.display = '';
    });
  };
};

const twins = (name: string): HTMLElement[] => {
  const all = document.querySelectorAll<HTMLElement>(`[${TWIN}]`);
  return [...all].filter(twin => twin.getAttribute(TWIN) === name);
};
