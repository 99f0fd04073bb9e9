import { testInOneFile } from "../../../tools/bundles/test-in-one-file.mjs";

testInOneFile("a fit and a transform work", "features", () => ({
  imports: `import { createHash } from "node:crypto";
      import { withRole } from "@imdb/core";
      import { tfidfVectorizer } from "@imdb/features";
      import { parallelTransformer, parallelVectorizer } from "@imdb/features/node";`,
  main: `
      const texts = Array.from({ length: 400 }, (_, i) => "a film " + i + " of " + (i % 7) + " good scenes");
      const { vectorizer, matrix } = await parallelVectorizer(tfidfVectorizer({ ngramRange: [1, 2] }), {
        threads: 2,
        workerScript,
      }).fitTransform(withRole("train", texts));
      const transformer = parallelTransformer(vectorizer, { threads: 2, workerScript });
      const again = await transformer.transform(texts).finally(() => transformer.close());
      return [matrix, again].map(({ values, indices }) => (
        createHash("sha256").update(values).update(indices).digest("hex")
      ));
    `,
}));
