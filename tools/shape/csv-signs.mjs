import ts from "typescript";
import { visitAll } from "./syntax.mjs";

/** What a scanner of CSV compares its characters with: a value, or a name for it. */
const MARKS = [
  { values: ['"', "'", 0x22, 0x27], name: /quote/i },
  { values: [",", ";", "\t", 0x2c, 0x3b, 0x09], name: /delimiter|separator|comma/i },
  { values: ["\n", "\r", "\r\n", 0x0a, 0x0d], name: /^(?:LF|CR|NL)$|line_?feed|new_?line|carriage/i },
];
const EQUALITIES = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

/**
 * The place of the first comparison with a quote in a module that compares characters with a quote, with a delimiter and
 * with a line break: it cuts CSV. Readers of JSON know no line breaks, writers of lines no quotes.
 */
export function findsCsv(tree) {
  const first = MARKS.map(() => undefined);
  visitAll(tree, (node) => {
    for (const operand of comparedIn(node)) {
      const mark = MARKS.findIndex((one) => isMark(operand, one));
      if (mark >= 0) first[mark] ??= node.getStart();
    }
  });
  return first.includes(undefined) ? [] : [first[0]];
}

function comparedIn(node) {
  if (ts.isBinaryExpression(node) && EQUALITIES.has(node.operatorToken.kind)) return [node.left, node.right];
  if (ts.isCaseClause(node)) return [node.expression];
  return [];
}

function isMark(operand, { values, name }) {
  if (ts.isStringLiteralLike(operand)) return values.includes(operand.text);
  if (ts.isNumericLiteral(operand)) return values.includes(Number(operand.text));
  if (ts.isNonNullExpression(operand)) return isMark(operand.expression, { values, name });
  // `delimiter[i]` is a byte of the delimiter.
  if (ts.isElementAccessExpression(operand)) return isMark(operand.expression, { values, name });
  if (ts.isPropertyAccessExpression(operand)) return name.test(operand.name.text);
  return ts.isIdentifier(operand) && name.test(operand.text);
}
