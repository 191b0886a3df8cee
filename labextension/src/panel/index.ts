/** The plugins of the JupyterLab extension: the server, the panel, and what stands in it. */

import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { aroundPlugin } from './around_plugin';
import { bridgePlugin } from './bridge_plugin';
import { operationsPlugin } from './operations_plugin';
import { panelPlugin } from './panel_plugin';
import { runsPlugin } from './runs_plugin';
import { serverPlugin } from './server_plugin';
import { tabsPlugin } from './tabs_plugin';

export * from './tokens';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  serverPlugin,
  panelPlugin,
  operationsPlugin,
  runsPlugin,
  tabsPlugin,
  bridgePlugin,
  aroundPlugin
];

export default plugins;
