import { rm } from "node:fs/promises";
import { basename } from "node:path";
import { canonicalJson, InvalidOption, throwIfCancelled } from "@imdb/core";
import { NoDocuments, type RowStart } from "@imdb/rows";
import { loadParquetWriter } from "@imdb/rows/node";
import { assertResultFile } from "@imdb/runtime/files";
import type { Lease } from "@imdb/runtime/leases";
import { checkWorkerScript } from "@imdb/runtime/threads";
import { workerScript } from "../worker-script.js";
import { withAbsolutePaths } from "./absolute-paths.js";
import { type AppendFile, openAppendFile } from "./append-file.js";
import {
  type BatchFiles,
  batchFiles,
  convertToParquet,
  hasScoredFiles,
  renameToFinal,
} from "./batch-files.js";
import { type Checkpoint, readCheckpoint, removeCheckpoint, writeCheckpoint } from "./checkpoint.js";
import { type BatchInput, formatOf } from "./input.js";
import { addTallies, EMPTY_TALLY, type Job, type ScoredBlock } from "./job.js";
import { openInput } from "./open-input.js";
import { outputHeader } from "./score-block.js";
import { type BatchProgress, type ScoreFileOptions, scoreFileOptions } from "./score-file-options.js";
import { inOrder, type Scorers, scoreHere } from "./scorers.js";
import { type BatchSummary, refuseMostlyQuarantined, summaryOf } from "./summary.js";
import { takeOutput } from "./take-output.js";
import { scoreOnThreads } from "./threads.js";

/**
 * Scores a file of any size in bounded memory. Rows are written in the order of the input; a bad row is written to the
 * quarantine file with the reason, and the other rows are scored.
 *
 * Checkpoints are written beside the output. A batch that was killed at any moment and is started again with the same
 * options continues, and its output is the same, byte for byte, as without the interruption.
 *
 * The rows are those that `readCsv`, `readJsonl`, `readJson`, `readParquet` and `readExcel` of `@imdb/data-pipeline` read. `delimiter`, `quote`, `escapeChar`
 * and `header` are for CSV; their default is the dialect of the training data, if the model's bundle has it.
 *
 * A batch of which more than half of the rows are quarantined is an error at its end, unless `mostlyQuarantined` accepts it.
 *
 * One process at a time writes an output.
 *
 * @throws `MOSTLY_QUARANTINED`, `OUTPUT_IN_USE`, `LEASE_LOST`, `FILE_FAILURE`, `INVALID_ARCHIVE`, `UNPACKED_TOO_LARGE`, `NO_DOCUMENTS` when there is no row, `MISSING_COLUMN`, `DUPLICATE_COLUMN`, `UNREADABLE_FILE`,
 *         `INVALID_BATCH`, `INVALID_OPTION`, `CHECKPOINT_MISMATCH`, `MODEL_CHANGED`, `INVALID_WORKER_SCRIPT`, `MISSING_PEER`, `CANCELLED`
 */
export async function scoreFile(given: ScoreFileOptions): Promise<BatchSummary> {
  scoreFileOptions.resolve(given, "scoreFile");
  const options = withAbsolutePaths(given);
  const { output, predictor } = options;
  const paths = batchFiles(output, options.quarantine);
  const format = options.outputFormat ?? formatOf(output);
  const isParquet = format === "parquet";
  if (isParquet) await loadParquetWriter();
  for (const path of [paths.final.output, paths.final.quarantine]) await assertResultFile(path);
  await checkGivenScript(options);
  const input = await openInput(options);
  let lease: Lease | undefined;
  try {
    lease = await takeOutput(options.input, paths, options.signal);
    const job = jobOf(options, input);
    // With the path as it was given: earlier versions wrote so, and their batches are continued.
    const made = madeOf({ ...options, input: given.input }, input, job);
    const signals = [options.signal, lease.signal].filter((signal) => signal !== undefined);
    const leased = { ...options, signal: AbortSignal.any(signals) };
    const begun = await readCheckpoint(paths.checkpoint, made);
    const isScored = begun?.state === "scored" && (await hasScoredFiles(paths, format, begun));
    const continued = begun?.state === "scored" ? undefined : begun;
    const last = isScored ? begun : await scoreRows(leased, input, job, { paths, lease }, made, continued);
    if (isParquet) await convertToParquet(paths, job);
    lease.check();
    await renameToFinal(paths, last);
    if (options.mostlyQuarantined !== "accept") refuseMostlyQuarantined(options.input, last, paths.final);
    return summaryOf(last, predictor, batchFiles(given.output, given.quarantine).final);
  } catch (cause) {
    // Who lost the output was cancelled for that.
    throw lease?.signal.aborted ? lease.signal.reason : cause;
  } finally {
    lease?.release();
    await input.close();
  }
}

/** The files of a batch, and the lease of its output. */
interface LeasedFiles {
  readonly paths: BatchFiles;
  readonly lease: Lease;
}

async function scoreRows(
  options: ScoreFileOptions,
  input: BatchInput,
  job: Job,
  { paths, lease }: LeasedFiles,
  made: Checkpoint["made"],
  begun: Checkpoint | undefined,
): Promise<Checkpoint> {
  const { signal, onProgress, checkpointSeconds = 2, blockSize = 512 << 10, predictor } = options;
  const started = performance.now();
  const spent = () => (begun?.seconds ?? 0) + (performance.now() - started) / 1000;
  const files = await openFiles(paths, begun);
  const scorers = scorersOf(options, job);
  let next = begun?.next ?? input.start;
  let tally = begun?.tally ?? EMPTY_TALLY;
  let checkpointAt = performance.now() + checkpointSeconds * 1000;

  async function checkpoint(state: Checkpoint["state"]): Promise<Checkpoint> {
    await Promise.all([files.output.sync(), files.quarantine.sync()]);
    const reached: Checkpoint = {
      version: 4,
      made,
      state,
      next,
      outputBytes: files.output.bytes,
      quarantineBytes: files.quarantine.bytes,
      outputTail: await files.output.tail(),
      quarantineTail: await files.quarantine.tail(),
      tally,
      seconds: spent(),
      modelVersion: predictor.modelVersion as Checkpoint["modelVersion"],
    };
    lease.check();
    await writeCheckpoint(paths.checkpoint, reached);
    return reached;
  }

  try {
    if (!begun) {
      await files.output.append(new TextEncoder().encode(outputHeader(job)));
      await checkpoint("scoring");
    }
    const before = { row: next.row, done: input.done(next) };
    const blocks = input.blocks(next, blockSize);
    for await (const { block, scored } of inOrder(blocks, scorers, signal)) {
      throwIfCancelled(signal, `Scoring ${options.input}`);
      lease.check();
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

/** Removes the files of a batch without rows: an empty output would look like a finished one. */
async function refuseEmpty({ input: file }: ScoreFileOptions, { expected }: BatchInput, paths: BatchFiles) {
  await Promise.all([paths.output, paths.quarantine].map((path) => rm(path, { force: true })));
  await removeCheckpoint(paths.checkpoint);
  throw NoDocuments.create({ file: basename(file), expected });
}

async function openFiles(paths: BatchFiles, begun: Checkpoint | undefined) {
  const output = await openAppendFile(paths.output, begun?.outputBytes ?? 0, begun?.outputTail);
  try {
    const { quarantineBytes = 0, quarantineTail } = begun ?? {};
    return { output, quarantine: await openAppendFile(paths.quarantine, quarantineBytes, quarantineTail) };
  } catch (cause) {
    await output.close();
    throw cause;
  }
}

async function write(
  files: { readonly output: AppendFile; readonly quarantine: AppendFile },
  { output, quarantine }: ScoredBlock,
): Promise<void> {
  await files.output.append(output);
  if (quarantine.length > 0) await files.quarantine.append(quarantine);
}

function jobOf(options: ScoreFileOptions, input: BatchInput): Job {
  const format = options.outputFormat ?? formatOf(options.output);
  const { labels, decision } = options.predictor;
  return {
    columns: input.columns,
    input: input.reading,
    output: format === "csv" || format === "tsv" ? "csv" : "jsonl",
    labels,
    abstains: decision?.abstainBelow !== undefined,
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
      ...(options.encoding === undefined ? {} : { encoding: options.encoding }),
      ...(options.entry === undefined ? {} : { entry: options.entry }),
      ...(options.sheet === undefined ? {} : { sheet: options.sheet }),
      ...(options.header === undefined ? {} : { header: options.header }),
      output: options.outputFormat ?? formatOf(options.output),
    }),
  };
}

function scorersOf(
  { threads = 1, model, predictor, workerScript: given }: ScoreFileOptions,
  job: Job,
): Scorers {
  if (threads === 1) return scoreHere(predictor, job);
  if (!model) {
    const expected = "1, or also model: { source }, so that each thread can load the model";
    throw InvalidOption.create({ option: "threads", value: threads, expected });
  }
  const script = workerScript(given);
  return script ? scoreOnThreads(script, threads, predictor, model, job) : scoreHere(predictor, job);
}

/** Before any work: a small file is done before a thread has said that it runs another script. */
async function checkGivenScript({ threads = 1, workerScript: given }: ScoreFileOptions): Promise<void> {
  if (threads > 1 && given !== undefined) await checkWorkerScript(workerScript(given));
}

function progressOf(
  { total, unit, done: doneAt }: BatchInput,
  next: RowStart,
  begun: { readonly row: number; readonly done: number },
  seconds: number,
): BatchProgress {
  const done = doneAt(next);
  const rate = (done - begun.done) / seconds;
  return {
    stage: "scoring",
    done,
    total,
    unit,
    rows: next.row - 1,
    rowsPerSecond: (next.row - begun.row) / seconds,
    ...(rate > 0 ? { secondsLeft: (total - done) / rate } : {}),
  };
}
