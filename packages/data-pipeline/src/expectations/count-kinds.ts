import { optionsOf } from "@imdb/core/options";
import type { DataCounts } from "../quality/data-counts.js";
import { SHOWN } from "../quality/data-counts.js";
import { countedLabels, type LabelCounts, quotedLabel } from "../quality/label-spelling.js";
import type { Part } from "../quality/part.js";
import {
  boundRules,
  boundsWords,
  commonRules,
  type ExpectationKind,
  filledText,
  isWithin,
  observedNumber,
  type ParametersOf,
} from "./kind.js";

type Bounded = "min" | "max" | "name" | "severity" | "part";

/** The number of documents. */
export const rowCountBetween: ExpectationKind<ParametersOf<"row-count-between">> = {
  schema: optionsOf<ParametersOf<"row-count-between">, Bounded>({ ...commonRules, ...boundRules }),
  about: () => "",
  observeCounts({ documents, parts }, { part, ...bounds }) {
    const what = `The number of ${part === undefined ? "" : `${part} `}documents`;
    return observedNumber(what, part === undefined ? documents : parts[part], bounds);
  },
};

/** The share of the labelled documents that has a label. */
export const labelShareBetween: ExpectationKind<ParametersOf<"label-share-between">> = {
  schema: optionsOf<ParametersOf<"label-share-between">, Bounded>({
    ...commonRules,
    ...boundRules,
    label: filledText,
  }),
  about: ({ label }) => label,
  observeCounts(counts, { label, part, ...bounds }) {
    const labels = labelsIn(counts, part);
    let total = 0;
    for (const size of labels.values()) total += size;
    const value = total === 0 ? undefined : (labels.get(label) ?? 0) / total;
    return observedNumber(`The share of ${quotedLabel(label)}${inPart(part)}`, value, bounds);
  },
};

/** The number of documents of every label. */
export const labelCountBetween: ExpectationKind<ParametersOf<"label-count-between">> = {
  schema: optionsOf<ParametersOf<"label-count-between">, Bounded>({ ...commonRules, ...boundRules }),
  about: () => "",
  observeCounts(counts, { part, ...bounds }) {
    const labels = labelsIn(counts, part);
    const unmet = [...labels.keys()].filter((label) => !isWithin(labels.get(label)!, bounds)).sort();
    const shown = unmet.length === 0 ? [...labels.keys()].sort() : unmet;
    const observed = `${countedLabels(shown.slice(0, SHOWN), labels)}${shown.length > SHOWN ? ", …" : ""}`;
    const expected = boundsWords(bounds);
    return {
      message: `${unmet.length} of ${labels.size} labels${inPart(part)} have another number of documents than ${expected}.`,
      count: unmet.length,
      of: labels.size,
      examples: [],
      observed: observed || "no labels",
      expected: `documents of each label: ${expected}`,
      isMet: unmet.length === 0 && labels.size > 0,
    };
  },
};

function labelsIn(counts: DataCounts, part: Part | undefined): LabelCounts {
  return part === undefined ? counts.labels : counts.labelsOf(part);
}

function inPart(part: Part | undefined): string {
  return part === undefined ? "" : ` in ${part}`;
}
