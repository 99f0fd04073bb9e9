import ts from "typescript";
import { syntaxOf, textOf, visitAll } from "./syntax.mjs";

/**
 * What a module imports: `{ specifier, line, typeOnly, names }` of every static and dynamic import and re-export, of
 * `require`, and of references to types. A specifier that is put together is given as its beginning and `…`. The
 * names are those of the other module; `*` is all of them.
 */
export function findImports(text, file = "module.ts") {
  const tree = syntaxOf(file, text);
  const found = referencesOf(tree, text);
  const requires = namesOfRequire(tree);
  visitAll(tree, (node) => {
    const one = importOf(node, requires);
    const specifier = textOf(one?.from);
    if (specifier === undefined) return;
    const { typeOnly, names } = one;
    found.push({ specifier, line: lineOf(text, node.getStart()), typeOnly, names });
  });
  return found;
}

/** `/// <reference types="…" />` and `/// <reference path="…" />`. */
function referencesOf({ typeReferenceDirectives, referencedFiles }, text) {
  return [
    ...typeReferenceDirectives.map(({ fileName, pos }) => ({ specifier: fileName, pos })),
    ...referencedFiles.map(({ fileName, pos }) => ({ specifier: fileName.replace(/^(?!\.)/, "./"), pos })),
  ].map(({ specifier, pos }) => ({ specifier, line: lineOf(text, pos), typeOnly: true, names: [] }));
}

/** What a node imports `from`; undefined for one that imports nothing. */
function importOf(node, requires) {
  if (ts.isImportDeclaration(node)) {
    const { moduleSpecifier: from, importClause } = node;
    return { from, typeOnly: importClause?.isTypeOnly === true, names: importedNames(importClause) };
  }
  if (ts.isExportDeclaration(node)) {
    const { moduleSpecifier: from, exportClause } = node;
    const each = exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : undefined;
    // `import { type A } from "x"` still runs x with verbatimModuleSyntax, unless a bundler finds it without effects.
    const onlyTypes = each !== undefined && each.length > 0 && each.every(({ isTypeOnly }) => isTypeOnly);
    return { from, typeOnly: node.isTypeOnly || onlyTypes, names: each ? valueNames(each) : ["*"] };
  }
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    return { from: node.moduleReference.expression, typeOnly: node.isTypeOnly, names: ["*"] };
  }
  if (ts.isImportTypeNode(node)) return { from: node.argument.literal, typeOnly: true, names: [] };
  if (ts.isCallExpression(node) && isLoader(node.expression, requires)) {
    return { from: node.arguments[0], typeOnly: false, names: ["*"] };
  }
  return undefined;
}

function importedNames(clause) {
  if (clause === undefined || clause.isTypeOnly) return [];
  const bindings = clause.namedBindings;
  const named = bindings && (ts.isNamedImports(bindings) ? valueNames(bindings.elements) : ["*"]);
  return [...(clause.name ? ["*"] : []), ...(named ?? [])];
}

function valueNames(elements) {
  return elements.flatMap(({ isTypeOnly, propertyName, name }) =>
    isTypeOnly ? [] : [(propertyName ?? name).text.replace(/^default$/, "*")],
  );
}

/** Whether a call of `callee` loads a module: `import`, `require`, `module.require`, `require.resolve`, `createRequire(…)`. */
function isLoader(callee, requires) {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return requires.has(callee.text);
  if (ts.isPropertyAccessExpression(callee)) {
    if (callee.name.text === "require") return true;
    return (
      callee.name.text === "resolve" &&
      (isLoader(callee.expression, requires) || isImportMeta(callee.expression))
    );
  }
  return isCreateRequire(callee);
}

function isImportMeta(node) {
  return ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword;
}

function isCreateRequire(node) {
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  return (ts.isPropertyAccessExpression(expression) ? expression.name : expression).text === "createRequire";
}

/** `require`, and the variables that hold the result of `createRequire`. */
function namesOfRequire(tree) {
  const names = new Set(["require"]);
  visitAll(tree, (node) => {
    if (!ts.isVariableDeclaration(node) || node.initializer === undefined) return;
    if (ts.isIdentifier(node.name) && isCreateRequire(node.initializer)) names.add(node.name.text);
  });
  return names;
}

/** The text with comments made of spaces, so that places stay what they were. */
export function blankComments(text) {
  return text.replace(TOKENS, (token) =>
    token.startsWith("//") || token.startsWith("/*") ? token.replace(/[^\n]/g, " ") : token,
  );
}

// Strings and templates come along so that a // inside of one is not taken for a comment.
const TOKENS = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`/g;

/** Line number, from 1, of a place in a text. */
export function lineOf(text, index) {
  let line = 1;
  const start = text[index] === "\n" ? index + 1 : index;
  for (let at = text.indexOf("\n"); at >= 0 && at < start; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
