/**
 * What a module imports: `{ specifier, line, typeOnly }` of every static and dynamic import and re-export. Comments
 * and the texts in strings and templates are not taken for code.
 */
export function findImports(text) {
  const code = blankComments(text);
  const found = [];
  for (const match of code.matchAll(STATEMENT)) {
    const [, keyword, clause, , specifier] = match;
    found.push({ specifier, line: lineOf(code, match.index), typeOnly: isTypeOnly(keyword, clause ?? "") });
  }
  for (const match of code.matchAll(DYNAMIC)) {
    found.push({ specifier: match[3], line: lineOf(code, match.index), typeOnly: match[1] !== undefined });
  }
  return found;
}

const STATEMENT = /(?:^|\n)[ \t]*(import|export)\b(?!\s*\()([^;"'`()]*?\bfrom)?\s*(["'])([^"'\n]+)\3/g;
const DYNAMIC = /(\btypeof\s+)?\bimport\(\s*(["'])([^"'\n]+)\2/g;

function isTypeOnly(keyword, clause) {
  if (/^\s*type\b(?!\s*,)(?!\s+from)/.test(clause)) return true;
  const names = /\{([^}]*)\}/.exec(clause)?.[1];
  if (names === undefined || /^\s*[\w$*]/.test(clause.replace(/^\s*type\b/, ""))) return false;
  const each = names.split(",").filter((name) => name.trim() !== "");
  // `import { type A } from "x"` still runs x with verbatimModuleSyntax, unless a bundler finds it without effects.
  return keyword === "export" && each.every((name) => /^\s*type\s/.test(name));
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
