import { UnknownDriftMethod } from "../errors.js";
import { chanceOf } from "./chance-of.js";
import { type ChooseMethod, evidentlyMethods } from "./choose-method.js";
import { drawnCategories, drawnNumbers, figuresOf } from "./column-figures.js";
import type { Correction } from "./correction.js";
import { driftMethods } from "./methods/index.js";
import type { DriftMethod, DriftScore } from "./methods/method.js";
import { notCompared, type PairedColumn } from "./paired-column.js";
import type { ColumnDrift } from "./report-schema.js";

/** How columns are compared. */
export interface ColumnOptions {
  /** Chooses the method of columns that `methods` does not name. Default {@link evidentlyMethods}. */
  readonly choose?: ChooseMethod | undefined;
  /** Methods by column name: the name of one of ours, or a method of the caller's own. */
  readonly methods?: Readonly<Record<string, string | DriftMethod>> | undefined;
  /** Thresholds by column name; default the method's. */
  readonly thresholds?: Readonly<Record<string, number>> | undefined;
  /**
   * For the p-values of the columns. Default `benjaminiHochberg`. Then a distance that nobody named must also be
   * larger than chance makes it: a small window is far from anything. `none` decides exactly as Evidently does.
   */
  readonly correction?: Correction | undefined;
}

/**
 * Compares a column of two windows. P-values are not corrected yet.
 *
 * @throws `UNKNOWN_DRIFT_METHOD`
 */
export function compareColumn(paired: PairedColumn, options: ColumnOptions): ColumnDrift {
  const { column, type, pair, missing } = paired;
  if (pair.referenceCount === 0) return notCompared(column, type, "it has no values in the reference");
  if (pair.currentCount === 0) return notCompared(column, type, "it has no values in the current window");
  const facts = { type, referenceCount: pair.referenceCount, distinct: pair.keys.length };
  const { choose = evidentlyMethods, methods = {}, thresholds = {}, correction } = options;
  const named = Object.hasOwn(methods, column) ? methods[column] : undefined;
  const method = named === undefined ? choose(facts) : findMethod(named, type);
  const threshold = Object.hasOwn(thresholds, column) ? thresholds[column]! : method.threshold;
  const { statistic, pValue: own } = score(method, paired);
  const decidesAlone = named !== undefined || Object.hasOwn(thresholds, column) || correction === "none";
  const pValue = method.result === "distance" && !decidesAlone ? chanceOf(paired) : own;
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
    reference: figuresOf(pair, "reference", missing.reference, type),
    current: figuresOf(pair, "current", missing.current, type),
    bins: paired.type === "numeric" ? drawnNumbers(paired.pair) : drawnCategories(pair),
  };
}

function score(method: DriftMethod, paired: PairedColumn): DriftScore {
  if (paired.type === "numeric" && method.numeric) return method.numeric(paired.pair);
  if (method.categorical) return method.categorical(paired.pair);
  throw unknown(method.name, paired.type);
}

function findMethod(named: string | DriftMethod, type: "numeric" | "categorical"): DriftMethod {
  const method = typeof named === "string" ? driftMethods.find((m) => m.name === named) : named;
  if (!method || (type === "categorical" && !method.categorical)) {
    throw unknown(typeof named === "string" ? named : named.name, type);
  }
  return method;
}

function unknown(method: string, type: string): Error {
  const usable = driftMethods.filter((m) => type === "numeric" || m.categorical);
  return UnknownDriftMethod.create({ method, type, known: usable.map((m) => m.name) });
}
