// Writes src/wire/*.ts from guild_jupyter/wire/schemas/*.json; `--check` only tells what differs.
import { compileFromFile } from 'json-schema-to-typescript';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../guild_jupyter/wire/schemas/', import.meta.url));
const target = fileURLToPath(new URL('src/wire/', import.meta.url));
const isCheck = process.argv.includes('--check');
let stale = 0;
for (const name of readdirSync(source).sort()) {
  const base = name.replace('.schema.json', '');
  const bannerComment = `// Made of guild_jupyter/wire/schemas/${name} by \`jlpm schemas\`: change that.`;
  const text = await compileFromFile(source + name, {
    bannerComment,
    cwd: source,
    ignoreMinAndMaxItems: true, // a limit of a list is no type
    style: { singleQuote: true, printWidth: 99 }
  });
  const file = `${target}${base}.ts`;
  if (!isCheck) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} does not fit ${name}: run 'jlpm schemas'`);
    stale += 1;
  }
}
process.exit(stale ? 1 : 0);
