import { testInOneFile } from "../../../tools/bundles/test-in-one-file.mjs";

testInOneFile("the pipeline works", "data-pipeline", () => ({
  imports: `import { createPipeline, stratifiedSplit } from "@imdb/data-pipeline";`,
  main: `
      const rows = Array.from({ length: 3000 }, (_, i) => (
        { id: "r" + i, label: i % 2 ? "pos" : "neg", text: ("word" + i + " " + i * i + " ").repeat(60) }
      ));
      const split = stratifiedSplit({ testSize: 0.2, seed: 1 });
      const pipeline = createPipeline({ split, failOn: "never", threads: 2, workerScript });
      const { version, quality } = await pipeline.process(rows);
      return { version, quality };
    `,
}));
