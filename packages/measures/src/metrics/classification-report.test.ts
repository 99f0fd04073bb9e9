import { describe, expect, test } from "vitest";
import { classificationReport } from "./classification-report.js";
import { formatClassificationReport } from "./format-classification-report.js";
import golden from "./golden/metrics.json" with { type: "json" };

describe.each(golden.cases)(`as scikit-learn ${golden.sklearn}: $classes classes`, ({ labels, reports }) => {
  test.each(reports)(
    "the text with $digits digits, character by character",
    ({ actual, predicted, digits, text }) => {
      expect(formatClassificationReport(classificationReport(actual, predicted, labels), { digits })).toBe(
        text,
      );
    },
  );
});

test("a score half-way between two decimals is rounded to the even one, as in Python", () => {
  const row = { precision: 0.125, recall: 0.375, f1: 0.625, support: 8 };
  const report = { perClass: [], accuracy: 0.135, macroAverage: row, weightedAverage: row };
  const lines = formatClassificationReport(report).split("\n");
  expect(lines.at(-2)).toBe("weighted avg       0.12      0.38      0.62         8");
  // The double nearest to 0.135 is slightly larger than 135/1000.
  expect(lines.at(-4)).toBe("    accuracy                           0.14         8");
});

test("a code without a label and a negative number of digits are refused", () => {
  const code = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      return (error as { code: string }).code;
    }
    return "none";
  };
  expect(code(() => classificationReport([0, 2], [0, 1], ["a", "b"]))).toBe("LABEL_OUT_OF_RANGE");
  expect(code(() => classificationReport([0, 1], [3, 1], ["a", "b"]))).toBe("LABEL_OUT_OF_RANGE");
  expect(code(() => classificationReport([], [], ["a", "b"]))).toBe("UNDEFINED_METRIC");
  const report = classificationReport([0, 1], [0, 1], ["a", "b"]);
  expect(code(() => formatClassificationReport(report, { digits: -1 }))).toBe("INVALID_OPTION");
});
