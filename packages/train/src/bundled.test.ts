import { testInOneFile } from "../../../tools/bundles/test-in-one-file.mjs";

testInOneFile("folds are fitted", "train", () => ({
  imports: `import { createSplit, labelsOf } from "@imdb/core";
      import { logisticRegression } from "@imdb/train";
      import { workerFolds } from "@imdb/train/node";`,
  main: `
      const matrix = (rows) => ({
        rows,
        cols: 3,
        indptr: Int32Array.from({ length: rows + 1 }, (_, i) => i),
        indices: Int32Array.from({ length: rows }, (_, i) => (i % 2 ? 2 : i % 4)),
        values: Float64Array.from({ length: rows }, (_, i) => 1 + (i % 5)),
      });
      const labels = (role, rows) => {
        const examples = Array.from({ length: rows }, (_, i) => (
          { id: String(i), text: "", label: i % 2 ? "pos" : "neg" }
        ));
        return labelsOf(createSplit(role, examples, "sha256:0"));
      };
      const runner = workerFolds({ threads: 2, workerScript });
      const data = {
        train: matrix(40),
        trainLabels: labels("train", 40),
        test: matrix(20),
        testLabels: labels("validation", 20),
      };
      return runner.run([logisticRegression(), logisticRegression({ C: 10 })], data, { seed: 7 })
        .finally(() => runner.close());
    `,
}));
