import ts from "typescript";
import { lineOf } from "./imports.mjs";

const LONGEST = 80;
/** How many functions of all packages may be longer. */
const EXCEPTIONS = 5;
/** Sources and the test material beside them; not the tests themselves, which list cases. */
const PUBLISHED = /\/src\/(?!.*\.test\.ts$)/;
const REASON = /^\s*\/\/ Over 80 lines: \S/;

/**
 * A function of more than 80 lines does more than one thing. At most five may be longer, each with its reason in the
 * line above it: `// Over 80 lines: …`.
 */
export function functionLength({ packages }) {
  const long = packages.flatMap(({ sources }) =>
    sources.filter(({ file }) => PUBLISHED.test(file)).flatMap(({ file, text }) => longFunctions(file, text)),
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
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = [];
  visit(source);
  return found;

  function visit(node) {
    if (ts.isFunctionLike(node) && node.body) {
      const line = lineOf(text, node.getStart());
      const count = lineOf(text, node.end - 1) - line + 1;
      if (count > LONGEST) found.push({ file, line, lines: count, reason: hasReason(lines, line) });
    }
    ts.forEachChild(node, visit);
  }
}

/** Whether a line of the comment right above line `line` says the reason. */
function hasReason(lines, line) {
  for (let above = line - 2; above >= 0 && /^\s*(?:\/\/|\*|\/\*)/.test(lines[above]); above--) {
    if (REASON.test(lines[above])) return true;
  }
  return false;
}
