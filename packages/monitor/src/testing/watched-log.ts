import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PredictionRecord, seededRandom } from "@imdb/core";
import { afterEach, beforeEach } from "vitest";
import { createProfile } from "../index.js";
import type { WatchOptions } from "../node/index.js";

export const HOUR = 3_600_000;
export const START = Date.UTC(2024, 0, 1);

/** Random numbers for the records of a test file. */
export const random = seededRandom(3);

/** A prediction for a generated text. Nine of ten are right. */
export function record(i: number, time: number, more: Partial<PredictionRecord> = {}): PredictionRecord {
  const p = random.next();
  const label = p > 0.5 ? "pos" : "neg";
  return {
    id: `r${i}`,
    time: new Date(time).toISOString(),
    modelVersion: "v1",
    text: `a film about number ${i % 50} and ${"more ".repeat(i % 7)}`,
    label,
    probabilities: { neg: 1 - p, pos: p },
    latencyMs: 1,
    actual: random.next() < 0.9 ? label : label === "pos" ? "neg" : "pos",
    ...more,
  };
}

/** `n` records, evenly distributed over `ms` milliseconds. */
export const records = (n: number, from: number, ms: number, more: Partial<PredictionRecord> = {}) =>
  Array.from({ length: n }, (_, i) => record(i, from + Math.floor((i * ms) / n), more));

/** The records as text of a log. */
export const lines = (list: readonly unknown[]) => list.map((r) => `${JSON.stringify(r)}\n`).join("");

const training = records(2000, START, HOUR);
const reference = createProfile(
  training.map((r) => r.text),
  { predictions: training },
);

/** Makes a folder for each test of a file. Returns paths in it, and options to watch a log in it. */
export function watchedFolder(): {
  readonly path: (name: string) => string;
  readonly options: (more?: Partial<WatchOptions>) => WatchOptions;
} {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "monitor-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  return {
    path,
    options: (more = {}) => ({
      log: path("log.jsonl"),
      state: path("state.json"),
      reference,
      window: { kind: "tumbling", ms: HOUR },
      latenessMs: 0,
      until: "end",
      ...more,
    }),
  };
}
