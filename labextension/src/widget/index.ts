/** The module of the carrier: what every view of a kernel renders with. */

import { COMPONENTS } from '../components';
import { framed } from '../components/shared/frame';
import { Connection } from './connection';
import type { Context } from './model';
import { hideTwin } from './twin';

function render({ model, el }: Context): () => void {
  const kind = String(model.get('kind'));
  const mount = COMPONENTS[kind];
  if (!mount) {
    throw new Error(`this version (${VERSION}) has no view called ${kind}`);
  }
  const connection = new Connection(model);
  const showTwin = hideTwin(String(model.get('twin')));
  const unmount = framed(mount, () => String(model.get('line')))(el, connection);
  return () => {
    unmount();
    connection.close();
    showTwin();
  };
}

export default { initialize: () => ({ render }) };
