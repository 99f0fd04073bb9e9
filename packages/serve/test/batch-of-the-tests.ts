import { join } from "node:path";
import type { Predictor } from "../src/index.js";
import { scoreFile } from "../src/node/index.js";

// The batch of the crash tests: a process that is recorded starts it, and the test starts it again.

const modelVersion = `sha256:${"0".repeat(64)}`;
const predict = (text: string) => {
  const pos = (text.length % 97) / 97;
  return { label: pos > 0.5 ? "pos" : "neg", probabilities: { neg: 1 - pos, pos }, modelVersion };
};
const predictor = {
  name: "lengths",
  modelVersion,
  labels: ["neg", "pos"],
  predict,
  predictBatch: (texts: readonly string[]) => texts.map(predict),
} as unknown as Predictor;

/** The lines of the input: some cannot be read. */
export const INPUT = `${Array.from({ length: 40 }, (_, i) =>
  i % 9 === 4 ? "{oops" : JSON.stringify({ id: i, text: `good film ${"x".repeat(i)}` }),
).join("\n")}\n`;

/** Beside the folder: a batch knows its input by the time of the file, which no crash changes. */
export const inputOf = (folder: string) => join(folder, "..", "in.jsonl");

/** Scores the input of a folder, with a checkpoint after each block. */
export function scoreIn(folder: string) {
  const [input, output] = [inputOf(folder), join(folder, "out.csv")];
  return scoreFile({ input, output, predictor, blockSize: 400, checkpointSeconds: 0 });
}
