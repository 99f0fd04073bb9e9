import { stripVTControlCharacters } from "node:util";

const MOST = 50;

/**
 * The lines of a log in which vitest, `node --test` and the checks of `tools` say that something failed, each once, at
 * most 50. nx writes the project before each line, which stays.
 */
export function failingLines(log) {
  const lines = stripVTControlCharacters(log).split("\n");
  const failing = lines.filter((line) => /^\s*(?:@?[\w/-]+: +)?(?:FAIL |✗ |not ok )/.test(line));
  return [...new Set(failing.map((line) => line.trim().replace(/\s+/g, " ")))].slice(0, MOST);
}
