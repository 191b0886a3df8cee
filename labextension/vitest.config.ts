import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { VERSION: '"test"' },
  plugins: [
    {
      // style sheets are texts in the bundle
      name: 'css-as-text',
      enforce: 'pre',
      load(id) {
        const path = id.split('?')[0] ?? '';
        return path.endsWith('.css')
          ? `export default ${JSON.stringify(readFileSync(path, 'utf8'))}`
          : null;
      }
    }
  ],
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.{ts,mjs}'],
    css: false,
    setupFiles: ['tests/panel/browser.ts'],
    server: { deps: { inline: [/@jupyterlab/, /@jupyter\//, /@lumino/] } }
  }
});
