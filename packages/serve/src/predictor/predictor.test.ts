import { describe, expect, test } from "vitest";
import { toyBundle } from "../testing/toy-model.js";
import { createPredictor } from "./predictor.js";

const predictor = createPredictor(toyBundle(), { labels: ["neg", "pos"] });

describe("a predictor", () => {
  test("returns label, probabilities and version, by the logistic function of the weights", () => {
    const prediction = predictor.predict("A good, good film, but boring");
    const { label, confidence, probabilities, modelVersion } = prediction;
    expect(label).toBe("pos");
    expect(confidence).toBe(probabilities.pos);
    expect(Object.keys(prediction)).toEqual(["label", "confidence", "probabilities", "modelVersion"]);
    // 2 · 1 − 1 = 1, and 1 / (1 + e⁻¹) = 0.731058…
    expect(probabilities.pos).toBeCloseTo(0.7310585786300049, 15);
    expect(probabilities.neg + probabilities.pos).toBe(1);
    expect(modelVersion).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test("scores a batch as it scores each text alone", () => {
    const texts = ["good", "", "bad boring", "\ud800 odd", "great great"];
    expect(predictor.predictBatch(texts)).toEqual(texts.map((text) => predictor.predict(text)));
    expect(predictor.predictBatch([])).toEqual([]);
  });

  test("a tie goes to the first label", () => {
    expect(predictor.predict("nothing known").label).toBe("neg");
  });

  test.each([undefined, null, 3, {}, ["good"]])("refuses %j as a text", (text) => {
    expect(() => predictor.predict(text as never)).toThrow(/Text 0 cannot be scored/);
    expect(() => predictor.predictBatch(["good", text as never])).toThrow(/Text 1 cannot be scored/);
  });

  test("refuses a model with other labels than expected", () => {
    expect(() => createPredictor(toyBundle(), { labels: ["no", "yes"] })).toThrow(/labels are neg, pos/);
  });

  test("keeps a label named like a prototype's property as a label", () => {
    const odd = createPredictor(toyBundle(0, ["__proto__", "constructor"]));
    const { probabilities } = odd.predict("good");
    expect(Object.keys(probabilities)).toEqual(["__proto__", "constructor"]);
    expect(Object.values(probabilities)[0]).toBeCloseTo(0.2689, 4);
  });
});

describe("an explanation", () => {
  const text = "Great start, but a bad, BAD end";

  test("divides the decision value among the words and returns their positions", () => {
    const { decision, intercept, contributions, explained } = predictor.explain(text);
    expect(explained).toBe("neg");
    expect(contributions.map((c) => [c.feature, c.contribution])).toEqual([
      ["bad", 4],
      ["great", -2],
    ]);
    expect(contributions[0]!.occurrences.map(({ start, end }) => text.slice(start, end))).toEqual([
      "bad",
      "BAD",
    ]);
    expect(decision).toBe(intercept + 4 - 2);
  });

  test("changes its sign with the label, and has at most limit contributions", () => {
    const { contributions, decision } = predictor.explain(text, { label: "pos", limit: 1 });
    expect(contributions.map((c) => [c.feature, c.contribution])).toEqual([["bad", -4]]);
    expect(decision).toBe(-2);
    expect(() => predictor.explain(text, { label: "other" })).toThrow(/neg or pos/);
    expect(() => predictor.explain(text, { limit: -1 })).toThrow(/limit/);
  });

  test("of a model that contains linear ones is by the weights that it makes of them", () => {
    const bundle = toyBundle();
    const { coef, intercept, ...ensemble } = bundle.classifier as never as {
      coef: Float64Array;
      intercept: Float64Array;
    };
    const linearWeights = () => ({ coef: coef.map((weight) => weight / 2), intercept });
    const classifier = { ...ensemble, linearWeights } as never;
    const { contributions } = createPredictor({ ...bundle, classifier }).explain(text, { label: "neg" });
    expect(contributions.map((c) => [c.feature, c.contribution])).toEqual([
      ["bad", 2],
      ["great", -1],
    ]);
  });

  test("of a model without weights is refused, or made by the caller's function", () => {
    const bundle = toyBundle();
    const { coef: _, intercept: __, ...opaque } = bundle.classifier as never as Record<string, unknown>;
    const opaqueBundle = { ...bundle, classifier: opaque as never };
    expect(() => createPredictor(opaqueBundle).explain(text)).toThrow(/no word weights/);
    const own = createPredictor(opaqueBundle, {
      explain: (_bundle, asked) => ({
        ...predictor.predict(asked),
        explained: "neg",
        intercept: 0,
        decision: 7,
        contributions: [],
      }),
    });
    expect(own.explain(text).decision).toBe(7);
  });
});
