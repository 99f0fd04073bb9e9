import { parseArgs } from "node:util";
import { defineError } from "@imdb/core";

/** The arguments of the command line. */
export interface Arguments {
  /** The archive, or the folder of the extracted archive. */
  readonly data: string | undefined;
  /** Where to write the summary as JSON. */
  readonly summary: string | undefined;
  /** A YAML file of settings. */
  readonly config: string | undefined;
  /** The folder for bundle, reports and predictions. */
  readonly out: string;
  /** The folder of the tracked runs. */
  readonly runs: string;
  /** Uses the sentences that are included in the example, and does not look for other data. */
  readonly embedded: boolean;
  /** The folder of stored results, which later runs use. */
  readonly results: string;
  /** Computes every step again, even when its input has not changed. */
  readonly fresh: boolean;
}

export const BadArguments = defineError("BAD_ARGUMENTS", "input", (d: { problem: string }) => ({
  message: `${d.problem}.`,
  remedy: `${USAGE}`,
}));

/** The text of `--help`. */
export const USAGE = `Usage: npm start -- [options]

  --data PATH      the aclImdb archive or its extracted folder (default: IMDB_DATA, the cache, a download,
                   and where there is no network, the sentences that come with the example)
  --summary FILE   write the summary as JSON
  --config FILE    settings (YAML; the README lists the keys)
  --out FOLDER     bundle, reports and predictions (default: outputs)
  --runs FOLDER    tracked runs (default: mlruns)
  --results FOLDER kept results of steps (default: results); at most 1 GB
  --embedded       use the sentences that come with the example
  --fresh          compute every step anew, also where neither data nor settings nor code have changed
  --help           this text`;

/**
 * Reads the command line.
 *
 * @returns `undefined` for `--help`.
 * @throws  `BAD_ARGUMENTS` for an option that does not exist or has no value.
 */
export function readArguments(argv: readonly string[]): Arguments | undefined {
  const options = {
    data: { type: "string" },
    summary: { type: "string" },
    config: { type: "string" },
    out: { type: "string", default: "outputs" },
    runs: { type: "string", default: "mlruns" },
    results: { type: "string", default: "results" },
    embedded: { type: "boolean", default: false },
    fresh: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  } as const;
  try {
    const { values } = parseArgs({ args: [...argv], options });
    if (values.help) return undefined;
    const { data, summary, config, out, runs, results, embedded, fresh } = values;
    return { data, summary, config, out, runs, results, embedded, fresh };
  } catch (cause) {
    const problem = (cause as Error).message.split(". ")[0] ?? String(cause);
    throw BadArguments.create({ problem }, { cause });
  }
}
