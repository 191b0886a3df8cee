/** What readers typed into the forms of operations, by project; it outlives every refresh. */

import type { Json } from '../../components/shared/host';

/** What was typed for one operation; only what differs from its defaults. */
export interface Draft {
  readonly flags: { readonly [name: string]: string };
  readonly label: string;
  readonly tags: string;
  /** Undefined as long as the kernel of the notebook decides. */
  readonly kernelspec?: string | undefined;
}

const NONE: Draft = { flags: {}, label: '', tags: '' };
const MOST = 100;

export class Drafts {
  readonly #drafts = new Map<string, Draft>();
  /** Flags whose text is not kept beyond the page, by the same keys. */
  readonly #secret = new Map<string, Set<string>>();
  readonly #open = new Map<string, string>();
  readonly #changed: () => void;

  /** `changed` is told when there is something else to keep. */
  constructor(changed: () => void = () => undefined) {
    this.#changed = changed;
  }

  of(project: string, operation: string): Draft {
    return this.#drafts.get(key(project, operation)) ?? NONE;
  }

  /** Take a part of a draft. */
  set(project: string, operation: string, part: Partial<Draft>): void {
    const name = key(project, operation);
    const draft = { ...this.of(project, operation), ...part };
    // The latest ones are the last ones.
    this.#drafts.delete(name);
    this.#drafts.set(name, draft);
    if (this.#drafts.size > MOST) {
      this.#drafts.delete(this.#drafts.keys().next().value!);
    }
    this.#changed();
  }

  /** Take the text of a flag; undefined for its default. */
  setFlag(
    project: string,
    operation: string,
    flag: string,
    text: string | undefined,
    isSecret = false
  ): void {
    const { flags } = this.of(project, operation);
    const others = Object.entries(flags).filter(([name]) => name !== flag);
    const all = text === undefined ? others : [...others, [flag, text] as const];
    if (isSecret) {
      const name = key(project, operation);
      this.#secret.set(name, (this.#secret.get(name) ?? new Set<string>()).add(flag));
    }
    this.set(project, operation, { flags: Object.fromEntries(all) });
  }

  /** Forget what was typed for an operation. */
  clear(project: string, operation: string): void {
    this.#drafts.delete(key(project, operation));
    this.#changed();
  }

  /** The operation whose form is open in a project. */
  open(project: string): string | undefined {
    return this.#open.get(project);
  }

  setOpen(project: string, operation: string | undefined): void {
    if (operation === undefined) {
      this.#open.delete(project);
    } else {
      this.#open.set(project, operation);
    }
    this.#changed();
  }

  /** All of it that may be written down: no secrets. */
  get kept(): Json {
    const drafts = [...this.#drafts].map(([name, draft]): [string, Json] => {
      const secret = this.#secret.get(name) ?? new Set();
      const flags = Object.entries(draft.flags).filter(([flag]) => !secret.has(flag));
      const { label, tags, kernelspec } = draft;
      const rest = kernelspec === undefined ? { label, tags } : { label, tags, kernelspec };
      return [name, { ...rest, flags: Object.fromEntries(flags) }];
    });
    return { drafts: Object.fromEntries(drafts), open: Object.fromEntries(this.#open) };
  }

  /** Take what was kept; what was typed since goes before it. */
  restore(kept: unknown): void {
    if (!isRecord(kept)) {
      return;
    }
    for (const [name, one] of entries(kept['drafts'])) {
      if (!this.#drafts.has(name) && isRecord(one)) {
        const flags = entries(one['flags']).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string'
        );
        const { kernelspec } = one;
        this.#drafts.set(name, {
          flags: Object.fromEntries(flags),
          label: text(one['label']),
          tags: text(one['tags']),
          ...(typeof kernelspec === 'string' ? { kernelspec } : {})
        });
      }
    }
    for (const [project, operation] of entries(kept['open'])) {
      if (!this.#open.has(project) && typeof operation === 'string') {
        this.#open.set(project, operation);
      }
    }
  }
}

function key(project: string, operation: string): string {
  return JSON.stringify([project, operation]);
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entries(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
