import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The steps of the program that start threads. */
export const ON_THREADS = ["batch", "search", "vectorizer", "pipeline", "profile"];

/** What the program printed: `RESULT` and JSON. */
export function readResult(output) {
  const line = /^.*?RESULT (\{.*\})\s*$/m.exec(output)?.[1];
  if (line === undefined) throw new Error(`the program printed no result: ${output.trim()}`);
  return JSON.parse(line);
}

/** What a test has written: the same JSON. */
export async function readWritten(folder, file) {
  return JSON.parse(await readFile(join(folder, file), "utf8"));
}
