/** The sign of the panel. */

import { LabIcon } from '@jupyterlab/ui-components';

/** Three runs, one of them marked, as lines that rise. */
const GUILD = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3 jp-icon-selectable" fill="#616161">
    <path d="M3 3h2v16h16v2H3z"/>
    <path d="M7.7 16.9 6.3 15.5l4.2-4.6 3.4 2.6 4.6-6.3 1.6 1.2-5.8 8-3.5-2.7z"/>
    <circle cx="19.3" cy="5.2" r="2.6"/>
    <circle cx="8.4" cy="6.4" r="1.7"/>
  </g>
</svg>`;

export const guildIcon = new LabIcon({ name: 'guild-jupyter:guild', svgstr: GUILD });
