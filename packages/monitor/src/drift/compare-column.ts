import { UnknownDriftMethod } from "../errors.js";
import type { ProfileColumn } from "../profile/schema.js";
import { type ChooseMethod, evidentlyMethods } from "./choose-method.js";
import { columnFigures, drawnCategories, drawnNumbers } from "./column-figures.js";
import type { DriftMethod, DriftScore } from "./method.js";
import { driftMethods } from "./methods/index.js";
import { type CategoricalPair, type NumericPair, pairOfCounts, pairOfSketches } from "./pair.js";
import type { ColumnDrift } from "./report-schema.js";

/** How columns are compared. */
export interface ColumnOptions {
  /** Chooses the method of columns that `methods` does not name. Default {@link evidentlyMethods}. */
  readonly choose?: ChooseMethod | undefined;
  /** Methods by column name: the name of one of ours, or a method of the caller's own. */
  readonly methods?: Readonly<Record<string, string | DriftMethod>> | undefined;
  /** Thresholds by column name; default the method's. */
  readonly thresholds?: Readonly<Record<string, number>> | undefined;
}

/**
 * Compares a column of two profiles. P-values are not corrected yet.
 *
 * @throws `UNKNOWN_DRIFT_METHOD`
 */
export function compareColumn(
  reference: ProfileColumn,
  current: ProfileColumn,
  options: ColumnOptions,
): ColumnDrift {
  const { name: column, type } = reference;
  const notCompared = (reason: string): ColumnDrift => ({ status: "notCompared", column, type, reason });
  if (type !== current.type) return notCompared(`it is ${type} in the reference and ${current.type} now`);
  const figures = { reference: columnFigures(reference), current: columnFigures(current) };
  if (figures.reference.count === 0) return notCompared("it has no values in the reference");
  if (figures.current.count === 0) return notCompared("it has no values in the current window");
  const pair = pairOfColumns(reference, current);
  const facts = { type, referenceCount: figures.reference.count, distinct: pair.keys.length };
  const { choose = evidentlyMethods, methods = {}, thresholds = {} } = options;
  const named = Object.hasOwn(methods, column) ? methods[column] : undefined;
  const method = named === undefined ? choose(facts) : findMethod(named, type);
  const threshold = Object.hasOwn(thresholds, column) ? thresholds[column]! : method.threshold;
  const { statistic, pValue } = score(method, pair, type);
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
    ...figures,
    bins: type === "numeric" ? drawnNumbers(pair as NumericPair) : drawnCategories(pair),
  };
}

function pairOfColumns(reference: ProfileColumn, current: ProfileColumn): CategoricalPair | NumericPair {
  if (reference.type === "numeric" && current.type === "numeric") {
    return pairOfSketches(reference.sketch, current.sketch);
  }
  if (reference.type === "categorical" && current.type === "categorical") {
    return pairOfCounts(reference.summary, current.summary);
  }
  throw new TypeError("columns of two types");
}

function score(method: DriftMethod, pair: CategoricalPair | NumericPair, type: string): DriftScore {
  if (type === "numeric" && method.numeric) return method.numeric(pair as NumericPair);
  if (method.categorical) return method.categorical(pair);
  throw unknown(method.name, type);
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
