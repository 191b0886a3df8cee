// Bundles the components for cells, and the panel for JupyterLab; `--watch` does it at every change.
import * as esbuild from 'esbuild';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withArrows } from './arrows.mjs';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
/** Style sheets are texts in the bundle, without what only people need. */
const sheets = {
  name: 'sheets',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await esbuild.transform(readFileSync(path, 'utf8'), {
        loader: 'css',
        minify: true,
        target: 'es2022'
      });
      return { contents: code, loader: 'text' };
    });
  }
};
const arrows = {
  name: 'arrows',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: withArrows(readFileSync(path, 'utf8')),
      loader: 'ts'
    }));
  }
};
const of = name => fileURLToPath(new URL(name, import.meta.url));
const shared = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'inline',
  charset: 'utf8',
  plugins: [sheets],
  define: { VERSION: JSON.stringify(version) }
};
const outfile = of('../guild_jupyter/notebook/static/views.mjs');
const panel = of('lib/panel');
const builds = [
  // What cells use is one module.
  {
    ...shared,
    entryPoints: [of('src/widget/index.ts')],
    outfile,
    minify: true,
    plugins: [sheets, arrows]
  },
  // The panel loads its larger parts when they are first shown, and shares JupyterLab's modules;
  // the builder of extensions makes its final form of this.
  {
    ...shared,
    entryPoints: [of('src/panel/index.ts')],
    outdir: panel,
    splitting: true,
    external: ['@jupyterlab/*', '@lumino/*']
  }
];

if (process.argv.includes('--watch')) {
  for (const build of builds) {
    await (await esbuild.context(build)).watch();
  }
} else {
  rmSync(panel, { recursive: true, force: true });
  await Promise.all(builds.map(build => esbuild.build(build)));
  console.log(`${outfile}: ${(statSync(outfile).size / 1000).toFixed(1)} kB`);
}
