import { quantileSorted } from "@imdb/measures";
import { counted, type DocumentCheck } from "./check.js";
import { SHOWN } from "./data-counts.js";

/**
 * The lengths of texts, and the texts with an extreme length: beyond three interquartile ranges from the quartiles of the
 * logarithms of the lengths, because lengths of texts are skewed.
 *
 * @see Tukey (1977), Exploratory data analysis: the outer fences.
 */
export const textLength: DocumentCheck = {
  name: "text-length",
  severity: "warning",
  maxShare: 0.01,
  observe({ examples }) {
    if (examples.length === 0) return undefined;
    const logs = Float64Array.from(examples, ({ text }) => Math.log(text.length));
    const lengths = Float64Array.from(examples, ({ text }) => text.length).sort();
    const sorted = logs.slice().sort();
    const [q1, q3] = [quantileSorted(sorted, 0.25), quantileSorted(sorted, 0.75)];
    const reach = 3 * (q3 - q1);
    const outside = examples.filter((_, i) => logs[i]! < q1 - reach || logs[i]! > q3 + reach);
    const longest = counted(lengths.at(-1)!, "character");
    const range = `Texts have ${lengths[0]} to ${longest}, the median is ${quantileSorted(lengths, 0.5)}`;
    return {
      message: `${range}; ${counted(outside.length, "stands", "stand")} far out.`,
      count: outside.length,
      of: examples.length,
      examples: outside.slice(0, SHOWN).map(({ id }) => id),
    };
  },
};
