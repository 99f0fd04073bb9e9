#!/usr/bin/env node
import { ImdbError } from "@imdb/core";
import { exportCommand } from "./export-command.js";
import { scoreCommand } from "./score-command.js";
import { serveCommand } from "./serve-command.js";

const USAGE = `imdb-serve: predictions from a model bundle

  imdb-serve serve BUNDLE [options]          an HTTP service
    --port N              default 8080 (PORT)
    --hostname HOST       default 127.0.0.1 (HOSTNAME_BIND)
    --workers N           processes; default 1
    --watch               deploy the bundle again when it changes
    --prediction-log FILE record predictions (JSONL, rotated); of several workers
                          each has its own: log.worker-1.jsonl …
    --log-text MODE       keep, hash or redact texts in that log; default keep
    --log-level LEVEL     info, warn, error or silent; default info
    --drain-delay MS      answer on for so long after SIGTERM; default 0
    --config FILE         settings of the app as JSON, snake case: max_in_flight, limits, api_keys, …
    Keys may also be given in IMDB_SERVE_API_KEYS, separated by commas.

  imdb-serve score BUNDLE INPUT OUTPUT [options]   a file: CSV, TSV, JSONL or Parquet
    --threads N           default 1
    --text-column NAME    --id-column NAME    --keep NAME,NAME
    --delimiter CHAR      of CSV (\\t: a tab); --quote CHAR, "" for none
    --header NAME,NAME    the columns of a CSV without a header line
    What is left out is as in training, where the bundle says it.
    Killed and run again, it goes on where it was.

  imdb-serve export-onnx BUNDLE FILE         an ONNX model of the same numbers
`;

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  serve: serveCommand,
  score: scoreCommand,
  "export-onnx": exportCommand,
};

async function main([command = "--help", ...args]: readonly string[]): Promise<void> {
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (run) return run(args);
  const asked = command === "--help" || command === "help";
  (asked ? process.stdout : process.stderr).write(USAGE);
  if (!asked) process.exitCode = 2;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    `${ImdbError.isInstance(error) ? String(error) : ((error as Error).stack ?? error)}\n`,
  );
  process.exitCode = 1;
});
