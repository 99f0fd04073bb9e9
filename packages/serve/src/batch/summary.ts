import type { Predictor } from "../predictor/predictor.js";
import type { BatchFiles } from "./batch-files.js";
import type { Checkpoint } from "./checkpoint.js";

/** What became of a batch. */
export interface BatchSummary {
  /** Rows of the input: scored, quarantined and empty lines. */
  readonly rows: number;
  readonly scored: number;
  readonly quarantined: number;
  /** Scored texts without a letter: only the model's intercept decided them. */
  readonly blank: number;
  /** Scored rows for each label of the model. */
  readonly labels: Readonly<Record<string, number>>;
  /** The same as parts of 1. */
  readonly shares: Readonly<Record<string, number>>;
  /** Quarantined rows for each reason. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly modelVersion: string;
  /** Time of all runs together, interruptions left out. */
  readonly seconds: number;
  readonly rowsPerSecond: number;
  /** Mean time in the model for one text, in milliseconds. */
  readonly latencyMs: number;
  readonly output: string;
  /** `null` when no row was bad. */
  readonly quarantine: string | null;
}

/** Makes the summary of a batch whose rows are all there. */
export function summaryOf(
  { next, tally, seconds, quarantineBytes }: Checkpoint,
  { labels: names, modelVersion }: Predictor,
  files: BatchFiles["final"],
): BatchSummary {
  const rows = next.row - 1;
  const { scored, quarantined, blank, reasons, modelSeconds } = tally;
  const counts = names.map((name) => [name, tally.labels[name] ?? 0] as const);
  return {
    rows,
    scored,
    quarantined,
    blank,
    labels: Object.fromEntries(counts),
    shares: Object.fromEntries(counts.map(([name, count]) => [name, scored === 0 ? 0 : count / scored])),
    reasons,
    modelVersion,
    seconds,
    rowsPerSecond: seconds === 0 ? 0 : rows / seconds,
    latencyMs: scored === 0 ? 0 : (modelSeconds / scored) * 1000,
    output: files.output,
    quarantine: quarantineBytes > 0 ? files.quarantine : null,
  };
}
