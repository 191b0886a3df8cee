/** What is wrong between the panel and its server extension, in words. */

import { HostError } from '../../components/shared/host';

/**
 * `missing`: the server has no such interface; `unreachable`: nobody answers; `refused`: the user
 * may not do this; `failed`: it was understood, and could not be done.
 */
export type FaultKind = 'missing' | 'unreachable' | 'refused' | 'failed';

/** An answer that is none, with what a reader can do. */
export class ServerFault extends HostError {
  constructor(
    readonly kind: FaultKind,
    message: string,
    hint = '',
    /** The flags that it is about, where it is about flags. */
    readonly flags: readonly string[] = []
  ) {
    super(message, hint);
    this.name = 'ServerFault';
  }
}

/** Statuses with which a proxy says that the server behind it does not answer. */
const OF_A_PROXY = new Set([502, 503, 504]);

/** The fault of an answer that is no success. */
export function faultOf(status: number, text: string): ServerFault {
  const own = ownWords(text);
  if (OF_A_PROXY.has(status) && !own) {
    return unreachable();
  }
  if (status === 401 || status === 403) {
    return new ServerFault(
      'refused',
      own?.message ?? 'the Jupyter server does not let you do this',
      own?.hint ?? 'If you were signed out, reload the page and sign in again.'
    );
  }
  if (own) {
    return new ServerFault('failed', own.message, own.hint, own.flags);
  }
  return status === 404
    ? new ServerFault('missing', 'the Jupyter server has no Guild extension')
    : new ServerFault('failed', `the Jupyter server answered with status ${status}`);
}

/** The fault of no answer at all. */
export function unreachable(): ServerFault {
  return new ServerFault('unreachable', 'the Jupyter server does not answer');
}

interface Own {
  readonly message: string;
  readonly hint: string;
  readonly flags: readonly string[];
}

/** The words of our own half of the server; others have other members. */
function ownWords(text: string): Own | null {
  try {
    const { error } = JSON.parse(text) as { error?: { [name in keyof Own]?: unknown } };
    const { message, hint, flags } = error ?? {};
    return typeof message === 'string'
      ? {
          message,
          hint: typeof hint === 'string' ? hint : '',
          flags: Array.isArray(flags) ? flags.map(String) : []
        }
      : null;
  } catch {
    return null;
  }
}

/** The words for an error; `otherwise` stands where it has none for readers. */
export function saidOf(error: unknown, otherwise: string): { message: string; hint: string } {
  return error instanceof HostError ? error : { message: otherwise, hint: String(error) };
}

/** What is wrong and what to do as one text. */
export function sentenceOf({ message, hint }: { message: string; hint: string }): string {
  const ended = /[.!?…:]$/.test(message) ? message : `${message}.`;
  return hint ? `${ended} ${hint}` : ended;
}
