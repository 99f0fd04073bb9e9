import { blankComments, lineOf } from "./imports.mjs";

/** Error codes are unique over all packages, have one form, and stand in one table a package. */
export function errorCodes({ packages }) {
  const seen = new Map();
  const problems = [];
  for (const { name, sources } of packages) {
    for (const { file, text, isTest } of sources) {
      if (isTest) continue;
      const code = blankComments(text);
      for (const match of code.matchAll(/\bdefineError(?:<[^(]*>)?\(\s*(["'])([^"'\n]*)\1/g)) {
        const line = lineOf(code, match.index);
        const id = match[2];
        const first = seen.get(id);
        const table = name === "core" ? /\/src\/errors\/codes\.ts$/ : /\/src\/errors(?:\.ts|\/[\w-]+\.ts)$/;
        if (first) problems.push({ file, line, message: `the error code ${id} is taken by ${first}` });
        else seen.set(id, `${file}:${line}`);
        if (!/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(id)) {
          problems.push({ file, line, message: `the error code ${id} is not in UPPER_SNAKE_CASE` });
        }
        if (!table.test(file)) {
          problems.push({
            file,
            line,
            message: `the error ${id} is defined outside of its package's table, src/errors.ts`,
          });
        }
      }
    }
  }
  return problems;
}
