// What a test leaves out because an optional tool is missing is printed as one line; `npm test` collects these lines
// (also those that nx replays from its cache) and ends with them.
import { writeSync } from "node:fs";
import { describeTool, toolPath } from "./tools.mjs";

const MARK = "NOT CHECKED";

/**
 * The path of an optional tool for a test, or undefined after a line that says what is not checked without it.
 *
 * @param name  The tool, see `tools.mjs`; or several that are needed together, of which the last one's path is given.
 * @param what  What needs it, as a short noun phrase: "report pages in a browser".
 */
export function toolFor(name, what) {
  const names = [name].flat();
  const missing = names.filter((one) => toolPath(one) === undefined);
  for (const one of missing) sayNotChecked(what, describeTool(one));
  return missing.length > 0 ? undefined : toolPath(names.at(-1));
}

/**
 * Reports that something is not checked because something is missing that is not in the list of optional tools.
 *
 * @param what    What is not checked.
 * @param missing What is missing, and how to get it.
 */
export function sayNotChecked(what, { title, remedy }) {
  // Written at once, past test runners that hold back or drop what a skipped file prints.
  writeSync(2, `${MARK} | ${what} | ${title} | ${remedy}\n`);
}

/**
 * Reads the lines out of the output of tests: for each thing that is missing, how to get it and what was not checked.
 *
 * @param output  Plain text, without colours; a line may have a prefix.
 */
export function readNotChecked(output) {
  const byTitle = new Map();
  for (const [, what, title, remedy] of output.matchAll(/NOT CHECKED \| (.+?) \| (.+?) \| (.+?)\s*$/gm)) {
    const entry = byTitle.get(title) ?? { title, remedy, what: new Set() };
    entry.what.add(what);
    byTitle.set(title, entry);
  }
  return [...byTitle.values()].map(({ title, remedy, what }) => ({ title, remedy, what: [...what].sort() }));
}

/** The closing list of a run of tests, as lines to print; none where everything was checked. */
export function closingList(entries) {
  if (entries.length === 0) return [];
  return [
    "Not checked here:",
    ...entries.map(
      ({ title, remedy, what }) => `- without ${title}: ${what.join("; ")}. To check: ${remedy}.`,
    ),
  ];
}
