import ts from "typescript";

/**
 * Turns the expected values of a snippet into checks: a statement followed by `// => value` becomes a comparison
 * of its expression (or of the variable it declares) with that value.
 */
export function withChecks(code: string): string {
  const source = ts.createSourceFile("snippet.ts", code, ts.ScriptTarget.ES2022, true);
  const edits: { at: number; until: number; text: string }[] = [];
  for (const statement of source.statements) {
    const expected = promiseBehind(code, statement.end);
    if (expected === undefined) continue;
    if (ts.isExpressionStatement(statement)) {
      const expression = statement.expression.getText(source);
      edits.push({
        at: statement.getStart(source),
        until: statement.end,
        text: `__same(${expression}, ${JSON.stringify(expected)});`,
      });
    } else if (ts.isVariableStatement(statement)) {
      const name = statement.declarationList.declarations[0]!.name.getText(source);
      edits.push({
        at: statement.end,
        until: statement.end,
        text: ` __same(${name}, ${JSON.stringify(expected)});`,
      });
    }
  }
  let text = code;
  for (const { at, until, text: put } of edits.reverse()) text = text.slice(0, at) + put + text.slice(until);
  return text;
}

/** The names a snippet declares or imports itself. */
export function declaredNames(code: string): Set<string> {
  const source = ts.createSourceFile("snippet.ts", code, ts.ScriptTarget.ES2022, true);
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isBindingElement(node) || ts.isVariableDeclaration(node)) {
      if (ts.isIdentifier(node.name)) names.add(node.name.text);
    } else if (
      (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) &&
      node.name
    ) {
      names.add(node.name.text);
    } else if (ts.isImportSpecifier(node)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** The identifiers a snippet uses. */
export function usedNames(code: string): Set<string> {
  const source = ts.createSourceFile("snippet.ts", code, ts.ScriptTarget.ES2022, true);
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

function promiseBehind(code: string, end: number): string | undefined {
  const line = code.slice(end, code.indexOf("\n", end) < 0 ? undefined : code.indexOf("\n", end));
  return line.match(/^;?[ \t]*\/\/ => (.+)$/)?.[1]?.trim();
}
