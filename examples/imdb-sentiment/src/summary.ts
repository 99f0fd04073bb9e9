import { writeFileAtomic } from "@imdb/runtime/files";

/** The summary of a run of the job. `--summary` writes it as JSON. */
export interface Summary {
  readonly data: {
    readonly source: string;
    readonly version: string;
    readonly documents: number;
    readonly train: number;
    readonly test: number;
    readonly findings: readonly {
      readonly check: string;
      readonly severity: string;
      readonly message: string;
    }[];
  };
  readonly metrics: {
    readonly accuracy: number;
    readonly f1: number;
    /** Null when the test split has one class only. */
    readonly rocAuc: number | null;
    readonly logLoss: number;
  };
  readonly confusionMatrix: {
    readonly classes: readonly string[];
    readonly counts: readonly (readonly number[])[];
  };
  readonly strongest: { readonly for: readonly Weighted[]; readonly against: readonly Weighted[] };
  readonly predictions: readonly {
    readonly text: string;
    readonly label: string;
    readonly probability: number;
  }[];
  readonly drift: { readonly drifted: boolean; readonly columns: readonly string[] };
  readonly warnings: readonly string[];
  readonly steps: readonly { readonly name: string; readonly state: string; readonly seconds: number }[];
  readonly seconds: number;
  readonly peakRssMb: number;
  readonly bundle: string;
  readonly run: string;
  readonly report: string;
  readonly driftReport: string;
}

interface Weighted {
  readonly name: string;
  readonly weight: number;
}

/** Writes the summary as JSON, atomically. */
export function writeSummary(summary: Summary, path: string): Promise<void> {
  return writeFileAtomic(path, `${JSON.stringify(summary, null, 2)}\n`);
}

/** The text for a run in which nothing had to be computed. */
export function unchangedText({ bundle, run, report, metrics }: Summary): string {
  return [
    "Nothing to do: data, settings and code are those of the last run, and what it left is still there.",
    `accuracy ${metrics.accuracy.toFixed(4)}  bundle ${bundle}  report ${report}  run ${run}`,
    "Compute it again with --fresh.",
  ].join("\n");
}

/** The summary as text for the terminal. */
export function summaryText(summary: Summary): string {
  const { data, metrics, confusionMatrix, strongest, predictions, drift, warnings, steps } = summary;
  return [
    heading("Data"),
    `${data.source}`,
    `version ${data.version}`,
    `${count(data.documents)} documents: ${count(data.train)} to train, ${count(data.test)} to test`,
    ...data.findings.map(({ severity, check, message }) => `  ${severity.padEnd(7)}  ${check}: ${message}`),
    heading("Quality on the test split"),
    `accuracy  ${metrics.accuracy.toFixed(4)}    F1        ${metrics.f1.toFixed(4)}`,
    `ROC AUC   ${metrics.rocAuc?.toFixed(4) ?? "none  "}    log loss  ${metrics.logLoss.toFixed(4)}`,
    ...confusionLines(confusionMatrix),
    ...warnings.map((warning) => `WARNING: ${warning}`),
    heading("Strongest words"),
    `for      ${words(strongest.for)}`,
    `against  ${words(strongest.against)}`,
    heading("Predictions of the served model"),
    ...predictions.map(
      ({ text, label, probability }) => `${label} ${probability.toFixed(3)}  ${shorten(text, 76)}`,
    ),
    heading("Drift from train to test"),
    drift.columns.length === 0 ? "no column drifts" : `columns that drift: ${drift.columns.join(", ")}`,
    heading("Where things lie"),
    `bundle  ${summary.bundle}`,
    `run     ${summary.run}`,
    `report  ${summary.report}`,
    `drift   ${summary.driftReport}`,
    heading("Time"),
    ...steps.map(
      ({ name, state, seconds }) => `${seconds.toFixed(2).padStart(7)} s  ${name}${noteOf(state)}`,
    ),
    `${summary.seconds.toFixed(2).padStart(7)} s  in all, at most ${summary.peakRssMb.toFixed(0)} MB of memory`,
    "",
  ].join("\n");
}

function heading(title: string): string {
  return `\n${title}\n${"─".repeat(title.length)}`;
}

function confusionLines({ classes, counts }: Summary["confusionMatrix"]): string[] {
  const header = `${"true \\ predicted".padEnd(18)}${classes.map((name) => name.padStart(9)).join("")}`;
  const rows = classes.map(
    (name, i) => name.padEnd(18) + counts[i]!.map((n) => count(n).padStart(9)).join(""),
  );
  return ["", header, ...rows];
}

function words(list: readonly Weighted[]): string {
  return list.map(({ name, weight }) => `${name} ${weight.toFixed(1)}`).join(", ");
}

function noteOf(state: string): string {
  return state === "Completed" ? "" : ` (${state.toLowerCase()})`;
}

function shorten(text: string, length: number): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}
