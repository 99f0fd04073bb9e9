import { csrFromRows, labelsOf } from "@imdb/core";
import { expect, test } from "vitest";
import { launchBrowser } from "../../../../tools/optional/browser.mjs";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import { confidentErrors } from "../explain/confident-errors.js";
import { permutationImportance } from "../explain/permutation-importance.js";
import { logisticRegression } from "../linear/logistic-regression.js";
import { learningCurve } from "../selection/learning-curve.js";
import { generatedReviews, wordCounts } from "../selection/word-counts.js";
import { evaluationReport } from "./evaluation-report.js";

const browserPath = toolFor("browser", "the evaluation page in a browser");
const train = generatedReviews(240, 1);
const held = generatedReviews(120, 2);
const { vectorizer, matrix } = await wordCounts(1, { fits: 0, texts: [] }).fitTransform(train.texts);
const model = await logisticRegression().fit(matrix, labelsOf(train));
const located = {
  ...vectorizer,
  locate: (text: string) =>
    vectorizer.featureNames().flatMap((name, feature) =>
      [...text.matchAll(new RegExp(`\\b${name}\\b`, "g"))].map((m) => ({
        feature,
        start: m.index,
        end: m.index + name.length,
      })),
    ),
};
const X = vectorizer.transform(held.texts);

test.skipIf(!browserPath)(
  "the page shows its sections in a browser, light and dark, without an error or a request",
  async () => {
    const html = evaluationReport(model, X, labelsOf(held), {
      title: "<b>Held out</b>",
      positive: "pos",
      vectorizer: located,
      texts: held.texts,
      learningCurve: await learningCurve(
        { vectorizer: wordCounts(1, { fits: 0, texts: [] }), classifier: logisticRegression() },
        train,
      ),
      resamples: 100,
    });
    const browser = await launchBrowser(browserPath);
    try {
      const tab = await browser.newPage();
      const problems: string[] = [];
      tab.on("pageerror", (error) => problems.push(String(error)));
      tab.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      tab.on("request", (request) => !/^(data|about):/.test(request.url()) && problems.push(request.url()));
      const backgrounds = [];
      for (const colorScheme of ["light", "dark"] as const) {
        await tab.emulateMedia({ colorScheme });
        await tab.setContent(html);
        backgrounds.push(await tab.evaluate("getComputedStyle(document.body).backgroundColor"));
        const folder = process.env["IMDB_SCREENSHOTS"];
        if (folder) await tab.screenshot({ path: `${folder}/evaluation-${colorScheme}.png`, fullPage: true });
      }
      expect(problems).toEqual([]);
      expect(backgrounds[0]).not.toBe(backgrounds[1]);
      expect(await tab.locator("h1").textContent()).toBe("<b>Held out</b>");
      const headings = await tab.locator("h2").allTextContents();
      expect(headings).toEqual(
        expect.arrayContaining([
          "Errors by class",
          "Curves",
          "Learning curve",
          "Strongest features",
          "Errors it was surest of",
        ]),
      );
      expect(await tab.locator("figure").count()).toBe(6);
      expect(await tab.locator("mark").count()).toBeGreaterThan(0);
    } finally {
      await browser.close();
    }
  },
);

test("figures and curves about one class are shown for the positive class alone", () => {
  const y = labelsOf(held);
  const without = evaluationReport(model, X, y, { resamples: 20 });
  expect(without).toContain("name it with the option positive (neg or pos)");
  for (const figure of ["ROC curve", "calibration error of", "F1 of"]) expect(without).not.toContain(figure);
  const decision = { threshold: 0.4, abstainBelow: 0.65 };
  const about = evaluationReport(model, X, y, {
    positive: "neg",
    decision,
    resamples: 20,
    vectorizer: located,
  });
  for (const figure of ["ROC curve", "F1 of neg", "probability of neg", "for and against neg", "coverage"]) {
    expect(about).toContain(figure);
  }
  expect(about).toContain("decision rule");
});

test("a page of one class has the reason why metrics are missing", () => {
  const positive = held.examples.map((example) => example.label === "pos");
  const rows = positive.flatMap((yes, i) => (yes ? [i] : []));
  const y = { ...labelsOf(held), codes: Int32Array.from(rows, () => 1) };
  const only = vectorizer.transform(rows.map((row) => held.texts[row]!));
  expect(evaluationReport(model, only, y, { resamples: 20 })).toContain("only one class");
});

test("confident errors are ordered by probability", () => {
  const p = Float64Array.of(0.9, 0.1, 0.3, 0.7, 0.01, 0.99, 0.2, 0.8);
  expect(confidentErrors(p, [1, 1, 0, 0], 2, 2).map(({ row, probability }) => [row, probability])).toEqual([
    [2, 0.99],
    [0, 0.9],
  ]);
  const deciding = { classes: ["a", "b"], positive: "b", decision: { threshold: 0.05, abstainBelow: 0.8 } };
  expect(confidentErrors(p, [1, 1, 0, 0], deciding, 5).map(({ row }) => row)).toEqual([2, 3]);
});

test("the importance of a feature that the model uses is positive, and of another feature 0", async () => {
  const rows = Array.from({ length: 100 }, (_, i) => [[i % 2, 1] as const, [2, 1 + (i % 3)] as const]);
  const data = csrFromRows(rows, 4);
  const y = {
    role: "train" as const,
    classes: ["a", "b"],
    codes: Int32Array.from({ length: 100 }, (_, i) => i % 2),
  };
  const fitted = await logisticRegression({ C: 100 }).fit(data, y);
  const [used, , , absent] = permutationImportance(fitted, data, y, { features: [0, 1, 2, 3] });
  expect(used!.importance).toBeGreaterThan(0.05);
  expect(absent!.importance).toBe(0);
});
