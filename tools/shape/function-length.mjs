import ts from "typescript";
import { lineOf } from "./imports.mjs";
import { syntaxOf } from "./syntax.mjs";

const LONGEST = 80;
/** How many functions of all packages may be longer. */
const EXCEPTIONS = 5;
/** Sources and the test material beside them; not the tests themselves, which list cases. */
const PUBLISHED = /\/src\/(?!.*\.test\.ts$)/;
const REASON = /^\s*\/\/ Over 80 lines: \S/;

/**
 * A function of more than 80 lines does more than one thing. So does a static block of a class, and what a module does
 * when it is loaded: its statements that declare nothing. At most five may be longer, each with its reason in the
 * line above it: `// Over 80 lines: …`.
 */
export function functionLength({ packages }) {
  const long = packages.flatMap(({ sources, template }) =>
    [...sources, ...template]
      .filter(({ file }) => PUBLISHED.test(file))
      .flatMap(({ file, text }) => longFunctions(file, text)),
  );
  const excused = long.filter(({ reason }) => reason);
  const problems = long.filter(({ reason }) => !reason);
  return [
    ...problems.map(({ file, line, lines }) => ({
      file,
      line,
      message: `a function of ${lines} lines, over ${LONGEST}; its line above says no reason ("// Over 80 lines: …")`,
    })),
    ...excused.slice(EXCEPTIONS).map(({ file, line, lines }) => ({
      file,
      line,
      message: `a function of ${lines} lines: there are ${excused.length} over ${LONGEST}, and at most ${EXCEPTIONS} may be`,
    })),
  ];
}

function longFunctions(file, text) {
  const lines = text.split("\n");
  if (lines.length <= LONGEST) return [];
  const source = syntaxOf(file, text);
  const found = [];
  visit(source);
  const own = source.statements.filter(isExecuted);
  const ownLines = own.reduce((sum, statement) => sum + linesOf(statement, text), 0);
  if (ownLines > LONGEST) {
    const line = lineOf(text, own[0].getStart());
    found.push({ file, line, lines: ownLines, reason: hasReason(lines, line) });
  }
  return found;

  function visit(node) {
    if ((ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) && node.body) {
      const line = lineOf(text, node.getStart());
      const count = linesOf(node, text);
      if (count > LONGEST) found.push({ file, line, lines: count, reason: hasReason(lines, line) });
    }
    ts.forEachChild(node, visit);
  }
}

function linesOf(node, text) {
  return lineOf(text, node.end - 1) - lineOf(text, node.getStart()) + 1;
}

const DECLARATIONS = [
  ts.isDeclarationStatement,
  ts.isVariableStatement,
  ts.isExportAssignment,
  ts.isImportDeclaration,
  ts.isExportDeclaration,
];

/** Whether a statement of a module does something when the module is loaded, instead of declaring something. */
function isExecuted(statement) {
  return !DECLARATIONS.some((is) => is?.(statement));
}

/** Whether a line of the comment right above line `line` says the reason. */
function hasReason(lines, line) {
  for (let above = line - 2; above >= 0 && /^\s*(?:\/\/|\*|\/\*)/.test(lines[above]); above--) {
    if (REASON.test(lines[above])) return true;
  }
  return false;
}
