import { defineError } from "@imdb/core";
import { shownList, shownName } from "@imdb/rows";

/** A row of {@link InvalidRows}. */
export interface ReportedRow {
  readonly source: string;
  readonly row?: number;
  readonly line?: number;
  readonly field?: string;
  readonly problem: string;
  readonly hint?: string;
}

/** Rows that cannot become examples, collected up to a limit. */
export const InvalidRows = defineError(
  "INVALID_ROWS",
  "input",
  (d: { count: number; rows: readonly ReportedRow[] }) => ({
    message: `${d.count} ${d.count === 1 ? "row is" : "rows are"} not valid: ${d.rows.map(showRow).join("; ")}${
      d.rows.length < d.count ? "; …" : ""
    }.`,
    remedy: 'Correct them, or set onInvalid (on_invalid in a settings file) to "quarantine" or "skip".',
  }),
);

/** No row of the data has a label. */
export const NoLabels = defineError(
  "NO_LABELS",
  "input",
  (d: { source: string; column: string; columns: readonly string[] }) => ({
    message: `No row of ${d.source} has a label in the column ${JSON.stringify(shownName(d.column))}; the rows have: ${shownList(d.columns) || "none"}.`,
    remedy: `Name the column of the labels, as in columns: { label: "…" }. For data without labels set withoutLabels (without_labels in a settings file) to "accept".`,
  }),
);

/** The network cannot be reached. */
export const Offline = defineError("OFFLINE", "dependency", (d: { url: string; reason: string }) => ({
  message: `Cannot reach ${d.url}: ${d.reason}.`,
  remedy: "Connect to the network, or fetch the file elsewhere and pass its path.",
}));

/** A server answered, and the download still did not succeed. */
export const DownloadFailed = defineError(
  "DOWNLOAD_FAILED",
  "dependency",
  (d: { url: string; reason: string; attempts: number }) => ({
    message: `Downloading ${d.url} failed after ${d.attempts} ${d.attempts === 1 ? "attempt" : "attempts"}: ${d.reason}.`,
    remedy: "Start it again: the download continues where it stopped.",
  }),
);

/** A file at an address of http, https or s3 cannot be read. */
export const UnreadableAddress = defineError(
  "UNREADABLE_ADDRESS",
  "dependency",
  (d: { address: string; reason: string; status?: number | undefined; leadsTo?: string | undefined }) => ({
    message: `Cannot read ${d.address}: ${d.reason}${d.leadsTo === undefined ? "" : `, ${d.leadsTo}`}.`,
    remedy:
      d.leadsTo === undefined
        ? "Check the address and the right to read it, then read it again."
        : "Give the address that it leads to, if you trust it.",
  }),
);

/** A database refused a query, or it ended before all rows were read. */
export const QueryFailed = defineError(
  "QUERY_FAILED",
  "dependency",
  (d: { database: string; reason: string }) => ({
    message: `The query of the ${d.database} database failed: ${d.reason}.`,
    remedy:
      "Run the query, which is one SELECT, in the database's own client; check that the connection is open.",
  }),
);

/** A downloaded file does not have the expected size or checksum. */
export const ChecksumMismatch = defineError(
  "CHECKSUM_MISMATCH",
  "input",
  (d: { url: string; what: string; expected: string; actual: string }) => ({
    message: `${d.url}: its ${d.what} is ${d.actual}, expected ${d.expected}.`,
    remedy: "The file was discarded. Check the address, or pass the md5 and bytes of the file you mean.",
  }),
);

/** A split cannot be made of this data. */
export const SplitImpossible = defineError(
  "SPLIT_IMPOSSIBLE",
  "input",
  (d: { split: string; reason: string }) => ({
    message: `Cannot make the ${d.split} split: ${d.reason}.`,
    remedy: "Choose another split or other parameters, or add the missing data.",
  }),
);

/** A group or a text is in more than one part of a split. */
export const SplitLeak = defineError(
  "SPLIT_LEAK",
  "input",
  (d: { what: "groups" | "duplicates"; count: number; examples: readonly string[] }) => ({
    message: `The split leaks: ${d.count} ${d.what} are in more than one part (${d.examples.join("; ")}).`,
    remedy: `Split by group, or set onLeak.${d.what} to "repair".`,
  }),
);

/** A materialized dataset is incomplete, changed, or of a version this library does not read. */
export const InvalidDataset = defineError(
  "INVALID_DATASET",
  "input",
  (d: { folder: string; problem: string; file?: string }) => ({
    message: `${d.folder}${d.file === undefined ? "" : `, ${d.file}`}: ${d.problem}.`,
    remedy: "Materialize the dataset again from its sources, or copy it again.",
  }),
);

/** A quality check found something of the severity that `failOn` names. */
export const QualityFailed = defineError(
  "QUALITY_FAILED",
  "input",
  (d: { findings: readonly { check: string; message: string }[] }) => ({
    message: `The data failed ${d.findings.length} quality ${
      d.findings.length === 1 ? "check" : "checks"
    }: ${d.findings.map((f) => `${f.check}: ${f.message}`).join(" ")}`,
    remedy: 'Correct the data, change the thresholds in quality, or set failOn to "never".',
  }),
);

function showRow({ source, row, line, field, problem, hint }: ReportedRow): string {
  const place = [source, row && `row ${row}`, line && `line ${line}`, field].filter(
    (part) => part !== undefined,
  );
  return `${place.join(", ")}: ${problem}${hint === undefined ? "" : ` (${hint})`}`;
}

/** A remote does not have a version, or does not have it whole yet. */
export const UnknownVersion = defineError(
  "UNKNOWN_VERSION",
  "input",
  (d: { remote: string; version: string }) => ({
    message: `${d.remote} does not have the version ${d.version}.`,
    remedy: "Push it there, or choose one of listVersions(remote).",
  }),
);

/** An object of a version on a remote is missing, cut off, changed, or describes what no version is. */
export const DamagedVersion = defineError(
  "DAMAGED_VERSION",
  "dependency",
  (d: { remote: string; version: string; object: string; file?: string; problem: string }) => ({
    message: `${d.remote}, ${d.object}${d.file === undefined ? "" : ` (${d.file} of ${d.version})`}: ${d.problem}.`,
    remedy:
      "Push the version again from a folder that has it: what is missing or of another size is sent again. Delete an object of the right size with other bytes first.",
  }),
);

/** A remote has a version already, with other files. */
export const VersionTaken = defineError(
  "VERSION_TAKEN",
  "state",
  (d: { remote: string; version: string; files: readonly string[] }) => ({
    message: `${d.remote} has the version ${d.version} already, with other contents of ${d.files.join(", ")}.`,
    remedy:
      "Pull that one, or push to another remote: a version never changes. Its texts and labels are the same; the format, the sources or the data card are others.",
  }),
);
