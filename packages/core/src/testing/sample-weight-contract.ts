import type { Classifier } from "../contracts/classifier.js";
import type { RunOptions } from "../contracts/run-options.js";
import type { TrainLabels } from "../contracts/split.js";
import { ImdbError } from "../errors/imdb-error.js";
import { type CsrMatrix, csrFromRows, csrSelectRows } from "../matrix/csr-matrix.js";
import { seededRandom } from "../random.js";
import { type ContractCase, casesOf, failureOf, rule } from "./contract-case.js";

/** Options of a fit with sample weights. */
export interface WeightedRun extends RunOptions {
  /** One weight per row, from 0. */
  readonly sampleWeight?: ArrayLike<number>;
  /** One group per row: copies of a row have the same group. A classifier that makes folds must keep groups together. */
  readonly groups?: readonly string[];
}

/** Options of {@link sampleWeightContract}. */
export interface SampleWeightContractOptions {
  /** How far two probabilities may be apart: as far as the solver's tolerance allows. Default 1e-6. */
  readonly tolerance?: number;
  /** Whether its fit takes `groups`, one for each row, for the folds that it makes. Default `false`. */
  readonly takesGroups?: boolean;
}

const ROWS = 60;
const COLUMNS = 8;

/**
 * The two laws of sample weights, for a {@link Classifier} whose fit takes `sampleWeight`: a row of weight 2 counts as
 * the row twice, and a row of weight 0 as removed.
 *
 * Make the classifier with a small tolerance of its solver: the laws are about optima. If it makes folds inside, make it
 * with folds by `groups`, so that copies of a row are in the same fold. What depends on the order or the number of steps,
 * as stochastic gradient descent does, cannot keep the laws; its documentation must say so.
 *
 * @param make  Makes the classifier. It gets two and three classes, and values from 0.
 */
export function sampleWeightContract(
  make: () => Classifier,
  { tolerance = 1e-6, takesGroups = false }: SampleWeightContractOptions = {},
): ContractCase[] {
  const groupsOf = (rows: readonly number[]): Pick<WeightedRun, "groups"> =>
    takesGroups ? { groups: rows.map((row) => `row ${row}`) } : {};
  const all = [...Array(ROWS).keys()];
  const sameFit = (data: Data, sampleWeight: Float64Array, rows: readonly number[]) =>
    compareFits(make, data, { sampleWeight, ...groupsOf(all) }, { rows, run: groupsOf(rows) }, tolerance);
  return casesOf({
    async "a row of weight 2 counts as the row twice"() {
      for (const classes of [2, 3]) {
        const data = generated(classes);
        const weights = Float64Array.from({ length: ROWS }, (_, i) => (i % 3 === 0 ? 2 : 1));
        const twice = all.flatMap((i) => (weights[i] === 2 ? [i, i] : [i]));
        await sameFit(data, weights, twice);
      }
    },
    async "a row of weight 0 counts as removed"() {
      for (const classes of [2, 3]) {
        const data = generated(classes);
        const weights = Float64Array.from({ length: ROWS }, (_, i) => (i % 4 === 0 ? 0 : 1));
        const kept = all.filter((i) => weights[i] !== 0);
        await sameFit(data, weights, kept);
      }
    },
    async "weights that are all 0, or all 0 for a class, are refused"() {
      const { X, y } = generated(3);
      for (const weightOf of [() => 0, (code: number) => (code === 1 ? 0 : 1)]) {
        const run: WeightedRun = {
          sampleWeight: Float64Array.from(y.codes, weightOf),
          ...groupsOf(all),
        };
        const error = await failureOf(() => make().fit(X, y, run));
        rule(ImdbError.isInstance(error), `fit threw ${String(error)} instead of a typed error`);
      }
    },
    async "a weight below 0, one that is not finite, and weights of another length are refused"() {
      const { X, y } = generated(2);
      for (const weight of [-1, Number.NaN, Infinity]) {
        const sampleWeight = Float64Array.from({ length: ROWS }, (_, i) => (i === 5 ? weight : 1));
        const error = await failureOf(() => make().fit(X, y, { sampleWeight } as WeightedRun));
        rule(ImdbError.isInstance(error), `weight ${weight} threw ${String(error)}`);
      }
      const error = await failureOf(() => make().fit(X, y, { sampleWeight: [1, 2] } as WeightedRun));
      rule(ImdbError.isInstance(error), `two weights threw ${String(error)}`);
    },
  });
}

interface Data {
  readonly X: CsrMatrix;
  readonly y: TrainLabels;
}

/** Compares the fit of weighted rows with the fit of the rows as the weights say. */
async function compareFits(
  make: () => Classifier,
  { X, y }: Data,
  weightedRun: WeightedRun,
  { rows, run }: { readonly rows: readonly number[]; readonly run: WeightedRun },
  tolerance: number,
): Promise<void> {
  const weighted = await make().fit(X, y, weightedRun);
  const codes = Int32Array.from(rows, (row) => y.codes[row]!);
  const plain = await make().fit(csrSelectRows(X, rows), { ...y, codes }, run);
  const [a, b] = [weighted.predictProba(X), plain.predictProba(X)];
  a.forEach((p, at) => {
    const distance = Math.abs(p - b[at]!);
    rule(
      distance <= tolerance,
      `with ${y.classes.length} classes probability ${at} is ${p} in place of ${b[at]}`,
    );
  });
}

/** Counts whose columns depend on the class, with noise: the classes cannot be separated. */
function generated(classes: number): Data {
  const random = seededRandom(classes);
  const codes = Int32Array.from({ length: ROWS }, (_, i) => i % classes);
  const X = csrFromRows(
    Array.from(codes, (code) =>
      Array.from({ length: COLUMNS }, (_, j) => {
        const count = random.integer(3) + (j % classes === code && random.next() < 0.5 ? 1 : 0);
        return [j, count] as const;
      }).filter(([, count]) => count > 0),
    ),
    COLUMNS,
  );
  return { X, y: { role: "train", classes: ["a", "b", "c"].slice(0, classes), codes } };
}
