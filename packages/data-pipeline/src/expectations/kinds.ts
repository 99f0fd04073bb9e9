import { labelCountBetween, labelShareBetween, rowCountBetween } from "./count-kinds.js";
import type { NamedExpectation } from "./expectation.js";
import type { ExpectationKind, ParametersOf } from "./kind.js";
import {
  distinctCountBetween,
  distinctValuesEqualSet,
  lengthQuantileBetween,
  oneLabelPerValue,
  quantileBetween,
} from "./set-kinds.js";
import {
  valueLengthsBetween,
  valuesBetween,
  valuesInSet,
  valuesMatchRegex,
  valuesNotInSet,
  valuesNotMatchRegex,
  valuesNotNull,
  valuesUnique,
} from "./value-kinds.js";

/** The kinds of expectations by their names. */
export const KINDS: { readonly [N in NamedExpectation["expect"]]: ExpectationKind<ParametersOf<N>> } = {
  "row-count-between": rowCountBetween,
  "label-share-between": labelShareBetween,
  "label-count-between": labelCountBetween,
  "values-not-null": valuesNotNull,
  "values-unique": valuesUnique,
  "values-in-set": valuesInSet,
  "values-not-in-set": valuesNotInSet,
  "values-between": valuesBetween,
  "values-match-regex": valuesMatchRegex,
  "values-not-match-regex": valuesNotMatchRegex,
  "value-lengths-between": valueLengthsBetween,
  "distinct-values-equal-set": distinctValuesEqualSet,
  "distinct-count-between": distinctCountBetween,
  "quantile-between": quantileBetween,
  "length-quantile-between": lengthQuantileBetween,
  "one-label-per-value": oneLabelPerValue,
};
