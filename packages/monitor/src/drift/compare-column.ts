import {
  callback,
  either,
  oneOf,
  optionsOf,
  type Resolved,
  recordOf,
  rule,
  text,
  within,
} from "@imdb/core/options";
import { UnknownDriftMethod } from "../errors.js";
import { type ChooseMethod, evidentlyMethods } from "./choose-method.js";
import { categoryBins, columnStatistics, numberBins } from "./column-statistics.js";
import { CORRECTIONS, type Correction } from "./correction.js";
import { distancePValue } from "./distance-p-value.js";
import { driftMethods } from "./methods/index.js";
import { type DriftMethod, type DriftScore, isDriftMethod } from "./methods/method.js";
import { notCompared, type PairedColumn } from "./paired-column.js";
import type { ColumnDrift } from "./report-schema.js";

/** How columns are compared. */
export interface ColumnOptions {
  /** Chooses the method of a column that is not in `methods`. Default {@link evidentlyMethods}. */
  readonly chooseMethod?: ChooseMethod | undefined;
  /** Methods by column name: the name of one of {@link driftMethods}, or your own method. */
  readonly methods?: Readonly<Record<string, string | DriftMethod>> | undefined;
  /** Thresholds by column name. Default: the threshold of the method. */
  readonly thresholds?: Readonly<Record<string, number>> | undefined;
  /**
   * Correction of the columns' p-values for multiple tests. Default `benjaminiHochberg`.
   *
   * With a correction, a distance must also be significant, unless `methods` or `thresholds` names the column: small
   * windows are far from any reference by chance. With `none` the distance decides alone, as in Evidently.
   */
  readonly correction?: Correction | undefined;
}

const driftMethod = rule<DriftMethod>("a drift method", isDriftMethod);

/** The schema of {@link ColumnOptions}. */
export const columnOptions = optionsOf<ColumnOptions>({
  chooseMethod: [evidentlyMethods, callback()],
  methods: [{}, recordOf(either(text, driftMethod))],
  thresholds: [{}, recordOf(within(0, Infinity))],
  correction: ["benjaminiHochberg", oneOf(...CORRECTIONS)],
});

/**
 * Compares a column of two windows. The p-value is not corrected yet.
 *
 * @throws `UNKNOWN_DRIFT_METHOD`
 */
export function compareColumn(paired: PairedColumn, options: Resolved<ColumnOptions>): ColumnDrift {
  const { column, type, pair, missing } = paired;
  if (pair.referenceCount === 0) return notCompared(column, type, "it has no values in the reference");
  if (pair.currentCount === 0) return notCompared(column, type, "it has no values in the current window");
  const { chooseMethod, methods, thresholds, correction } = options;
  const named = Object.hasOwn(methods, column) ? methods[column] : undefined;
  const facts = { type, referenceCount: pair.referenceCount, distinct: pair.keys.length };
  const method = named === undefined ? chooseMethod(facts) : findMethod(named, type);
  const threshold = Object.hasOwn(thresholds, column) ? thresholds[column]! : method.threshold;
  const { statistic, pValue: own } = score(method, paired);
  const decidesAlone = named !== undefined || Object.hasOwn(thresholds, column) || correction === "none";
  const pValue = method.result === "distance" && !decidesAlone ? distancePValue(paired) : own;
  return {
    status: "compared",
    column,
    type,
    method: method.name,
    title: method.title,
    result: method.result,
    score: method.result === "pValue" ? pValue! : statistic,
    statistic: Number.isFinite(statistic) ? statistic : null,
    pValue,
    adjustedPValue: pValue,
    threshold,
    drifted: method.result === "pValue" ? pValue! < threshold : statistic >= threshold,
    reference: columnStatistics(pair, "reference", missing.reference, type),
    current: columnStatistics(pair, "current", missing.current, type),
    bins: paired.type === "numeric" ? numberBins(paired.pair) : categoryBins(pair),
  };
}

function score(method: DriftMethod, paired: PairedColumn): DriftScore {
  if (paired.type === "numeric" && method.numeric) return method.numeric(paired.pair);
  if (method.categorical) return method.categorical(paired.pair);
  throw unknownMethod(method.name, paired.type);
}

function findMethod(named: string | DriftMethod, type: "numeric" | "categorical"): DriftMethod {
  const method = typeof named === "string" ? driftMethods.find((m) => m.name === named) : named;
  if (!method || (type === "categorical" && !method.categorical)) {
    throw unknownMethod(typeof named === "string" ? named : named.name, type);
  }
  return method;
}

function unknownMethod(method: string, type: string): Error {
  const usable = driftMethods.filter((m) => type === "numeric" || m.categorical);
  return UnknownDriftMethod.create({ method, type, known: usable.map((m) => m.name) });
}
