import type { Prediction } from "../predictor/prediction.js";
import type { Predictor } from "../predictor/predictor.js";
import { csvField, parseCsv } from "./csv.js";
import type { Block, BlockRow, Job, ScoredBlock } from "./job.js";
import { parseJsonl } from "./jsonl.js";
import { type BadRow, type Columns, checkText, type GoodRow, idOf } from "./row.js";

/** Texts given to the model at once, a millisecond or two of work: enough to spread its fixed cost. */
const SLICE = 16;

const utf8 = new TextEncoder();

/** Reads, scores and writes one block: all that a thread does. */
export function scoreBlock(predictor: Predictor, job: Job, block: Block): ScoredBlock {
  const slices = scoreInSlices(predictor, job, block);
  for (;;) {
    const { done, value } = slices.next();
    if (done) return value;
  }
}

/** The same with a break after every few texts, in which whoever runs it can see to other things. */
export function* scoreInSlices(
  predictor: Predictor,
  job: Job,
  block: Block,
): Generator<undefined, ScoredBlock, undefined> {
  const { good, bad } = readRows(job, block);
  const labels = new Map<string, number>();
  const lines: string[] = [];
  let blank = 0;
  let modelSeconds = 0;
  for (let from = 0; from < good.length; from += SLICE) {
    const rows = good.slice(from, from + SLICE);
    const started = performance.now();
    const predictions = predictor.predictBatch(rows.map((row) => row.text));
    modelSeconds += (performance.now() - started) / 1000;
    rows.forEach((row, i) => {
      const prediction = predictions[i]!;
      labels.set(prediction.label, (labels.get(prediction.label) ?? 0) + 1);
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
      labels: Object.fromEntries(labels),
      reasons: Object.fromEntries(reasons),
      modelSeconds,
    },
  };
}

/** The header of a CSV output, or nothing for JSONL. */
export function outputHeader({ output, columns, labels }: Job): string {
  if (output === "jsonl") return "";
  const names = ["id", "label", ...labels.map((label) => `probability_${label}`), ...columns.keep];
  return `${names.map(csvField).join(",")}\n`;
}

function readRows({ input, columns }: Job, { content, firstRow }: Block): { good: GoodRow[]; bad: BadRow[] } {
  if (!(content instanceof Uint8Array)) return checkRows(content, firstRow, columns);
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (input?.format === "csv") return parseCsv(bytes, firstRow, columns, input.layout);
  return parseJsonl(bytes, firstRow, columns);
}

function checkRows(
  rows: readonly BlockRow[],
  firstRow: number,
  columns: Columns,
): { good: GoodRow[]; bad: BadRow[] } {
  const good: GoodRow[] = [];
  const bad: BadRow[] = [];
  rows.forEach(({ text, id, kept }, i) => {
    const row = firstRow + i;
    const problem = checkText(text, row, columns, String(text));
    if (problem) bad.push(problem);
    else good.push({ row, id: idOf(id, row), text: text as string, kept });
  });
  return { good, bad };
}

function csvLine({ labels }: Job, { id, kept }: GoodRow, { label, probabilities }: Prediction): string {
  let line = `${csvField(id)},${csvField(label)}`;
  for (const name of labels) line += `,${probabilities[name]}`;
  for (const value of kept) line += `,${csvField(typeof value === "object" ? JSON.stringify(value) : value)}`;
  return `${line}\n`;
}

function jsonLine({ columns }: Job, { id, kept }: GoodRow, { label, probabilities }: Prediction): string {
  const head = JSON.stringify({ id, label, probabilities });
  if (kept.length === 0) return `${head}\n`;
  const columnsKept = Object.fromEntries(columns.keep.map((name, i) => [name, kept[i]]));
  return `${head.slice(0, -1)},"columns":${JSON.stringify(columnsKept)}}\n`;
}
