import { MostlyQuarantined } from "../errors.js";
import type { Predictor } from "../predictor/predictor.js";
import type { BatchFiles } from "./batch-files.js";
import type { Checkpoint } from "./checkpoint.js";

/** The result of a batch. */
export interface BatchSummary {
  /** The number of rows of the input: scored rows, quarantined rows and empty lines. */
  readonly rows: number;
  readonly scored: number;
  readonly quarantined: number;
  /** The number of scored texts without a letter, for which only the model's intercept decides. */
  readonly blank: number;
  /** The number of scored rows for which the model abstains. Only for a model that may. */
  readonly abstained?: number;
  /** The number of scored rows for each label of the model, without those for which it abstains. */
  readonly labels: Readonly<Record<string, number>>;
  /** The share of scored rows for each label, from 0 to 1. */
  readonly shares: Readonly<Record<string, number>>;
  /** The number of quarantined rows for each reason. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly modelVersion: string;
  /** Seconds of all runs together, without the time between them. */
  readonly seconds: number;
  readonly rowsPerSecond: number;
  /** Mean time in the model for one text, in milliseconds. */
  readonly latencyMs: number;
  readonly output: string;
  /** `null` when no row was bad. */
  readonly quarantine: string | null;
}

/** The summary of a batch whose rows are all scored. */
export function summaryOf(
  { next, tally, seconds, quarantineBytes }: Checkpoint,
  { labels: names, modelVersion, decision }: Predictor,
  files: BatchFiles["final"],
): BatchSummary {
  const rows = next.row - 1;
  const { scored, quarantined, blank, abstained, reasons, modelSeconds } = tally;
  const counts = names.map((name) => [name, tally.labels[name] ?? 0] as const);
  return {
    rows,
    scored,
    quarantined,
    blank,
    ...(decision?.abstainBelow !== undefined && { abstained }),
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

/** As the check `mostly-invalid` of training. @throws `MOSTLY_QUARANTINED` when more than half of the rows are quarantined */
export function refuseMostlyQuarantined(
  input: string,
  { tally }: Checkpoint,
  { quarantine }: BatchFiles["final"],
): void {
  const { scored, quarantined, reasons } = tally;
  const of = scored + quarantined;
  if (quarantined > of / 2) throw MostlyQuarantined.create({ input, quarantined, of, reasons, quarantine });
}
