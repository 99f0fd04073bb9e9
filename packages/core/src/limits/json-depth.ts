import { scanJson } from "./json-scan.js";

/** How deep JSON from outside may be nested: far above what is in use, and far below what overflows a stack. */
export const JSON_DEPTH = 100;

/** Whether a JSON text nests lists and objects more deeply than so many levels. It does not check the syntax. */
export function isDeeper(text: string, depth: number): boolean {
  if (!hasMore(text, depth)) return false;
  let isDeep = false;
  scanJson(text, {
    open(at) {
      isDeep = at > depth;
      return !isDeep;
    },
  });
  return isDeep;
}

/** The words for a text that is nested too deeply. */
export function depthProblem(depth: number): string {
  return `it is nested too deeply, more than ${depth} levels`;
}

/** Whether a text has more than so many brackets, wherever they are. Most have a few, and need no scan. */
function hasMore(text: string, depth: number): boolean {
  let brackets = 0;
  for (const bracket of ["[", "{"])
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1))
      if (++brackets > depth) return true;
  return false;
}
