/** Offers the server extension to the panel, and to other extensions. */

import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { connecting } from './api/connecting';
import type { HelloAnswer } from '../wire/api_hello';
import { Handshake } from './api/handshake';
import { Rest } from './api/rest';
import { Stream } from './api/stream';
import { IGuildServer } from './tokens';

export const serverPlugin: JupyterFrontEndPlugin<IGuildServer> = {
  id: 'guild-jupyter:server',
  description: 'The server extension of Guild, as the panel sees it.',
  autoStart: true,
  provides: IGuildServer,
  activate: app => {
    const { serverSettings } = app.serviceManager;
    const rest = new Rest(serverSettings);
    const handshake = new Handshake(() => rest.get<HelloAnswer>('hello', { version: VERSION }));
    const stream = new Stream(connecting(serverSettings));
    // One that was started again may be of another version.
    stream.onLost = () => {
      if (handshake.isReady) {
        handshake.again();
      }
    };
    // A server that is back is not waited for any longer.
    handshake.changed.connect(() => handshake.isReady && stream.again());
    return { rest, handshake, stream };
  }
};
