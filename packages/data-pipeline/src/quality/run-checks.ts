import { InvalidOption } from "@imdb/core";
import { displayed } from "@imdb/core/display";
import {
  either,
  nearestName,
  nested,
  oneOf,
  optional,
  optionsOf,
  recordOf,
  within,
} from "@imdb/core/options";
import { QualityFailed } from "../errors.js";
import { encodingDamage, htmlResidue, otherScript } from "./characters.js";
import type { CheckedData, Observation, QualityCheck } from "./check.js";
import type { DataCounts } from "./data-counts.js";
import {
  exactDuplicates,
  exactDuplicatesAcrossSplits,
  nearDuplicatesAcrossSplits,
  nearDuplicatesLimited,
  nearDuplicatesWithin,
  unlabelledOverlap,
} from "./duplicates.js";
import type { QualityFinding, QualityReport, Severity } from "./finding.js";
import { groupsAcrossSplits, missingGroup } from "./groups.js";
import { guessedReading } from "./guessed-reading.js";
import { unusedLabelNames } from "./label-names.js";
import { blankLabels, labelOrder, labelVariants, labelWritings } from "./label-variants.js";
import { labelBalance, labelConflicts, labelsMissingInTrain, labelTypes } from "./labels.js";
import { missingLabels } from "./missing-labels.js";
import { counts, emptyText, invalidRows, mostlyInvalid } from "./rows.js";
import { singleRowClasses, smallClasses } from "./small-classes.js";
import { splitShares } from "./split-shares.js";
import { textLength } from "./text-length.js";

/** Another severity or threshold for a check, or `off`. */
export type CheckSetting = "off" | CheckChange;

/** Settings by the name of the check. */
export type QualitySettings = Readonly<Record<string, CheckSetting>>;

export interface CheckChange {
  readonly severity?: Severity;
  readonly maxShare?: number;
}

/** The schema of the settings of one check. */
export const checkChange = optionsOf<CheckChange, "severity" | "maxShare">({
  severity: optional(oneOf("info", "warning", "error")),
  maxShare: optional(within(0, 1)),
});

/** The rule of the settings of checks by name. */
export const qualitySettings = recordOf(either(oneOf("off"), nested(checkChange)));

/** All checks, in the order of the report. */
export const CHECKS: readonly QualityCheck[] = [
  counts,
  labelBalance,
  labelsMissingInTrain,
  splitShares,
  missingLabels,
  labelTypes,
  blankLabels,
  labelVariants,
  labelWritings,
  labelOrder,
  singleRowClasses,
  smallClasses,
  unusedLabelNames,
  invalidRows,
  mostlyInvalid,
  guessedReading,
  emptyText,
  textLength,
  exactDuplicates,
  exactDuplicatesAcrossSplits,
  unlabelledOverlap,
  nearDuplicatesWithin,
  nearDuplicatesAcrossSplits,
  nearDuplicatesLimited,
  groupsAcrossSplits,
  missingGroup,
  labelConflicts,
  htmlResidue,
  encodingDamage,
  otherScript,
];

/**
 * The default checks with the settings applied.
 *
 * @throws `INVALID_OPTION` for a check that does not exist or a share out of range.
 */
export function chooseChecks(settings: QualitySettings = {}): readonly QualityCheck[] {
  const names = CHECKS.map((check) => check.name);
  for (const name of Object.keys(settings)) {
    if (!names.includes(name)) {
      const near = nearestName(name, names) ?? null;
      const expected = `one of ${names.join(", ")}`;
      throw InvalidOption.create({ option: name, value: "unknown", expected, near, of: "quality" });
    }
  }
  return CHECKS.flatMap((check) => {
    const setting = settings[check.name];
    return setting === "off" ? [] : [{ ...check, ...setting }];
  });
}

/** Gives a report a short view: one row for each finding. */
const displayQuality: (report: QualityReport) => QualityReport = /* @__PURE__ */ displayed(
  ({ documents, checks, findings }: QualityReport) => ({
    title: "Data quality",
    rows: {
      documents,
      checks: checks.length,
      findings: findings.length === 0 ? "none" : undefined,
      ...Object.fromEntries(
        findings.map(({ check, severity, message }) => [`${severity}: ${check}`, message]),
      ),
    },
  }),
);

/** Runs checks on data. */
export function runChecks(data: CheckedData, checks: readonly QualityCheck[]): QualityReport {
  return reportOf(data.counts.documents, checks, (check) =>
    "observeAll" in check
      ? check.observeAll(data)
      : "observe" in check
        ? check.observe(data)
        : check.observeCounts(data.counts),
  );
}

/** Runs those checks that need no documents, on the counts of a stream. */
export function runCountChecks(counts: DataCounts, checks: readonly QualityCheck[]): QualityReport {
  const ofCounts = checks.filter((check) => "observeCounts" in check);
  return reportOf(counts.documents, ofCounts, (check) => check.observeCounts(counts));
}

function reportOf<C extends QualityCheck>(
  documents: number,
  checks: readonly C[],
  observe: (check: C) => Observation | readonly Observation[] | undefined,
): QualityReport {
  const findings: QualityFinding[] = [];
  for (const check of checks) {
    for (const seen of [observe(check) ?? []].flat()) {
      const finding = findingOf(check, seen);
      if (finding !== undefined) findings.push(finding);
    }
  }
  return displayQuality({ documents, checks: checks.map(({ name }) => name), findings });
}

function findingOf(
  { name, severity, maxShare, onlyAbove }: QualityCheck,
  { message, count, of, examples, isMet: given, ...words }: Observation,
): QualityFinding | undefined {
  const isMet = given ?? (of === 0 ? 0 : count / of) <= maxShare;
  if (onlyAbove && isMet) return undefined;
  return { check: name, severity: isMet ? "info" : severity, message, count, examples, ...words };
}

/** @throws `QUALITY_FAILED` when a finding has the severity `failOn` or a higher one. */
export function assertQuality(report: QualityReport, failOn: "error" | "warning" | "never"): void {
  if (failOn === "never") return;
  const failed = report.findings.filter(
    ({ severity }) => severity === "error" || (severity === "warning" && failOn === "warning"),
  );
  if (failed.length === 0) return;
  throw QualityFailed.create({ findings: failed.map(({ check, message }) => ({ check, message })) });
}
