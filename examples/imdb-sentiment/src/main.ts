import { resolve } from "node:path";
import { ImdbError } from "@imdb/core";
import { readArguments, USAGE } from "./arguments.js";
import { findData } from "./find-data.js";
import { runJob } from "./job.js";
import { progressLine } from "./progress-line.js";
import { readSettings } from "./settings.js";
import { summaryText, unchangedText, writeSummary } from "./summary.js";

const INTERRUPTED = 130;

/** Runs the main job and returns the exit status. */
async function main(argv: readonly string[]): Promise<number> {
  const line = progressLine();
  const controller = new AbortController();
  const interrupt = () => controller.abort(new Error("interrupted"));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const run = { signal: controller.signal, onProgress: line.update };
  try {
    const args = readArguments(argv);
    if (!args) {
      console.log(USAGE);
      return 0;
    }
    const settings = await readSettings(args.config);
    const data = await findData(args, run);
    line.clear();
    console.log(`Data: ${data.source}`);
    const where = { out: resolve(args.out), runs: resolve(args.runs), results: resolve(args.results) };
    const { summary, isNew } = await runJob({ data, settings, ...where, fresh: args.fresh }, run);
    line.clear();
    console.log(isNew ? summaryText(summary) : unchangedText(summary));
    if (args.summary) await writeSummary(summary, args.summary);
    return 0;
  } catch (error) {
    line.clear();
    console.error(
      controller.signal.aborted
        ? "Interrupted; the next run goes on from the finished steps."
        : describe(error),
    );
    return controller.signal.aborted ? INTERRUPTED : 1;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

function describe(error: unknown): string {
  if (ImdbError.isInstance(error)) return `Error ${error.code}: ${error.message}\n${error.remedy}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

process.exitCode = await main(process.argv.slice(2));
