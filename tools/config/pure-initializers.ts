import type { Options } from "tsup";
import ts from "typescript";

/**
 * Marks what a module computes for its top-level variables as free of side effects, in the ESM build. Bundlers then
 * leave out every schema, table and error definition that nobody uses, also where the module itself is used. The
 * packages promise as much with `"sideEffects": false`, but that is said of whole modules.
 */
export function pureInitializers(): NonNullable<Options["plugins"]>[number] {
  return {
    name: "pure-initializers",
    renderChunk(code, { path }) {
      return this.format === "esm" && path.endsWith(".js") ? { code: markPure(code) } : undefined;
    },
  };
}

/** A function that is called at once: the only form in which all bundlers pass over spreads and property reads too. */
export function markPure(code: string): string {
  const file = ts.createSourceFile("chunk.js", code, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  let marked = code;
  for (const { start, end } of initializers(file).reverse()) {
    marked = `${marked.slice(0, start)}/* @__PURE__ */ (() => (${marked.slice(start, end)}))()${marked.slice(end)}`;
  }
  return marked;
}

function initializers(file: ts.SourceFile): { start: number; end: number }[] {
  return file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .flatMap(({ initializer }) =>
      initializer === undefined || isPlain(initializer) || awaits(initializer)
        ? []
        : [{ start: initializer.getStart(file), end: initializer.end }],
    );
}

/** What bundlers see to be free of side effects by themselves. A class keeps the name that it gets from its variable. */
function isPlain(node: ts.Node): boolean {
  if (ts.isFunctionLike(node) || ts.isClassExpression(node) || ts.isIdentifier(node)) return true;
  if (ts.isLiteralExpression(node) || LITERAL_KEYWORDS.has(node.kind)) return true;
  if (ts.isPrefixUnaryExpression(node)) return isPlain(node.operand);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPlain);
  if (ts.isObjectLiteralExpression(node)) return node.properties.every(isPlain);
  return ts.isPropertyAssignment(node) && !ts.isComputedPropertyName(node.name) && isPlain(node.initializer);
}

const LITERAL_KEYWORDS = new Set([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
]);

function awaits(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node)) return true;
  return !ts.isFunctionLike(node) && ts.forEachChild(node, (child) => awaits(child) || undefined) === true;
}
