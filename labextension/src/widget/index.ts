/** The module of the carrier: what every view of a kernel renders with. */

import { COMPONENTS } from '../components';
import { framed } from '../components/shared/frame';
import { cellInserter } from './cells';
import { connect } from './connection';
import type { Context } from './model';
import { hideTwin } from './twin';

const UNSEEN = { height: '0', overflow: 'hidden', visibility: 'hidden' };
const SEEN = { height: '', overflow: '', visibility: '' };

const render = ({ model, el }: Context): (() => void) => {
  const kind = String(model.get('kind'));
  const mount = COMPONENTS[kind];
  if (!mount) {
    throw new Error(`this version (${VERSION}) has no view called ${kind}`);
  }
  // Until there is something to show, the twin shows it; components may measure themselves.
  let showTwin = (): void => undefined;
  Object.assign(el.style, UNSEEN);
  const filled = (): void => {
    Object.assign(el.style, SEEN);
    showTwin = hideTwin(String(model.get('twin')));
  };
  const connection = connect(model, filled, cellInserter(el, model.widget_manager));
  const unmount = framed(mount, () => String(model.get('line')))(el, connection);
  return () => {
    unmount();
    connection.close();
    showTwin();
  };
};

export default { initialize: () => ({ render }) };
