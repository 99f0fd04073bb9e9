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

/**
 * Runs a test, which writes what the program gave to a file. Where a step failed the file says more than the test.
 *
 * @param command  The program and its arguments.
 */
export async function resultOfTest(place, file, command) {
  await place.remove(file);
  const { status, output } = await place.run(command[0], command.slice(1));
  const text = await readFile(join(place.folder, file), "utf8").catch(() => undefined);
  const result = text === undefined ? undefined : JSON.parse(text);
  if (result?.outcomes.some(({ problem }) => problem)) return result;
  if (status !== 0 || !result) throw new Error(`the test ended with ${status}: ${output.trim()}`);
  return result;
}
