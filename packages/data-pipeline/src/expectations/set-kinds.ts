import { byCodePoint } from "@imdb/core";
import { optionsOf } from "@imdb/core/options";
import { quantileSorted } from "@imdb/measures";
import { SHOWN } from "../quality/data-counts.js";
import { quotedLabel } from "../quality/label-spelling.js";
import { examplesOf, readerOf, shownValue, type Value, valuesOf } from "./column.js";
import {
  boundRules,
  commonRules,
  type ExpectationKind,
  filledText,
  observedNumber,
  type ParametersOf,
  share,
  valueList,
} from "./kind.js";

type Bounded = "min" | "max" | "name" | "severity" | "part";
const rules = { ...commonRules, column: filledText } as const;

/** The different values of a column, exactly. */
export const distinctValuesEqualSet: ExpectationKind<ParametersOf<"distinct-values-equal-set">> = {
  schema: optionsOf<ParametersOf<"distinct-values-equal-set">, "name" | "severity" | "part">({
    ...rules,
    values: valueList,
  }),
  about: ({ column }) => column,
  observe(data, { column, part, values }) {
    const wanted = new Set(values.map(String));
    const found = new Set(valuesOf(data, column, part).map(String));
    const missing = [...wanted].filter((value) => !found.has(value)).sort(byCodePoint);
    const other = [...found].filter((value) => !wanted.has(value)).sort(byCodePoint);
    const read = readerOf(column);
    const isOther = (value: Value | undefined) => value !== undefined && !wanted.has(String(value));
    const examples = examplesOf(data, part).filter((example) => isOther(read(example)));
    return {
      message: `The values of ${JSON.stringify(column)}: ${missing.length} missing (${shownSome(missing)}), ${other.length} others (${shownSome(other)}).`,
      count: missing.length + other.length,
      of: wanted.size,
      examples: examples.slice(0, SHOWN).map(({ id }) => id),
      observed: shownSome([...found].sort(byCodePoint)),
      expected: shownSome([...wanted].sort(byCodePoint)),
      isMet: missing.length + other.length === 0,
    };
  },
};

/** The number of different values of a column. */
export const distinctCountBetween: ExpectationKind<ParametersOf<"distinct-count-between">> = {
  schema: optionsOf<ParametersOf<"distinct-count-between">, Bounded>({ ...rules, ...boundRules }),
  about: ({ column }) => column,
  observe(data, { column, part, ...bounds }) {
    const { size } = new Set(valuesOf(data, column, part));
    return observedNumber(`The number of different values of ${JSON.stringify(column)}`, size, bounds);
  },
};

/** A quantile of numbers. */
export const quantileBetween: ExpectationKind<ParametersOf<"quantile-between">> = {
  schema: optionsOf<ParametersOf<"quantile-between">, Bounded>({ ...rules, ...boundRules, quantile: share }),
  about: ({ column, quantile }) => `${column} ${quantile}`,
  observe(data, { column, part, quantile, ...bounds }) {
    const values = valuesOf(data, column, part);
    const numbers = values.filter((value) => typeof value === "number");
    const what = `The quantile ${quantile} of ${JSON.stringify(column)}`;
    const { length } = values;
    if (numbers.length < length) {
      const seen = observedNumber(what, undefined, bounds);
      const message = `${length - numbers.length} of ${length} values of ${JSON.stringify(column)} are not numbers: name its type, as in attributes: { ${column}: "number" }.`;
      return { ...seen, message };
    }
    return observedNumber(what, interpolated(numbers, quantile), bounds);
  },
};

/** A quantile of the lengths of texts. */
export const lengthQuantileBetween: ExpectationKind<ParametersOf<"length-quantile-between">> = {
  schema: optionsOf<ParametersOf<"length-quantile-between">, Bounded>({
    ...commonRules,
    ...boundRules,
    column: ["text", filledText],
    quantile: share,
  }),
  about: ({ column, quantile }) => `${column} ${quantile}`,
  observe(data, { column = "text", part, quantile, ...bounds }) {
    const lengths = valuesOf(data, column, part).map((value) => String(value).length);
    const what = `The quantile ${quantile} of the lengths of ${JSON.stringify(column)}`;
    return observedNumber(what, interpolated(lengths, quantile), bounds);
  },
};

/** Values of a column in documents of two labels. */
export const oneLabelPerValue: ExpectationKind<ParametersOf<"one-label-per-value">> = {
  schema: optionsOf<ParametersOf<"one-label-per-value">, "name" | "severity" | "part">(rules),
  about: ({ column }) => column,
  observe(data, { column, part }) {
    const read = readerOf(column);
    const first = new Map<Value, { readonly id: string; readonly label: string }>();
    const second = new Map<Value, string>();
    for (const example of examplesOf(data, part)) {
      const value = read(example);
      const { id, label } = example;
      if (value === undefined || label === undefined) continue;
      const known = first.get(value);
      if (known === undefined) first.set(value, { id, label });
      else if (known.label !== label && !second.has(value)) second.set(value, `${known.id} = ${id}`);
    }
    const values = [...second.keys()].map(shownValue);
    const list =
      values.length === 0
        ? ""
        : `: ${values.slice(0, SHOWN).join(", ")}${values.length > SHOWN ? ", …" : ""}`;
    return {
      message: `${second.size} of ${first.size} values of ${JSON.stringify(column)} have documents of more than one label${list}.`,
      count: second.size,
      of: first.size,
      examples: [...second.values()].slice(0, SHOWN),
      observed: first.size === 0 ? "no values" : `${second.size} values with more than one label`,
      expected: "one label for each value",
      isMet: second.size === 0 && first.size > 0,
    };
  },
};

function interpolated(numbers: readonly number[], quantile: number): number | undefined {
  return numbers.length === 0 ? undefined : quantileSorted(Float64Array.from(numbers).sort(), quantile);
}

function shownSome(values: readonly string[]): string {
  if (values.length === 0) return "none";
  const list = values.slice(0, SHOWN * 2).map(quotedLabel);
  return `${list.join(", ")}${values.length > SHOWN * 2 ? ", …" : ""}`;
}
