/**
 * What a component knows of where it stands: a cell of a notebook, or a panel of JupyterLab.
 *
 * Components ask questions and are told of changes; they never learn how either travels.
 */

/** A plain JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** An answer or a push: plain members, and the buffers that they number. */
export interface Message {
  readonly content: { readonly [name: string]: unknown };
  readonly buffers: readonly DataView[];
}

/** How things are between the component and what answers it. */
export type Condition = 'connecting' | 'live' | 'waiting' | 'gone';

/** An error that was told in words, with a way on. */
export class HostError extends Error {
  constructor(
    message: string,
    readonly hint = ''
  ) {
    super(message);
    this.name = 'HostError';
  }
}

/**
 * What JupyterLab's panel does for a view in a cell, by its server. The directory of a run says of
 * which Guild home it is.
 */
export interface Panel {
  /** Open the tab of a run; resolves to false where it cannot. */
  open(directory: string): Promise<boolean>;
  /** Answer the question 'act' however busy the kernel is; null where the kernel has to. */
  act(directory: string, wanted: { [name: string]: Json }): Promise<Message | null>;
}

/** Where a component stands. */
export interface Host {
  /** Ask a question; rejects with HostError when it is refused, or nobody is there to answer. */
  ask(question: string, wanted?: { [name: string]: Json }): Promise<Message>;
  /** Be told of changes by kind; returns what ends it. What came before is told at once. */
  onPush(kind: string, told: (push: Message) => void): () => void;
  /** A choice of the reader that is kept with the notebook; keep it small. */
  get(name: string): Json | undefined;
  /** Keep a choice; undefined forgets it. */
  set(name: string, value: Json | undefined): void;
  /** Be told when a choice was changed from elsewhere. */
  onChoice(name: string, told: (value: Json | undefined) => void): () => void;
  /** How things are now, and be told when that changes. */
  readonly condition: Condition;
  onCondition(told: (condition: Condition) => void): () => void;
  /** Put code into a new cell, where the front end allows it. */
  readonly insertCell?: (code: string) => void;
  /** The panel, for what stands in a cell; there may be none. */
  readonly panel?: Panel | undefined;
}

/** A component: fills an element, and returns what takes it away again. */
export type Mount = (root: HTMLElement, host: Host) => () => void;

/** The numbers of a buffer of a message. */
export const floats = (message: Message, buffer: number): Float64Array =>
  new Float64Array(aligned(message, buffer, 8));

/** The 32 bit numbers with a fraction of a buffer of a message. */
export const singles = (message: Message, buffer: number): Float32Array =>
  new Float32Array(aligned(message, buffer, 4));

/** The 32 bit whole numbers of a buffer of a message. */
export const integers = (message: Message, buffer: number): Int32Array =>
  new Int32Array(aligned(message, buffer, 4));

/** The bytes of a buffer of a message. */
export const bytes = (message: Message, buffer: number): Uint8Array =>
  new Uint8Array(aligned(message, buffer, 1));

const aligned = (message: Message, buffer: number, size: number): ArrayBuffer => {
  const view = message.buffers[buffer];
  if (!view || view.byteLength % size) {
    throw new HostError(`buffer ${buffer} of a message is missing or torn`);
  }
  return view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) as ArrayBuffer;
};
