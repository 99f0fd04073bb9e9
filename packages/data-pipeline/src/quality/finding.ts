import { z } from "zod";

/** How bad a finding is: `error` fails the pipeline unless it is told otherwise. */
export type Severity = "info" | "warning" | "error";

/** @see {@link QualityFinding} */
export const findingSchema = z.object({
  check: z.string(),
  severity: z.enum(["info", "warning", "error"]),
  message: z.string(),
  count: z.number().int().nonnegative(),
  examples: z.array(z.string()),
});

/** What one check found. */
export interface QualityFinding {
  /** Name of the check, like `exact-duplicates-across-splits`. */
  readonly check: string;
  readonly severity: Severity;
  /** One sentence with the figures. */
  readonly message: string;
  /** Documents, texts or groups concerned, as the message says. */
  readonly count: number;
  /** Ids of the first few concerned, in code point order; pairs as `a = b`. */
  readonly examples: readonly string[];
}

/** What all checks found. A check that found nothing is in `checks` and has no finding. */
export interface QualityReport {
  readonly documents: number;
  readonly checks: readonly string[];
  readonly findings: readonly QualityFinding[];
}

/** @see {@link QualityReport} */
export const qualityReportSchema = z.object({
  documents: z.number().int().nonnegative(),
  checks: z.array(z.string()),
  findings: z.array(findingSchema),
});
