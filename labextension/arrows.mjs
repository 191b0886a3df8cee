// Turns the functions that a module declares into arrow functions, which are shorter once minified.
import ts from 'typescript';

/** Whether a function is one when it is an arrow: it has a body, a name, and no `this` of its own. */
function isPlain(node) {
  let isOther = !node.body || !node.name || Boolean(node.asteriskToken);
  const look = child => {
    isOther ||=
      child.kind === ts.SyntaxKind.ThisKeyword ||
      (ts.isIdentifier(child) && child.text === 'arguments');
    ts.forEachChild(child, look);
  };
  ts.forEachChild(node, look);
  const words = (node.modifiers ?? []).map(one => one.kind);
  return !isOther && !words.includes(ts.SyntaxKind.DefaultKeyword);
}

/**
 * Return the source of a module with arrow functions for the functions of its top level. They move
 * to its beginning, so that what is executed when it is loaded finds them, as it did.
 */
export function withArrows(source) {
  const file = ts.createSourceFile('module.ts', source, ts.ScriptTarget.ES2022);
  const text = (from, to) => source.slice(from, to);
  let rest = '';
  let first = '';
  let at = 0;
  for (const node of file.statements.filter(ts.isFunctionDeclaration).filter(isPlain)) {
    const words = (node.modifiers ?? []).map(one => one.kind);
    const [start, body] = [node.getStart(file), node.body.getStart(file)];
    const isExported = words.includes(ts.SyntaxKind.ExportKeyword);
    const isAsync = words.includes(ts.SyntaxKind.AsyncKeyword);
    first +=
      `${isExported ? 'export ' : ''}const ${node.name.text} = ${isAsync ? 'async ' : ''}` +
      `${text(node.name.end, body)}=> ${text(body, node.end)};\n`;
    rest += text(at, start);
    at = node.end;
  }
  return first + rest + text(at);
}
