/** What was typed as the body of a request, and as the line of a cell. */

import type { RunRequest } from '../../wire/api_run_request';
import type { Draft } from './drafts';

/** Words that a line of `%guild` takes as they are. */
const PLAIN = /^[\w@%+=:,./-]+$/;
const SQUEEZED = /'/g;

/** A word as it is written in a line of `%guild`. */
export function quoted(word: string): string {
  if (PLAIN.test(word)) {
    return word;
  }
  // Nothing has a meaning in single quotes but their end.
  return `'${word.replace(SQUEEZED, `'"'"'`)}'`;
}

/** The tags of a text that has them between commas. */
export function tagsOf(text: string): string[] {
  const tags = text.split(',').map(tag => tag.trim());
  return [...new Set(tags.filter(Boolean))];
}

/** The line that starts an operation with what was typed; `secret` flags are left out. */
export function lineOf(operation: string, draft: Draft, secret: ReadonlySet<string>): string {
  const label = draft.label.trim();
  const words = [
    operation,
    ...Object.entries(draft.flags)
      .filter(([name]) => !secret.has(name))
      .map(([name, text]) => `${name}=${text}`),
    ...(label ? ['--label', label] : []),
    ...tagsOf(draft.tags).flatMap(tag => ['--tag', tag])
  ];
  return `%guild run ${words.map(quoted).join(' ')}`;
}

/** What is asked of the server. */
export function requestOf(
  path: string,
  operation: string,
  draft: Draft,
  kernelspec: string
): RunRequest {
  const label = draft.label.trim();
  const tags = tagsOf(draft.tags);
  return {
    path,
    operation,
    flags: { ...draft.flags },
    ...(label ? { label } : {}),
    ...(tags.length ? { tags } : {}),
    ...(kernelspec ? { kernelspec } : {})
  };
}
