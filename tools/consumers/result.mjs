/** The steps of the program that start threads. */
export const ON_THREADS = ["batch", "search", "vectorizer", "pipeline", "profile"];

/** What the program printed: `RESULT` and JSON. */
export function readResult(output) {
  const line = /^.*?RESULT (\{.*\})\s*$/m.exec(output)?.[1];
  if (line === undefined) throw new Error(`the program printed no result: ${output.trim()}`);
  return JSON.parse(line);
}
