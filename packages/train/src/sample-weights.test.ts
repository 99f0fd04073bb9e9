import type { Classifier } from "@imdb/core";
import { sampleWeightContract } from "@imdb/core/testing";
import { describe, expect, test } from "vitest";
import { calibratedClassifier } from "./calibration/calibrated-classifier.js";
import { denseLogisticRegression } from "./dense/dense-logistic-regression.js";
import { dummyClassifier } from "./dummy-classifier.js";
import { oneVsRestClassifier } from "./ensemble/one-vs-rest-classifier.js";
import { votingClassifier } from "./ensemble/voting-classifier.js";
import { linearSvc } from "./linear/linear-svc.js";
import { logisticRegression } from "./linear/logistic-regression.js";
import { complementNb } from "./naive-bayes/complement-nb.js";
import { multinomialNb } from "./naive-bayes/multinomial-nb.js";
import { nbLogisticRegression } from "./naive-bayes/nb-logistic-regression.js";
import { noisyRows } from "./noisy-rows.js";
import { type CvSplitter, foldsOf } from "./selection/splitter.js";
import { sgdClassifier } from "./sgd/sgd-classifier.js";

const tight = { tol: 1e-11, maxIter: 100_000 } as const;
const sparse = { solver: "coordinate-descent", ...tight } as const;

/** Folds by the number in the name of the group, whatever other groups there are. */
const byGroupNumber: CvSplitter = {
  params: { splitter: "byGroupNumber" },
  split: (_, groups = []) =>
    foldsOf(
      groups.map((group) => Math.floor(Number(group.slice(4)) / 5) % 3),
      3,
    ),
};
const calibrated = (base: Classifier, method: "sigmoid" | "isotonic" | "temperature") =>
  calibratedClassifier(base, { method, cv: byGroupNumber });

const makers: Record<string, () => Classifier> = {
  "logisticRegression, its default": () => logisticRegression(tight),
  "logisticRegression, balanced": () => logisticRegression({ ...tight, classWeight: "balanced" }),
  "logisticRegression, liblinear": () => logisticRegression({ solver: "liblinear", ...tight }),
  "logisticRegression, liblinear in the primal": () =>
    logisticRegression({ solver: "liblinear", dual: false, ...tight }),
  "logisticRegression, liblinear L1": () =>
    logisticRegression({ solver: "liblinear", penalty: "l1", ...tight }),
  "logisticRegression, lbfgs": () => logisticRegression({ solver: "lbfgs", ...tight }),
  "logisticRegression, newton-cg": () => logisticRegression({ solver: "newton-cg", ...tight }),
  "logisticRegression, L1": () => logisticRegression({ ...sparse, penalty: "l1" }),
  "logisticRegression, elastic net": () => logisticRegression({ ...sparse, penalty: "elasticnet" }),
  linearSvc: () => linearSvc(tight),
  "linearSvc, hinge, balanced": () => linearSvc({ ...tight, loss: "hinge", classWeight: "balanced" }),
  multinomialNb: () => multinomialNb(),
  complementNb: () => complementNb(),
  "complementNb, norm": () => complementNb({ norm: true }),
  nbLogisticRegression: () => nbLogisticRegression({ ...tight, beta: 0.7 }),
  "dummyClassifier, prior": () => dummyClassifier(),
  "dummyClassifier, most frequent": () => dummyClassifier({ strategy: "mostFrequent" }),
  oneVsRestClassifier: () => oneVsRestClassifier(logisticRegression(tight)),
  votingClassifier: () => votingClassifier([multinomialNb(), linearSvc(tight)]),
  "calibratedClassifier, sigmoid": () => calibrated(linearSvc(tight), "sigmoid"),
  "calibratedClassifier, isotonic": () => calibrated(multinomialNb(), "isotonic"),
  "calibratedClassifier, temperature": () => calibrated(logisticRegression(tight), "temperature"),
};

describe.each(Object.entries(makers))("%s", (name, make) => {
  const takesGroups = name.startsWith("calibratedClassifier");
  for (const c of sampleWeightContract(make, { tolerance: 2e-5, takesGroups })) test(c.name, c.run);
});

test("sgdClassifier refuses weights that leave a class without rows", async () => {
  const { X, y } = noisyRows(30, 4, 1);
  const fit = (weightOf: (code: number) => number) =>
    sgdClassifier().fit(X, y, { sampleWeight: Float64Array.from(y.codes, weightOf) });
  await expect(fit(() => 0)).rejects.toMatchObject({ code: "CLASS_WITHOUT_WEIGHT" });
  await expect(fit((code) => code)).rejects.toMatchObject({
    code: "CLASS_WITHOUT_WEIGHT",
    message: expect.stringContaining('class "a"'),
  });
});

test("denseLogisticRegression, which has no sample weights, refuses them", async () => {
  const { X, y } = noisyRows(30, 4, 1);
  const fit = denseLogisticRegression().fit(X, y, { sampleWeight: Array(30).fill(1) } as never);
  await expect(fit).rejects.toMatchObject({
    code: "INVALID_OPTION",
    message: expect.stringContaining("sampleWeight"),
  });
});
