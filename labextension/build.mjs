// Bundles the components into the one module that cells use; `--watch` does it at every change.
import * as esbuild from 'esbuild';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const outfile = fileURLToPath(
  new URL('../guild_jupyter/notebook/static/views.mjs', import.meta.url)
);
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
const options = {
  entryPoints: [fileURLToPath(new URL('src/widget/index.ts', import.meta.url))],
  outfile,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'inline',
  charset: 'utf8',
  plugins: [sheets],
  define: { VERSION: JSON.stringify(version) }
};

if (process.argv.includes('--watch')) {
  await (await esbuild.context(options)).watch();
} else {
  await esbuild.build(options);
  console.log(`${outfile}: ${(statSync(outfile).size / 1000).toFixed(1)} kB`);
}
