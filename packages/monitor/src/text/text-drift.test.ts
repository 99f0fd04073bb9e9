import {
  byCodePoint,
  type Classifier,
  type CsrMatrix,
  csrFromRows,
  type FittedVectorizer,
  type LinearClassifier,
  seededRandom,
  type Vectorizer,
} from "@imdb/core";
import { describe, expect, test } from "vitest";
import { createProfile, driftHtml, driftReport, ngramDrift, textDrift } from "../index.js";

const tokens = (text: string) => new Set(text.toLowerCase().match(/\p{L}+/gu) ?? []);

/** Presence of words: the smallest real vectorizer. */
const vectorizer: Vectorizer = {
  params: {},
  async fit(train) {
    return fitWords(train);
  },
  async fitTransform(train) {
    const fitted = fitWords(train);
    return { vectorizer: fitted, matrix: fitted.transform(train) };
  },
};

function fitWords(texts: readonly string[]): FittedVectorizer {
  const names = [...new Set(texts.flatMap((t) => [...tokens(t)]))].sort(byCodePoint);
  const columns = new Map(names.map((name, i) => [name, i]));
  const row = (text: string) =>
    [...tokens(text)].flatMap((t) => (columns.has(t) ? [[columns.get(t)!, 1] as const] : []));
  return {
    kind: "test/words",
    params: {},
    featureCount: names.length,
    featureNames: () => names,
    transform: (more) => csrFromRows(more.map(row), names.length),
  };
}

/** Bernoulli naive Bayes as a linear model. */
const classifier: Classifier<LinearClassifier> = {
  params: {},
  async fit(X, y) {
    const present = [new Float64Array(X.cols).fill(1), new Float64Array(X.cols).fill(1)];
    const texts = [2, 2];
    for (let r = 0; r < X.rows; r++) {
      texts[y.codes[r]!]!++;
      for (let k = X.indptr[r]!; k < X.indptr[r + 1]!; k++) present[y.codes[r]!]![X.indices[k]!]!++;
    }
    const share = (c: number, j: number) => present[c]![j]! / texts[c]!;
    const odds = (p: number) => Math.log(p / (1 - p));
    const coef = Float64Array.from({ length: X.cols }, (_, j) => odds(share(1, j)) - odds(share(0, j)));
    const decide = (M: CsrMatrix) => {
      const values = new Float64Array(M.rows);
      for (let r = 0; r < M.rows; r++) {
        for (let k = M.indptr[r]!; k < M.indptr[r + 1]!; k++) values[r]! += coef[M.indices[k]!]!;
      }
      return values;
    };
    return {
      kind: "test/naive-bayes",
      params: {},
      classes: y.classes,
      featureCount: X.cols,
      coef,
      intercept: new Float64Array(1),
      decisionFunction: decide,
      predictProba: (M) =>
        Float64Array.from([...decide(M)].flatMap((d) => [1 / (1 + Math.exp(d)), 1 / (1 + Math.exp(-d))])),
    };
  },
};

function texts(n: number, seed: number, more: readonly string[] = []): string[] {
  const random = seededRandom(seed);
  const words = [..."abcdefghijklmnopqrstuvwxyz"].map((c) => c.repeat(3)).concat(more);
  return Array.from({ length: n }, () =>
    Array.from({ length: 12 }, () => words[random.integer(words.length)]!).join(" "),
  );
}

const tools = { vectorizer, classifier };

describe("textDrift", () => {
  test("finds new words, and names them", async () => {
    const found = await textDrift({
      reference: texts(400, 1),
      current: texts(200, 2, ["refund", "battery", "parcel"]),
      ...tools,
    });
    expect(found.drifted).toBe(true);
    expect(found.rocAuc).toBeGreaterThan(0.8);
    expect(
      found.terms
        .slice(0, 3)
        .map((t) => t.term)
        .sort(),
    ).toEqual(["battery", "parcel", "refund"]);
    expect(found.terms[0]).toMatchObject({ speaksFor: "current", referenceShare: 0 });
  });

  test("alarms about as often as its significance says when nothing has changed", async () => {
    let alarms = 0;
    for (let seed = 10; seed < 110; seed++) {
      const all = texts(120, seed);
      const found = await textDrift(
        { reference: all.slice(0, 60), current: all.slice(60), ...tools, significance: 0.1 },
        { seed },
      );
      if (found.drifted) alarms++;
    }
    // 10 expected; 20 or more has a chance under 0.2 % for a test of exactly that size.
    expect(alarms).toBeLessThan(20);
  });

  test("the same seed gives the same report; too few texts are said to be so", async () => {
    const options = { reference: texts(100, 1), current: texts(90, 2), ...tools, maxTexts: 50 };
    const first = await textDrift(options, { seed: 3 });
    expect(await textDrift(options, { seed: 3 })).toEqual(first);
    expect(first).toMatchObject({ referenceCount: 50, currentCount: 50, seed: 3 });
    const few = await textDrift({ ...options, current: ["one", "two"] });
    expect(few).toMatchObject({ rocAuc: null, pValue: null, drifted: false });
  });

  test("it can be cancelled", async () => {
    const options = { reference: texts(100, 1), current: texts(90, 2), ...tools };
    await expect(textDrift(options, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "CANCELLED",
    });
  });

  test("counts as a column of the drift report and is on its page", async () => {
    const [before, now] = [texts(400, 1), texts(200, 2, ["refund"])];
    const text = await textDrift({ reference: before, current: now, ...tools });
    const report = driftReport({ reference: createProfile(before), current: createProfile(now), text });
    expect(report.columns.find((c) => c.column === "text")).toMatchObject({
      method: "domainClassifier",
      score: text.rocAuc,
    });
    expect(driftHtml(report)).toContain("What tells the texts apart");
  });
});

describe("ngramDrift", () => {
  test("finds the features whose share changed, and no others", () => {
    const before = texts(1000, 1);
    const now = texts(1000, 2).map((t, i) => (i % 4 === 0 ? `${t} xyz` : t));
    const known = fitWords([...before, ...now]);
    const found = ngramDrift({ reference: before, current: now, vectorizer: known });
    expect(found.strongest.map((t) => [t.word, t.change, t.currentShare])).toEqual([["xyz", "more", 0.25]]);
    expect(ngramDrift({ reference: before, current: [], vectorizer: known })).toMatchObject({
      tested: 0,
      drifted: 0,
    });
  });
});
