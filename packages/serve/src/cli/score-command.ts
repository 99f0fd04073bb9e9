import { parseArgs } from "node:util";
import { InvalidOption } from "@imdb/core";
import { scoreFile } from "../batch/score-file.js";
import type { BatchProgress } from "../batch/score-file-options.js";
import { loadModel } from "../defaults.js";
import { wholeNumber } from "./arguments.js";

/** `imdb-serve score`: scores a file and prints the summary as JSON. Ctrl-C stops it so that it can go on. */
export async function scoreCommand(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      threads: { type: "string", default: "1" },
      "text-column": { type: "string" },
      "id-column": { type: "string" },
      keep: { type: "string", default: "" },
      delimiter: { type: "string" },
      quote: { type: "string" },
      header: { type: "string" },
    },
  });
  const [source, input, output, ...more] = positionals;
  if (source === undefined || input === undefined || output === undefined || more.length > 0) {
    throw InvalidOption.create({
      option: "arguments",
      value: positionals.join(" "),
      expected: "BUNDLE INPUT OUTPUT",
    });
  }
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
    delimiter: values.delimiter === "\\t" ? "\t" : values.delimiter,
    quote: values.quote,
    header: values.header?.split(","),
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
