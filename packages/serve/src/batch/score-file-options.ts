import type { Progress, RunOptions, TextColumn } from "@imdb/core";
import {
  callback,
  having,
  integer,
  listOf,
  oneOf,
  optional,
  optionsOf,
  rule,
  runRules,
  text,
  within,
} from "@imdb/core/options";
import { type CsvDialect, dialectRules, type EncodingName, encodingRule, textColumnRule } from "@imdb/rows";
import { sheetRule, type UnpackLimits, unpackRules } from "@imdb/rows/node";
import { type WorkerScriptOption, workerScriptRules } from "@imdb/runtime/threads";
import type { Predictor } from "../predictor/predictor.js";
import type { BatchFormat, InputFormat } from "./input.js";
import type { ThreadModel } from "./threads.js";

/** The progress of a batch, with an estimate of the time left. */
export interface BatchProgress extends Progress {
  /** Rows read so far, those of an earlier, interrupted run included. */
  readonly rows: number;
  readonly rowsPerSecond: number;
  /** Left out while it cannot be estimated. */
  readonly secondsLeft?: number;
}

/** Options of `scoreFile`. */
export interface ScoreFileOptions
  extends Omit<RunOptions, "onProgress" | "seed">,
    WorkerScriptOption,
    CsvDialect,
    UnpackLimits {
  /** `.csv`, `.tsv`, `.jsonl`, `.ndjson`, `.json`, all of them also with `.gz`, `.zst` or `.zip` at the end; `.parquet` or `.xlsx`. */
  readonly input: string;
  /** The file has this name only when it is complete. `.csv`, `.tsv`, `.jsonl`, `.ndjson` or `.parquet`. */
  readonly output: string;
  readonly predictor: Predictor;
  /** How each thread loads the model. Required for `threads` above 1. */
  readonly model?: ThreadModel | undefined;
  /** Default: by the ending of the name; of a zip archive by that of its file. */
  readonly inputFormat?: InputFormat | undefined;
  /**
   * The encoding of a text file, as `readCsv` takes it. Default: that of training, if the model's bundle names it; else UTF-8.
   * A byte order mark decides.
   */
  readonly encoding?: EncodingName | undefined;
  /** The file of a zip archive that is scored. Default: the only one. */
  readonly entry?: string | undefined;
  /** The sheet of an Excel file: its name, or its number from 1. Default: the first. */
  readonly sheet?: string | number | undefined;
  /** Default: by the ending of the name. */
  readonly outputFormat?: BatchFormat | undefined;
  /**
   * Default: the column used in training, if the model's bundle names it; else the first of `text`, `review`,
   * `sentence`, `document`, `content` that the file has.
   */
  readonly textColumn?: TextColumn | undefined;
  /** Default: the column used in training, or `id`, if the file has it; else the number of the row, from 1. */
  readonly idColumn?: string | undefined;
  /** Columns that are copied to the output. Default: none. */
  readonly keep?: readonly string[] | undefined;
  /** Rows with longer texts are quarantined. Default 1,000,000 UTF-16 code units. */
  readonly maxTextLength?: number | undefined;
  /** Default: `<output>.quarantine.jsonl`. Written only when there is a bad row. */
  readonly quarantine?: string | undefined;
  /** What happens when more than half of the rows are quarantined. Default `refuse`: an error, and the files stay. */
  readonly mostlyQuarantined?: "refuse" | "accept" | undefined;
  /** Seconds between checkpoints: the most work that is done twice after a crash. Default 2. */
  readonly checkpointSeconds?: number | undefined;
  /** Bytes that a thread scores at once; for Parquet, JSON and Excel, rows × 1,000. Default 512 KiB. */
  readonly blockSize?: number | undefined;
  readonly onProgress?: ((progress: BatchProgress) => void) | undefined;
}

const format = oneOf<BatchFormat>("csv", "tsv", "jsonl", "parquet");

/** The formats that a batch is read in. */
export const INPUT_FORMATS = ["csv", "tsv", "jsonl", "json", "parquet", "excel"] as const;

/** The schema of {@link ScoreFileOptions}. */
export const scoreFileOptions = optionsOf<
  ScoreFileOptions,
  Exclude<keyof ScoreFileOptions, "input" | "output" | "predictor">
>({
  input: text,
  output: text,
  predictor: having<Predictor>("a predictor", "predictBatch"),
  model: optional(rule<ThreadModel>("an object", (value) => typeof value === "object" && value !== null)),
  inputFormat: optional(oneOf<InputFormat>(...INPUT_FORMATS)),
  encoding: optional(encodingRule),
  entry: optional(text),
  sheet: optional(sheetRule),
  outputFormat: optional(format),
  textColumn: optional(textColumnRule),
  idColumn: optional(text),
  keep: optional(listOf(text)),
  maxTextLength: optional(integer(0, Number.MAX_SAFE_INTEGER)),
  quarantine: optional(text),
  mostlyQuarantined: optional(oneOf("refuse", "accept")),
  checkpointSeconds: optional(within(0, Infinity)),
  blockSize: optional(integer(1)),
  onProgress: optional(callback<NonNullable<ScoreFileOptions["onProgress"]>>()),
  signal: runRules.signal,
  threads: runRules.threads,
  ...workerScriptRules,
  ...dialectRules,
  ...unpackRules,
});
