import * as z from "zod";

/** The finding of one check. */
export const findingSchema = z.object({
  /** Name of the check, like `exact-duplicates-across-splits`. */
  check: z.string(),
  /** `error` makes the pipeline fail by default. */
  severity: z.enum(["info", "warning", "error"]),
  /** One sentence with the numbers. */
  message: z.string(),
  /** The number of documents, texts or groups, as the message says. */
  count: z.number().int().nonnegative(),
  /** The ids of the first few of them, in code point order; pairs as `a = b`. */
  examples: z.array(z.string()).readonly(),
  /** What to do about it, where the message does not say. */
  remedy: z.string().optional(),
  /** Of an expectation: what was measured, and what was expected of it. */
  observed: z.string().optional(),
  expected: z.string().optional(),
});

/** The findings of all checks. A check that found nothing is in `checks` and has no finding. */
export const qualityReportSchema = z.object({
  documents: z.number().int().nonnegative(),
  checks: z.array(z.string()).readonly(),
  findings: z.array(findingSchema).readonly(),
});

/** The finding of one check: a message, its severity, a count, and the ids of a few documents. */
export type QualityFinding = z.infer<typeof findingSchema>;

/** The severity of a finding: `error` makes the pipeline fail by default. */
export type Severity = QualityFinding["severity"];

/** @see {@link qualityReportSchema} */
export type QualityReport = z.infer<typeof qualityReportSchema>;
