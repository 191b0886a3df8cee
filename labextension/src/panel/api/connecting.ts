/** Where the stream of the server is, by the settings of the page. */

import { URLExt } from '@jupyterlab/coreutils';
import type { ServerConnection } from '@jupyterlab/services';

import { PLACE } from './rest';
import type { Socket } from './stream';

/** Return what begins a connection; the token is part of the address only if no cookie can be. */
export function connecting(settings: ServerConnection.ISettings): () => Socket {
  return () => {
    const place = URLExt.join(settings.wsUrl, PLACE, 'stream');
    const isNeeded = settings.appendToken && settings.token !== '';
    const token = isNeeded ? `?token=${encodeURIComponent(settings.token)}` : '';
    return new settings.WebSocket(`${place}${token}`) as Socket;
  };
}
