import { scanJson } from "./json-scan.js";

/**
 * The first name that the outermost object of a JSON text has twice; `undefined` when each is there once. A parser keeps
 * the last one and says nothing.
 */
export function doubledName(text: string): string | undefined {
  const seen = new Set<string>();
  let doubled: string | undefined;
  scanJson(text, {
    name(written, depth) {
      if (depth !== 1) return true;
      // The same name may be written with and without escapes.
      const name = written.includes("\\") ? nameOf(written) : written;
      if (seen.has(name)) doubled = name;
      seen.add(name);
      return doubled === undefined;
    },
  });
  return doubled;
}

function nameOf(written: string): string {
  try {
    return JSON.parse(`"${written}"`) as string;
  } catch {
    // It is no name of JSON: the parser refuses the document.
    return written;
  }
}
