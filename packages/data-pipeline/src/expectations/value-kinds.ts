import type { Example } from "@imdb/core";
import { checkOption, optionsOf, rule } from "@imdb/core/options";
import type { CheckedData, Observation } from "../quality/check.js";
import { SHOWN } from "../quality/data-counts.js";
import type { Part } from "../quality/part.js";
import { examplesOf, frequentValues, readerOf, shownValue, type Value } from "./column.js";
import {
  boundRules,
  boundsWords,
  commonRules,
  type ExpectationKind,
  filledText,
  isWithin,
  type ParametersOf,
  share,
  valueList,
} from "./kind.js";
import { linearRegex } from "./regex/linear-regex.js";

interface Values {
  readonly column: string;
  readonly mostly?: number | undefined;
  readonly part?: Part | undefined;
}

type Common = "mostly" | "name" | "severity" | "part";

const mostly = rule<number>("a share above 0, up to 1", (value) => share.accepts(value) && value > 0);
const rules = { ...commonRules, column: filledText, mostly: [1, mostly] } as const;
const regexRule = rule<string>(
  "a regular expression in the syntax of JavaScript that takes linear time: without references to groups, look-around and word boundaries",
  (value) => typeof value === "string" && typeof linearRegex(value) === "function",
);
const about = ({ column }: Values) => column;

/** Documents that have a value. */
export const valuesNotNull: ExpectationKind<ParametersOf<"values-not-null">> = {
  schema: optionsOf<ParametersOf<"values-not-null">, Common>(rules as never),
  about,
  observe(data, parameters) {
    const read = readerOf(parameters.column);
    const all = examplesOf(data, parameters.part);
    const unmet = all.filter((example) => read(example) === undefined);
    return observedShare(parameters, all.length, unmet, "are missing", "not missing");
  },
};

/** Documents whose value no other document has. */
export const valuesUnique: ExpectationKind<ParametersOf<"values-unique">> = {
  schema: optionsOf<ParametersOf<"values-unique">, Common>(rules as never),
  about,
  observe(data, parameters) {
    const read = readerOf(parameters.column);
    const counts = new Map<Value, number>();
    for (const example of examplesOf(data, parameters.part)) {
      const value = read(example);
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return observedValues(data, parameters, (value) => counts.get(value) === 1, "are not unique", "unique");
  },
};

/** Values of a set. */
export const valuesInSet = ofSet<"values-in-set">(true, "are not in the set", "in");

/** Values that are not of a set. */
export const valuesNotInSet = ofSet<"values-not-in-set">(false, "are in the set", "not in");

/** Numbers within bounds. */
export const valuesBetween: ExpectationKind<ParametersOf<"values-between">> = {
  schema: optionsOf<ParametersOf<"values-between">, Common | "min" | "max">({
    ...rules,
    ...boundRules,
  } as never),
  about,
  observe(data, parameters) {
    const expected = `numbers ${boundsWords(parameters)}`;
    const isGood = (value: Value) => typeof value === "number" && isWithin(value, parameters);
    return observedValues(data, parameters, isGood, `are not ${expected}`, expected);
  },
};

/** Values in which an expression is found. */
export const valuesMatchRegex = ofRegex<"values-match-regex">(true, "do not match", "match");

/** Values in which an expression is not found. */
export const valuesNotMatchRegex = ofRegex<"values-not-match-regex">(false, "match", "do not match");

/** Values whose texts have a length within bounds. */
export const valueLengthsBetween: ExpectationKind<ParametersOf<"value-lengths-between">> = {
  schema: optionsOf<ParametersOf<"value-lengths-between">, Common | "min" | "max">({
    ...rules,
    ...boundRules,
  } as never),
  about,
  observe(data, parameters) {
    const expected = `${boundsWords(parameters)} characters long`;
    const isGood = (value: Value) => isWithin(String(value).length, parameters);
    return observedValues(data, parameters, isGood, `are not ${expected}`, expected);
  },
};

function ofSet<N extends "values-in-set" | "values-not-in-set">(
  isIn: boolean,
  unmetWords: string,
  words: string,
): ExpectationKind<ParametersOf<N>> {
  return {
    schema: optionsOf({ ...rules, values: valueList } as never) as never,
    about,
    observe(data, parameters) {
      const { values } = parameters;
      const set = new Set(values.map(String));
      const list = values.slice(0, 20).map(shownValue).join(", ");
      const expected = `${words} ${list}${values.length > 20 ? ", …" : ""}`;
      return observedValues(
        data,
        parameters,
        (value) => set.has(String(value)) === isIn,
        unmetWords,
        expected,
      );
    },
  };
}

function ofRegex<N extends "values-match-regex" | "values-not-match-regex">(
  isFound: boolean,
  unmetWords: string,
  words: string,
): ExpectationKind<ParametersOf<N>> {
  return {
    schema: optionsOf({ ...rules, regex: regexRule } as never) as never,
    about,
    observe(data, parameters) {
      const test = linearRegex(checkOption("regex", parameters.regex, regexRule));
      const isGood = (value: Value) => typeof test === "function" && test(String(value)) === isFound;
      const regex = `/${parameters.regex}/`;
      return observedValues(data, parameters, isGood, `${unmetWords} ${regex}`, `${words} ${regex}`);
    },
  };
}

/** The observation of values that must be good; those that are missing do not count. */
function observedValues(
  data: CheckedData,
  parameters: Values,
  isGood: (value: Value) => boolean,
  unmetWords: string,
  expected: string,
): Observation {
  const read = readerOf(parameters.column);
  const unmet: Example[] = [];
  const values: Value[] = [];
  let all = 0;
  for (const example of examplesOf(data, parameters.part)) {
    const value = read(example);
    if (value === undefined) continue;
    all++;
    if (isGood(value)) continue;
    unmet.push(example);
    values.push(value);
  }
  const list = values.length === 0 ? "" : `: ${frequentValues(values, SHOWN)}`;
  return observedShare(parameters, all, unmet, `${unmetWords}${list}`, expected);
}

/** The observation of a share. Without any value nothing is as expected: the column is probably misspelt. */
function observedShare(
  { column, mostly: least = 1, part }: Values,
  all: number,
  unmet: readonly Example[],
  unmetWords: string,
  expected: string,
): Observation {
  const met = all - unmet.length;
  const number = (count: number) => count.toLocaleString("en-US");
  const where = `${JSON.stringify(column)}${part === undefined ? "" : ` in ${part}`}`;
  return {
    message:
      all === 0
        ? `There are no values of ${where}.`
        : `${number(unmet.length)} of ${number(all)} values of ${where} ${unmetWords}.`,
    count: unmet.length,
    of: all,
    examples: unmet.slice(0, SHOWN).map(({ id }) => id),
    observed: all === 0 ? "no values" : `${Number(((100 * met) / all).toFixed(2))} % of ${number(all)}`,
    expected: `${least === 1 ? "all" : `at least ${Number((100 * least).toPrecision(6))} %`} ${expected}`,
    isMet: all > 0 && met / all >= least,
  };
}
