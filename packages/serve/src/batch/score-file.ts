import { rm } from "node:fs/promises";
import { basename } from "node:path";
import { canonicalJson, InvalidOption, type Progress, type RunOptions, throwIfCancelled } from "@imdb/core";
import {
  checkOption,
  having,
  integer,
  listOf,
  oneOf,
  optional,
  optionsOf,
  rule,
  text,
  within,
} from "@imdb/core/options";
import { type CsvDialect, EXPECTED_ROWS, NoDocuments, type RowStart } from "@imdb/rows";
import { loadParquetWriter } from "@imdb/rows/node";
import type { Predictor } from "../predictor/predictor.js";
import { type BatchFiles, batchFiles, becomeParquet, takeNames } from "./batch-files.js";
import { type Checkpoint, readCheckpoint, removeCheckpoint, writeCheckpoint } from "./checkpoint.js";
import { type GrowingFile, openGrowingFile } from "./growing-file.js";
import { type BatchFormat, type BatchInput, formatOf, openLines } from "./input.js";
import { addTallies, EMPTY_TALLY, type Job, type ScoredBlock } from "./job.js";
import { openParquet } from "./parquet-input.js";
import { outputHeader } from "./score-block.js";
import { inOrder, type Scorers, scoreHere } from "./scorers.js";
import { type BatchSummary, summaryOf } from "./summary.js";
import { scoreOnThreads, type ThreadModel } from "./threads.js";

/** How far a batch has come, with an estimate of what is left. */
export interface BatchProgress extends Progress {
  /** Rows read so far, those of an earlier, interrupted run included. */
  readonly rows: number;
  readonly rowsPerSecond: number;
  /** Left out while nothing can be said. */
  readonly secondsLeft?: number;
}

/** What {@link scoreFile} is told. */
export interface ScoreFileOptions extends Omit<RunOptions, "onProgress" | "seed">, CsvDialect {
  /** `.csv`, `.tsv`, `.jsonl`, `.ndjson` or `.parquet`. */
  readonly input: string;
  /** Takes its name when it is complete, and not before. Same endings as `input`. */
  readonly output: string;
  readonly predictor: Predictor;
  /** Needed for `threads` above 1: how each thread loads the model. */
  readonly model?: ThreadModel | undefined;
  /** Default: by the ending. */
  readonly inputFormat?: BatchFormat | undefined;
  /** Default: by the ending. */
  readonly outputFormat?: BatchFormat | undefined;
  /**
   * Default: as in training, where the model's bundle says it, else the first of `text`, `review`, `sentence`,
   * `document`, `content` that is there.
   */
  readonly textColumn?: string | undefined;
  /** Default: that of training, or `id`, where it is there; else rows are named by their place, from 1. */
  readonly idColumn?: string | undefined;
  /** Columns that go through to the output. Default: none. */
  readonly keep?: readonly string[] | undefined;
  /** Longer texts go to quarantine. Default 1,000,000 UTF-16 units. */
  readonly maxTextLength?: number | undefined;
  /** Default: `<output>.quarantine.jsonl`. Made only when there is a bad row. */
  readonly quarantine?: string | undefined;
  /** Seconds between checkpoints: at most this much work is done twice. Default 2. */
  readonly checkpointSeconds?: number | undefined;
  /** Bytes (or, for Parquet, rows × 1,000) a thread takes at once. Default 512 KiB. */
  readonly blockSize?: number | undefined;
  readonly onProgress?: ((progress: BatchProgress) => void) | undefined;
}

const format = oneOf<BatchFormat>("csv", "tsv", "jsonl", "parquet");
const of = <T>(type: string) => rule<T>(`a ${type}`, (value) => typeof value === type && value !== null);
const scoreFileOptions = optionsOf<
  ScoreFileOptions,
  Exclude<keyof ScoreFileOptions, "input" | "output" | "predictor">
>({
  input: text,
  output: text,
  predictor: having<Predictor>("a predictor", "predictBatch"),
  model: optional(of<ThreadModel>("object")),
  inputFormat: optional(format),
  outputFormat: optional(format),
  textColumn: optional(text),
  idColumn: optional(text),
  keep: optional(listOf(text)),
  maxTextLength: optional(integer(0, Number.MAX_SAFE_INTEGER)),
  quarantine: optional(text),
  checkpointSeconds: optional(within(0, Infinity)),
  blockSize: optional(integer(1)),
  onProgress: optional(of<NonNullable<ScoreFileOptions["onProgress"]>>("function")),
  signal: optional(of<AbortSignal>("object")),
  threads: optional(integer(1)),
  // Of their values the reader of rows says what is wrong.
  delimiter: optional(rule<string>("one character", () => true)),
  quote: optional(rule<string>("a quote", () => true)),
  header: optional(rule<readonly string[]>("a list", () => true)),
});

/**
 * Scores a file of any size in bounded memory. Rows come out in order; bad rows go to the quarantine file with
 * the reason and lose nothing else.
 *
 * The work is checkpointed beside the output: killed at any moment and started again with the same options, it
 * goes on, and the output is the same, byte for byte, as if nothing had happened.
 *
 * The rows are those that `readCsv`, `readJsonl` and `readParquet` of `@imdb/data-pipeline` read. `delimiter`, `quote`
 * and `header` are for CSV; their default is as in training, where the model's bundle says it.
 *
 * @throws `FILE_FAILURE`, `NO_DOCUMENTS` when there is no row, `MISSING_COLUMN`, `DUPLICATE_COLUMN`, `UNREADABLE_FILE`,
 *         `INVALID_BATCH`, `INVALID_OPTION`, `CHECKPOINT_MISMATCH`, `MODEL_CHANGED`, `MISSING_PEER`, `CANCELLED`
 */
export async function scoreFile(options: ScoreFileOptions): Promise<BatchSummary> {
  scoreFileOptions.resolve(options);
  const { output, predictor } = options;
  const paths = batchFiles(output, options.quarantine);
  const isParquet = (options.outputFormat ?? formatOf(output)) === "parquet";
  if (isParquet) await loadParquetWriter();
  const input = await openInput(options);
  try {
    const job = jobOf(options, input);
    const made = madeOf(options, input, job);
    const begun = await readCheckpoint(paths.checkpoint, made);
    const last = begun?.state === "scored" ? begun : await scoreRows(options, input, job, paths, made, begun);
    if (isParquet) await becomeParquet(paths, job);
    await takeNames(paths, last);
    return summaryOf(last, predictor, paths.final);
  } finally {
    await input.close();
  }
}

async function scoreRows(
  options: ScoreFileOptions,
  input: BatchInput,
  job: Job,
  paths: BatchFiles,
  made: Checkpoint["made"],
  begun: Checkpoint | undefined,
): Promise<Checkpoint> {
  const { signal, onProgress, checkpointSeconds = 2, blockSize = 512 << 10, predictor } = options;
  const started = performance.now();
  const spent = () => (begun?.seconds ?? 0) + (performance.now() - started) / 1000;
  const files = {
    output: await openGrowingFile(paths.output, begun?.outputBytes ?? 0),
    quarantine: await openGrowingFile(paths.quarantine, begun?.quarantineBytes ?? 0),
  };
  const scorers = scorersOf(options, job);
  let next = begun?.next ?? input.start;
  let tally = begun?.tally ?? EMPTY_TALLY;
  let checkpointAt = performance.now() + checkpointSeconds * 1000;

  async function checkpoint(state: Checkpoint["state"]): Promise<Checkpoint> {
    await Promise.all([files.output.sync(), files.quarantine.sync()]);
    const reached: Checkpoint = {
      version: 2,
      made,
      state,
      next,
      outputBytes: files.output.bytes,
      quarantineBytes: files.quarantine.bytes,
      tally,
      seconds: spent(),
      modelVersion: predictor.modelVersion as Checkpoint["modelVersion"],
    };
    await writeCheckpoint(paths.checkpoint, reached);
    return reached;
  }

  try {
    if (!begun) {
      await files.output.append(new TextEncoder().encode(outputHeader(job)));
      await checkpoint("scoring");
    }
    const before = next;
    const blocks = input.blocks(next, blockSize);
    for await (const { block, scored } of inOrder(blocks, scorers, signal)) {
      throwIfCancelled(signal, `Scoring ${options.input}`);
      await write(files, scored);
      next = block.next;
      tally = addTallies(tally, scored.tally);
      if (performance.now() >= checkpointAt) {
        await checkpoint("scoring");
        checkpointAt = performance.now() + checkpointSeconds * 1000;
      }
      onProgress?.(progressOf(input, next, before, (performance.now() - started) / 1000));
    }
    if (tally.scored + tally.quarantined === 0) await refuseEmpty(options, input, paths);
    return await checkpoint("scored");
  } finally {
    await scorers.close();
    await Promise.all([files.output.close(), files.quarantine.close()]);
  }
}

/** Nothing stays of a batch without rows: an empty output would look like a finished one. */
async function refuseEmpty({ input: file }: ScoreFileOptions, { reading }: BatchInput, paths: BatchFiles) {
  await Promise.all([paths.output, paths.quarantine].map((path) => rm(path, { force: true })));
  await removeCheckpoint(paths.checkpoint);
  throw NoDocuments.create({ file: basename(file), expected: EXPECTED_ROWS[reading?.format ?? "parquet"] });
}

async function write(
  files: { readonly output: GrowingFile; readonly quarantine: GrowingFile },
  { output, quarantine }: ScoredBlock,
): Promise<void> {
  await files.output.append(output);
  if (quarantine.length > 0) await files.quarantine.append(quarantine);
}

function openInput(options: ScoreFileOptions): Promise<BatchInput> {
  const { input, inputFormat = formatOf(input), textColumn, idColumn } = options;
  const { keep = [], maxTextLength = 1_000_000, predictor } = options;
  const columns = { textColumn, idColumn, keep, maxTextLength, reading: predictor.reading };
  if (inputFormat === "parquet") return openParquet(input, columns);
  return openLines(input, inputFormat, options, columns);
}

function jobOf(options: ScoreFileOptions, input: BatchInput): Job {
  const format = options.outputFormat ?? formatOf(options.output);
  const { labels } = options.predictor;
  return {
    columns: input.columns,
    input: input.reading,
    output: format === "csv" || format === "tsv" ? "csv" : "jsonl",
    labels,
  };
}

function madeOf(options: ScoreFileOptions, input: BatchInput, job: Job) {
  const { predictor, input: path } = options;
  return {
    "input path": path,
    "input file": input.fingerprint,
    model: predictor.modelVersion,
    options: canonicalJson({
      columns: job.columns,
      reading: job.input,
      output: options.outputFormat ?? formatOf(options.output),
    }),
  };
}

function scorersOf({ threads = 1, model, predictor }: ScoreFileOptions, job: Job): Scorers {
  checkOption("threads", threads, integer(1, 1024));
  if (threads === 1) return scoreHere(predictor, job);
  if (!model) {
    const expected = "1, or also model: { source }, so that each thread can load the model";
    throw InvalidOption.create({ option: "threads", value: threads, expected });
  }
  return scoreOnThreads(threads, predictor, model, job);
}

function progressOf(
  { total, unit }: BatchInput,
  next: RowStart,
  before: RowStart,
  seconds: number,
): BatchProgress {
  const doneAt = ({ row, byte }: RowStart) => (unit === "rows" ? row - 1 : byte);
  const done = doneAt(next);
  const rate = (done - doneAt(before)) / seconds;
  return {
    stage: "scoring",
    done,
    total,
    unit,
    rows: next.row - 1,
    rowsPerSecond: (next.row - before.row) / seconds,
    ...(rate > 0 ? { secondsLeft: (total - done) / rate } : {}),
  };
}
