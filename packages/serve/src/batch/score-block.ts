import { csvField, rowJson, rowReader } from "@imdb/rows";
import type { Prediction } from "../predictor/prediction.js";
import type { Predictor } from "../predictor/predictor.js";
import type { Block, Job, ScoredBlock } from "./job.js";
import { type BatchRow, type QuarantinedRow, type ScorableRow, scorableRow } from "./score-row.js";

/** The number of texts for one call of the model. It is one or two milliseconds of work, far above the cost of a call. */
const SLICE = 16;

const utf8 = new TextEncoder();

/** Reads and scores one block: the work of a thread. */
export function scoreBlock(predictor: Predictor, job: Job, block: Block): ScoredBlock {
  const slices = scoreInSlices(predictor, job, block);
  for (;;) {
    const { done, value } = slices.next();
    if (done) return value;
  }
}

/** The same with a `yield` after every few texts, where the caller can do other work. */
export function* scoreInSlices(
  predictor: Predictor,
  job: Job,
  block: Block,
): Generator<undefined, ScoredBlock, undefined> {
  const { good, bad } = readRows(job, block);
  const labels = new Map<string, number>();
  const lines: string[] = [];
  let blank = 0;
  let abstained = 0;
  let modelSeconds = 0;
  for (let from = 0; from < good.length; from += SLICE) {
    const rows = good.slice(from, from + SLICE);
    const started = performance.now();
    const predictions = predictor.predictBatch(rows.map((row) => row.text));
    modelSeconds += (performance.now() - started) / 1000;
    rows.forEach((row, i) => {
      const prediction = predictions[i]!;
      if (prediction.abstained) abstained++;
      else labels.set(prediction.label, (labels.get(prediction.label) ?? 0) + 1);
      if (!/\p{L}/u.test(row.text)) blank++;
      lines.push(job.output === "csv" ? csvLine(job, row, prediction) : jsonLine(job, row, prediction));
    });
    yield;
  }
  const reasons = new Map<string, number>();
  for (const { reason } of bad) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return {
    output: utf8.encode(lines.join("")),
    quarantine: utf8.encode(bad.map((row) => `${JSON.stringify(row)}\n`).join("")),
    tally: {
      scored: good.length,
      quarantined: bad.length,
      blank,
      abstained,
      labels: Object.fromEntries(labels),
      reasons: Object.fromEntries(reasons),
      modelSeconds,
    },
  };
}

/** The header line of a CSV output; empty for JSON Lines. */
export function outputHeader({ output, columns, labels, abstains }: Job): string {
  if (output === "jsonl") return "";
  const said = abstains ? ["id", "label", "confidence", "abstained"] : ["id", "label", "confidence"];
  const names = [...said, ...labels.map((label) => `probability_${label}`), ...columns.keep];
  return `${names.map(csvField).join(",")}\n`;
}

function readRows(job: Job, block: Block): { good: ScorableRow[]; bad: QuarantinedRow[] } {
  const good: ScorableRow[] = [];
  const bad: QuarantinedRow[] = [];
  for (const row of rowsOf(job, block)) {
    if ("reason" in row) bad.push(row);
    else good.push(row);
  }
  return { good, bad };
}

function rowsOf({ input, columns }: Job, { from, content }: Block): readonly BatchRow[] {
  if (!(content instanceof Uint8Array)) return content;
  const reader = rowReader(input!, from);
  return [...reader.push(content), ...reader.end()].map((read) => scorableRow(read, columns));
}

function csvLine({ labels, abstains }: Job, { id, kept }: ScorableRow, prediction: Prediction): string {
  const { label, confidence, abstained, probabilities } = prediction;
  let line = `${csvField(id)},${csvField(label)},${confidence}`;
  if (abstains) line += `,${abstained === true}`;
  for (const name of labels) line += `,${probabilities[name]}`;
  for (const value of kept) line += `,${csvField(typeof value === "object" ? rowJson(value) : value)}`;
  return `${line}\n`;
}

function jsonLine({ columns, abstains }: Job, { id, kept }: ScorableRow, prediction: Prediction): string {
  const { label, confidence, abstained, probabilities } = prediction;
  const decided = abstains ? { abstained: abstained === true } : {};
  const head = JSON.stringify({ id, label, confidence, ...decided, probabilities });
  if (kept.length === 0) return `${head}\n`;
  const columnsKept = Object.fromEntries(columns.keep.map((name, i) => [name, kept[i]]));
  return `${head.slice(0, -1)},"columns":${rowJson(columnsKept)}}\n`;
}
