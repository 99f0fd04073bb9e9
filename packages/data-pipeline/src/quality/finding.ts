import { z } from "zod";

/** What one check found. */
export const findingSchema = z.object({
  /** Name of the check, like `exact-duplicates-across-splits`. */
  check: z.string(),
  /** How bad it is: `error` fails the pipeline unless it is told otherwise. */
  severity: z.enum(["info", "warning", "error"]),
  /** One sentence with the figures. */
  message: z.string(),
  /** Documents, texts or groups concerned, as the message says. */
  count: z.number().int().nonnegative(),
  /** Ids of the first few concerned, in code point order; pairs as `a = b`. */
  examples: z.array(z.string()).readonly(),
});

/** What all checks found. A check that found nothing is in `checks` and has no finding. */
export const qualityReportSchema = z.object({
  documents: z.number().int().nonnegative(),
  checks: z.array(z.string()).readonly(),
  findings: z.array(findingSchema).readonly(),
});

/** What one check found: how much, how bad it is, and some of it by id. */
export type QualityFinding = z.infer<typeof findingSchema>;

/** How bad a finding is: `error` fails the pipeline unless it is told otherwise. */
export type Severity = QualityFinding["severity"];

/** @see {@link qualityReportSchema} */
export type QualityReport = z.infer<typeof qualityReportSchema>;
