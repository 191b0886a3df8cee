/** Single questions to the server extension, with the session and token of the page. */

import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import type { Json } from '../../components/shared/host';
import { faultOf, unreachable } from './fault';

/** Where the interface lies below the server's base URL. */
export const PLACE = 'guild/api';

/** Members of an address after its question mark; those that are undefined are left out. */
export interface Query {
  readonly [name: string]: string | number | boolean | undefined;
}

export class Rest {
  constructor(readonly settings: ServerConnection.ISettings) {}

  /** Read something; rejects with ServerFault. */
  get<T>(path: string, query: Query = {}): Promise<T> {
    return this.#send<T>(path, query, { method: 'GET' });
  }

  /** Have something done; rejects with ServerFault. */
  post<T>(path: string, body: Json, query: Query = {}): Promise<T> {
    return this.#send<T>(path, query, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body)
    });
  }

  async #send<T>(path: string, query: Query, init: RequestInit): Promise<T> {
    const wanted = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) {
        wanted.set(name, String(value));
      }
    }
    const words = wanted.toString();
    const place = URLExt.join(this.settings.baseUrl, PLACE, path);
    let answer: Response;
    let text: string;
    try {
      answer = await ServerConnection.makeRequest(
        words ? `${place}?${words}` : place,
        init,
        this.settings
      );
      text = await answer.text();
    } catch {
      throw unreachable();
    }
    if (!answer.ok) {
      throw faultOf(answer.status, text);
    }
    try {
      return JSON.parse(text) as T;
    } catch {
      // A page of a sign-in or of a proxy in the place of an answer.
      throw faultOf(404, '');
    }
  }
}
