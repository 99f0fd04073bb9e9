import { csrFromRows, decodePart, type Labels, type Part, type Tensor } from "@imdb/core";
import { type CostEntry, costEntry, type MakeInput } from "../../../../tools/cost/cost.mjs";
import {
  filled,
  inside,
  JSON_TEXTS,
  jsonFields,
  SOME_TEXTS,
  YAML_TEXTS,
} from "../../../../tools/cost/inputs.mjs";
import { parseTrainConfig } from "../config/index.js";
import { evaluate, evaluationReport, linearModel, modelCard, trainCodecs } from "../index.js";

/** The ways into this package for what comes from outside, with hostile inputs. */
export const costEntries: readonly CostEntry[] = [
  costEntry({
    name: "parseTrainConfig",
    inputs: {
      ...YAML_TEXTS,
      ...JSON_TEXTS,
      ...jsonFields(["project", "data", "features", "model", "evaluation"]),
      "comments behind a project": filled("# a\n", "project: { name: a }\n"),
    },
    run: (text: string) => void parseTrainConfig(text),
  }),
  costEntry({
    name: "trainCodecs of parameters",
    inputs: { ...inside(parameters(), partOf), "a long report": longReport },
    run: (part: Part) => void decodePart(part, trainCodecs),
  }),
  costEntry({
    name: "trainCodecs of tensors",
    inputs: models(),
    run: (part: Part) => void decodePart(part, trainCodecs),
  }),
  costEntry({
    name: "trainCodecs of ensembles",
    inputs: ensembles(),
    run: (part: Part) => void decodePart(part, trainCodecs),
  }),
  costEntry({
    name: "evaluationReport",
    inputs: labelled(),
    run: ({ rows, labels }: ReturnType<typeof rowsOf>) =>
      evaluationReport(MODEL, rows, labels, { resamples: 0 }).length,
  }),
  costEntry({ name: "modelCard", inputs: SOME_TEXTS, run: cardOf }),
];

const MODEL = linearModel({
  kind: "LogisticRegression",
  params: {},
  classes: ["neg", "pos"],
  featureCount: 2,
  link: "sigmoid",
  coef: Float64Array.of(1, -1),
  intercept: Float64Array.of(0),
});

function parameters() {
  return {
    ...JSON_TEXTS,
    ...jsonFields(["classes", "options", "report", "prior"]),
    "many classes": (n: number) =>
      JSON.stringify({
        classes: Array.from({ length: n / 8 }, (_, i) => `c${i}`),
        featureCount: 1,
        link: "ovr",
        options: {},
      }),
  };
}

function partOf(text: string): Part {
  let params: unknown = {};
  try {
    params = JSON.parse(text);
  } catch {
    params = { classes: text };
  }
  return { kind: "LogisticRegression", version: 1, params: Object(params) as Part["params"], tensors: {} };
}

function longReport(bytes: number): Part {
  const report = {
    solver: "s",
    iterations: 1,
    converged: true,
    objective: 1,
    gradientNorm: 1,
    warnings: Array<string>(bytes / 8).fill("w"),
  };
  const params = { classes: ["a", "b"], featureCount: 1, link: "sigmoid", options: {}, report };
  const tensors = {
    coef: { shape: [1, 1], data: Float64Array.of(1) },
    intercept: { shape: [1], data: Float64Array.of(1) },
  };
  return { kind: "LogisticRegression", version: 1, params, tensors } as unknown as Part;
}

function models(): Record<string, MakeInput<Part>> {
  const tensor = (...shape: number[]): Tensor => ({
    shape,
    data: new Float64Array(shape.reduce((a, b) => a * b)),
  });
  const model = (kind: string, params: object, tensors: Record<string, Tensor>) =>
    ({ kind, version: 1, params, tensors }) as unknown as Part;
  const linear = (classes: number, features: number) =>
    model(
      "LogisticRegression",
      {
        classes: Array.from({ length: classes }, (_, i) => `c${i}`),
        featureCount: features,
        link: "ovr",
        options: {},
      },
      { coef: tensor(classes, features), intercept: tensor(classes) },
    );
  return {
    "many features": (n) => linear(3, Math.floor(n / 24)),
    "many classes": (n) => linear(Math.floor(n / 16), 1),
    "one class again": (n) =>
      model(
        "LogisticRegression",
        { classes: Array<string>(n / 8).fill("c"), featureCount: 1, link: "ovr", options: {} },
        { coef: tensor(Math.floor(n / 8), 1), intercept: tensor(Math.floor(n / 8)) },
      ),
    "wrong shapes": (n) =>
      model(
        "LogisticRegression",
        { classes: ["a", "b"], featureCount: n, link: "sigmoid", options: {} },
        { coef: tensor(Math.floor(n / 8)), intercept: tensor(1) },
      ),
  };
}

function ensembles(): Record<string, MakeInput<Part>> {
  const prior: Tensor = { shape: [2], data: Float64Array.of(0.5, 0.5) };
  const member = {
    kind: "DummyClassifier",
    version: 1,
    params: { classes: ["a", "b"], featureCount: 1, options: { strategy: "prior" } },
  };
  const voting = (parts: readonly object[], names: readonly string[]) =>
    ({
      kind: "VotingClassifier",
      version: 1,
      params: { parts, weights: parts.map(() => 1 / parts.length) },
      tensors: Object.fromEntries(names.map((name) => [`${name}prior`, prior])),
    }) as unknown as Part;
  const nested = (levels: number): Part =>
    voting([levels === 1 ? member : nested(levels - 1)], ["parts.0.".repeat(levels)]);
  return {
    "many members": (n) => {
      const parts = Array<object>(Math.min(900, Math.floor(n / 128))).fill(member);
      return voting(
        parts,
        Object.keys(parts).map((i) => `parts.${i}.`),
      );
    },
    "too many members": (n) => voting(Array<object>(Math.floor(n / 128)).fill(member), []),
    "members in one another": (n) => nested(Math.min(500, Math.floor(n / 128))),
  };
}

function rowsOf(count: number, codeOf: (i: number) => number) {
  const size = Math.floor(count);
  const rows = csrFromRows(
    Array.from({ length: size }, (_, i): [number, number][] => [[i % 2, i]]),
    2,
  );
  const labels = {
    classes: ["neg", "pos"],
    codes: Int32Array.from({ length: size }, (_, i) => codeOf(i)),
    role: "test",
  } as unknown as Labels;
  return { rows, labels };
}

function labelled(): Record<string, MakeInput<ReturnType<typeof rowsOf>>> {
  return {
    "many rows": (n) => rowsOf(n / 32, (i) => i % 2),
    "rows of one class": (n) => rowsOf(n / 32, () => 0),
  };
}

function cardOf(text: string): number {
  const { rows, labels } = rowsOf(4, (i) => i % 2);
  return modelCard({
    name: text,
    intendedUse: text,
    data: { version: text, source: text, trainRows: 1, testRows: 1 },
    features: { kind: text, count: 1, params: { text } },
    model: MODEL,
    evaluation: evaluate(MODEL, rows, labels),
    seed: 1,
  }).length;
}
