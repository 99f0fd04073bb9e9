import { readingArguments, readingFromArguments } from "@imdb/rows/node";
import { readArguments } from "@imdb/runtime/command";
import { assertResultFile } from "@imdb/runtime/files";
import { scoreFile } from "../batch/score-file.js";
import { type BatchProgress, INPUT_FORMATS } from "../batch/score-file-options.js";
import { loadModel } from "../defaults.js";
import { choice, wholeNumber } from "./arguments.js";

export const SCORE_USAGE = `  imdb-serve score BUNDLE INPUT OUTPUT [options]   a file: CSV, TSV, JSONL, JSON, Parquet or Excel
    --threads N           default 1
    --text-column NAME    --id-column NAME    --keep NAME,NAME
    --input-format NAME   csv, tsv, jsonl, json, parquet or excel; default by the ending
    --sheet NAME          of an Excel file, or its number from 1; default the first
    --encoding NAME       of a text file, as windows-1252; default utf-8
    --entry NAME          the file of a zip archive; default the only one
    --delimiter CHAR      of CSV (\\t: a tab); --quote CHAR, "" for none
    --escape-char CHAR    of CSV, as \\ in files of Spark and MySQL
    --header NAME,NAME    the columns of a CSV without a header line
    --mostly-quarantined accept
                          more than half of the rows may be quarantined; default refuse
    An option that is left out is as in training, where the bundle says it.
    Run again after it was killed, it continues where it was.
`;

/** `imdb-serve score`: scores a file and prints the summary as JSON. After Ctrl-C the same command continues. */
export async function scoreCommand(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, ["BUNDLE", "INPUT", "OUTPUT"], {
    threads: { type: "string", default: "1" },
    "text-column": { type: "string" },
    "id-column": { type: "string" },
    keep: { type: "string", default: "" },
    "input-format": { type: "string" },
    "mostly-quarantined": { type: "string", default: "refuse" },
    ...readingArguments,
  });
  const [source, input, output] = positionals as [string, string, string];
  const { "input-format": inputFormat } = values;
  await assertResultFile(output);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  const summary = await scoreFile({
    input,
    output,
    predictor: await loadModel(source),
    model: { source },
    threads: wholeNumber("threads", values.threads, 1, 1024),
    textColumn: values["text-column"],
    idColumn: values["id-column"],
    inputFormat: inputFormat === undefined ? undefined : choice("input-format", inputFormat, INPUT_FORMATS),
    ...readingFromArguments(values),
    mostlyQuarantined: choice("mostly-quarantined", values["mostly-quarantined"], [
      "refuse",
      "accept",
    ] as const),
    keep: values.keep.split(",").filter((name) => name !== ""),
    signal: stop.signal,
    onProgress: process.stderr.isTTY ? drawProgress : undefined,
  });
  if (process.stderr.isTTY) process.stderr.write("\n");
  process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
}

function drawProgress({ done, total = done, rows, rowsPerSecond, secondsLeft }: BatchProgress): void {
  const share = total === 0 ? 100 : (100 * done) / total;
  const left = secondsLeft === undefined ? "" : `, ${Math.ceil(secondsLeft)} s left`;
  process.stderr.write(`\r${share.toFixed(1)} %  ${rows} rows, ${Math.round(rowsPerSecond)}/s${left}   `);
}
