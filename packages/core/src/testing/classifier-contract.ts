import { type Classifier, linearWeightsOf } from "../contracts/classifier.js";
import type { Labels, Role, TrainLabels } from "../contracts/split.js";
import { NotTrainSplit } from "../errors/codes.js";
import { ImdbError } from "../errors/imdb-error.js";
import { csrFromRows } from "../matrix/csr-matrix.js";
import { type ContractCase, casesOf, failureOf, rule } from "./contract-case.js";
import { decisionsOf } from "./decisions-of.js";

const X = csrFromRows(
  [
    [[0, 1]],
    [
      [0, 0.5],
      [2, 1],
    ],
    [[1, 1]],
    [
      [1, 0.5],
      [2, 1],
    ],
    [[0, 2]],
    [[1, 2]],
    [],
    [],
  ],
  3,
);
const CODES = Int32Array.of(0, 0, 1, 1, 0, 1, 0, 1);

/** The rules that every {@link Classifier} must follow, of this library or another one. */
export function classifierContract(make: () => Classifier): ContractCase[] {
  const fitted = () => make().fit(X, labels("train") as TrainLabels);
  return casesOf({
    async "probabilities are rows × classes and each row sums to 1"() {
      const model = await fitted();
      const p = model.predictProba(X);
      rule(model.classes.join() === "no,yes", `classes are ${model.classes}`);
      rule(p.length === X.rows * 2, `${p.length} probabilities for ${X.rows} rows`);
      for (let r = 0; r < X.rows; r++) {
        const sum = p[2 * r]! + p[2 * r + 1]!;
        rule(Math.abs(sum - 1) < 1e-12, `row ${r} sums to ${sum}`);
        rule(p[2 * r]! >= 0 && p[2 * r + 1]! >= 0, `row ${r} has a negative probability`);
      }
    },
    async "the linear model, if there is one, has the same probabilities, bit for bit"() {
      const model = await fitted();
      if (!model.linear) return;
      const p = model.linear.probabilities(decisionsOf(X, model.linear));
      rule(
        model.predictProba(X).every((value, i) => Object.is(value, p[i])),
        "the probabilities differ",
      );
    },
    async "the weights that explain it, if there are some, have one output, or one for each class"() {
      const model = await fitted();
      const weights = linearWeightsOf(model);
      if (!weights) return;
      const outputs = weights.intercept.length;
      rule(outputs === 1 || outputs === model.classes.length, `${outputs} outputs`);
      rule(weights.coef.length === outputs * X.cols, `${weights.coef.length} weights for ${outputs} outputs`);
    },
    async "fitting twice makes the same model"() {
      const [a, b] = [(await fitted()).predictProba(X), (await fitted()).predictProba(X)];
      rule(
        a.every((value, i) => Object.is(value, b[i])),
        "two fits with the same seed differ",
      );
    },
    async "a matrix with other columns, and labels of another length, are refused"() {
      const model = await fitted();
      rule(
        ImdbError.isInstance(await failureOf(() => model.predictProba(csrFromRows([[]], 7)))),
        "7 columns were accepted",
      );
      const short: TrainLabels = { role: "train", classes: ["no", "yes"], codes: CODES.slice(1) };
      const error = await failureOf(() => make().fit(X, short));
      rule(ImdbError.isInstance(error), `labels of another length threw ${String(error)}`);
    },
    async "fitting on anything but train labels is refused"() {
      for (const role of ["test", "validation"] as const) {
        const error = await failureOf(() => make().fit(X, labels(role) as never));
        rule(NotTrainSplit.is(error), `fit threw ${String(error)} instead of NOT_TRAIN_SPLIT`);
      }
    },
    async "an aborted signal is CANCELLED"() {
      const error = await failureOf(() =>
        make().fit(X, labels("train") as TrainLabels, { signal: AbortSignal.abort() }),
      );
      rule(ImdbError.isInstance(error) && error.code === "CANCELLED", `fit threw ${String(error)}`);
    },
  });
}

function labels(role: Role): Labels {
  return { role, classes: ["no", "yes"], codes: CODES };
}
