import { join } from "node:path";
import { createProfile, type WindowReport } from "../src/index.js";
import { watch } from "../src/node/index.js";

// The watch of the crash tests: a process that is recorded starts it, and the test goes on with it.

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);

const record = (i: number) => ({
  id: `r${i}`,
  time: new Date(START + i * 600_000).toISOString(),
  modelVersion: "v1",
  text: `a film about number ${i % 7}`,
  label: i % 3 ? "pos" : "neg",
  probabilities: i % 3 ? { neg: 0.2, pos: 0.8 } : { neg: 0.9, pos: 0.1 },
  latencyMs: 1,
});
const all = Array.from({ length: 30 }, (_, i) => record(i));
const reference = createProfile(
  all.map(({ text }) => text),
  { predictions: all },
);

const line = (value: unknown) => `${JSON.stringify(value)}\n`;
/** The log in two parts: the second is written while nobody watches. One line is no record. */
export const FIRST = `${all.slice(0, 17).map(line).join("")}{oops\n`;
export const SECOND = all.slice(17).map(line).join("");

/** Beside the folder: a watch knows its log by the number of the file, which no crash changes. */
export const logOf = (folder: string) => join(folder, "..", "log.jsonl");

/** Watches the log of a folder, and keeps the state in the folder. */
export function watchIn(folder: string, until: "caughtUp" | "end", onWindow: (report: WindowReport) => void) {
  return watch({
    log: logOf(folder),
    state: join(folder, "state.json"),
    metricsFile: join(folder, "metrics.prom"),
    reference,
    window: { kind: "tumbling", ms: HOUR },
    latenessMs: 0,
    until,
    onWindow,
  });
}
