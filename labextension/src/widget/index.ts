/** The module of the carrier: what every view of a kernel renders with. */

import { COMPONENTS } from '../components';
import { framed } from '../components/shared/frame';
import { cellInserter } from './cells';
import { connect } from './connection';
import type { Context } from './model';
import { hideTwin } from './twin';

const UNSEEN = 'height: 0; overflow: hidden; visibility: hidden';

const render = ({ model, el }: Context): (() => void) => {
  const kind = String(model.get('kind'));
  const mount = COMPONENTS[kind];
  if (!mount) {
    throw new Error(`this version (${VERSION}) has no view called ${kind}`);
  }
  // Until there is something to show, the twin shows it; components may measure themselves.
  // The element itself is dressed by its layout, which may come later and takes such styles off.
  const root = el.appendChild(document.createElement('div'));
  root.style.cssText = UNSEEN;
  let showTwin = (): void => undefined;
  const filled = (): void => {
    root.style.cssText = '';
    showTwin = hideTwin(String(model.get('twin')));
  };
  const connection = connect(model, filled, cellInserter(el, model.widget_manager));
  const unmount = framed(mount, () => String(model.get('line')))(root, connection);
  return () => {
    unmount();
    connection.close();
    showTwin();
    root.remove();
  };
};

export default { initialize: () => ({ render }) };
