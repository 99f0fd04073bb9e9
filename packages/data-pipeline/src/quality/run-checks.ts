import { InvalidOption } from "@imdb/core";
import { either, nested, oneOf, optional, optionsOf, recordOf, within } from "@imdb/core/options";
import { QualityFailed } from "../errors.js";
import type { CheckedData, QualityCheck } from "./check.js";
import { counts } from "./counts.js";
import { emptyText } from "./empty-text.js";
import { exactDuplicates } from "./exact-duplicates.js";
import type { QualityFinding, QualityReport, Severity } from "./finding.js";
import { groupsAcrossSplits } from "./groups-across-splits.js";
import { exactDuplicatesAcrossSplits, unlabelledOverlap } from "./held-out-twins.js";
import { invalidRows } from "./invalid-rows.js";
import { labelBalance } from "./label-balance.js";
import { labelConflicts } from "./label-conflicts.js";
import { encodingDamage, htmlResidue } from "./marked-text.js";
import { missingGroup } from "./missing-group.js";
import { nearDuplicatesAcrossSplits, nearDuplicatesWithin } from "./near-duplicates.js";
import { otherScript } from "./other-script.js";
import { textLength } from "./text-length.js";

/** Another severity or threshold for a check, or none of it. */
export type CheckSetting = "off" | CheckChange;

/** Settings by the name of the check. */
export type QualitySettings = Readonly<Record<string, CheckSetting>>;

interface CheckChange {
  readonly severity?: Severity;
  readonly maxShare?: number;
}

/** The schema of what a check can be given. */
export const checkChange = optionsOf<CheckChange, "severity" | "maxShare">({
  severity: optional(oneOf("info", "warning", "error")),
  maxShare: optional(within(0, 1)),
});

/** What the settings of checks must be, by name. */
export const qualitySettings = recordOf(either(oneOf("off"), nested(checkChange)));

/** All checks, in the order of the report. */
function defaultChecks(): readonly QualityCheck[] {
  return [
    counts(),
    labelBalance(),
    invalidRows(),
    emptyText(),
    textLength(),
    exactDuplicates(),
    exactDuplicatesAcrossSplits(),
    unlabelledOverlap(),
    nearDuplicatesWithin(),
    nearDuplicatesAcrossSplits(),
    groupsAcrossSplits(),
    missingGroup(),
    labelConflicts(),
    htmlResidue(),
    encodingDamage(),
    otherScript(),
  ];
}

/**
 * The default checks with the settings applied.
 *
 * @throws `INVALID_OPTION` for a check that does not exist or a share out of range.
 */
export function chooseChecks(settings: QualitySettings = {}): readonly QualityCheck[] {
  const checks = defaultChecks();
  for (const name of Object.keys(settings)) {
    if (!checks.some((check) => check.name === name)) {
      const expected = `one of ${checks.map((check) => check.name).join(", ")}`;
      throw InvalidOption.create({ option: "quality", value: name, expected });
    }
  }
  return checks.flatMap((check) => {
    const setting = settings[check.name];
    return setting === "off" ? [] : [{ ...check, ...setting }];
  });
}

/** Runs checks over data. */
export function runChecks(data: CheckedData, checks: readonly QualityCheck[]): QualityReport {
  const findings: QualityFinding[] = [];
  for (const check of checks) {
    const seen = check.observe(data);
    if (seen === undefined) continue;
    const { message, count, of, examples } = seen;
    const share = of === 0 ? 0 : count / of;
    findings.push({
      check: check.name,
      severity: share > check.maxShare ? check.severity : "info",
      message,
      count,
      examples,
    });
  }
  return { documents: data.examples.length, checks: checks.map(({ name }) => name), findings };
}

/** @throws `QUALITY_FAILED` when a finding is as bad as `failOn`, or worse. */
export function assertQuality(report: QualityReport, failOn: "error" | "warning" | "never"): void {
  if (failOn === "never") return;
  const failed = report.findings.filter(
    ({ severity }) => severity === "error" || (severity === "warning" && failOn === "warning"),
  );
  if (failed.length === 0) return;
  throw QualityFailed.create({ findings: failed.map(({ check, message }) => ({ check, message })) });
}
