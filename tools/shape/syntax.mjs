import ts from "typescript";

const parsed = new Map();

/** The syntax tree of a source file. A file is parsed once for all checks. */
export function syntaxOf(file, text) {
  const known = parsed.get(file);
  if (known?.text === text) return known;
  const kind = file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
  parsed.set(file, tree);
  return tree;
}

/** Calls `visit` with every node of a tree. */
export function visitAll(tree, visit) {
  visit(tree);
  ts.forEachChild(tree, (child) => visitAll(child, visit));
}

/** The functions and classes that a module defines outside of its functions, however they are written: `{ name, index }`. */
export function definitions(tree) {
  const found = [];
  visit(tree);
  return found;

  function visit(node) {
    const name = definedName(node);
    if (name !== undefined) found.push({ name: name.text, index: name.getStart() });
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  }
}

function definedName(node) {
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isFunctionExpression(node)) {
    return node.body || node.members ? node.name : undefined;
  }
  if (ts.isMethodDeclaration(node)) return node.body && ts.isIdentifier(node.name) ? node.name : undefined;
  const holdsValue =
    ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node);
  if (!holdsValue || !ts.isIdentifier(node.name)) return undefined;
  return isFunction(node.initializer) ? node.name : undefined;
}

function isFunction(node) {
  return node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));
}

/** The text of a string or a template without values; for one with values, or a sum, what it begins with and `…`. */
export function textOf(node) {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return `${node.head.text}…`;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return textOf(node.expression);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const left = textOf(node.left);
  return left === undefined || left.endsWith("…") ? left : `${left}…`;
}

/** The texts of strings and templates, with their places. */
export function literals(tree) {
  const found = [];
  visitAll(tree, (node) => {
    if (!ts.isLiteralExpression(node) && !ts.isTemplateMiddleOrTemplateTail(node) && !ts.isTemplateHead(node))
      return;
    found.push({ value: node.text, index: node.getStart() });
  });
  return found;
}

const GLOBALS = ["globalThis", "self", "window"];

/** The places where a module takes the global `fetch`, to call it or to pass it on. */
export function fetches(tree) {
  const found = [];
  visitAll(tree, (node) => {
    if (!ts.isIdentifier(node) || node.text !== "fetch") return;
    const { parent } = node;
    const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const isGlobal = isMember && GLOBALS.includes(parent.expression.text);
    if (isMember ? isGlobal : parent.name !== node && !ts.isTypeNode(parent)) found.push(node.getStart());
  });
  return found;
}
