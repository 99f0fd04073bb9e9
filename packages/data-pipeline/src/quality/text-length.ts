import { counted, type QualityCheck, SHOWN } from "./check.js";

/** Quartiles and ends of the lengths of texts, in UTF-16 code units. */
export interface LengthSummary {
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
}

/** The lengths of texts in numbers; all 0 without any. Quartiles are by linear interpolation, as NumPy's. */
function summarizeLengths(lengths: Float64Array): LengthSummary {
  const sorted = lengths.slice().sort();
  const at = (share: number) => {
    if (sorted.length === 0) return 0;
    const position = share * (sorted.length - 1);
    const low = Math.floor(position);
    return sorted[low]! + (sorted[Math.min(low + 1, sorted.length - 1)]! - sorted[low]!) * (position - low);
  };
  return { min: at(0), q1: at(0.25), median: at(0.5), q3: at(0.75), max: at(1) };
}

/**
 * How long texts are, and which stand far out: beyond three interquartile ranges from the quartiles of the
 * logarithms of the lengths, because lengths of texts are skewed.
 *
 * @see Tukey (1977), Exploratory data analysis: the outer fences.
 */
export function textLength(): QualityCheck {
  return {
    name: "text-length",
    severity: "warning",
    maxShare: 0.01,
    observe({ examples }) {
      if (examples.length === 0) return undefined;
      const lengths = Float64Array.from(examples, ({ text }) => text.length);
      const { min, median, max } = summarizeLengths(lengths);
      const logs = lengths.map((length) => Math.log(length));
      const { q1, q3 } = summarizeLengths(logs);
      const reach = 3 * (q3 - q1);
      const outside = [...logs.keys()].filter((i) => logs[i]! < q1 - reach || logs[i]! > q3 + reach);
      const range = `Texts have ${min} to ${counted(max, "character")}, the median is ${median}`;
      return {
        message: `${range}; ${counted(outside.length, "stands", "stand")} far out.`,
        count: outside.length,
        of: examples.length,
        examples: outside.slice(0, SHOWN).map((i) => examples[i]!.id),
      };
    },
  };
}
