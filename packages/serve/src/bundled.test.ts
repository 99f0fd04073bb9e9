import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { saveBundle } from "@imdb/runtime/bundles";
import { afterAll, beforeAll } from "vitest";
import { testInOneFile } from "../../../tools/bundles/test-in-one-file.mjs";
import { someTexts, trainedFiles } from "./testing/trained-model.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bundled-"));
  await saveBundle(await trainedFiles(), join(folder, "model"));
  const lines = someTexts(8000, 5).map((text) => JSON.stringify({ text }));
  await writeFile(join(folder, "texts.jsonl"), lines.join("\n"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const program = () => ({
  imports: `import { readFile } from "node:fs/promises";
      import { createHash } from "node:crypto";
      import { loadModel } from "@imdb/serve/defaults";
      import { scoreFile } from "@imdb/serve/node";`,
  main: `
      const [source, input] = process.argv.slice(3);
      const output = input.replace("texts", "scored");
      const predictor = await loadModel(source);
      await scoreFile({ input, output, predictor, threads: 2, model: { source }, blockSize: 65536, workerScript });
      return createHash("sha256").update(await readFile(output)).digest("hex");
    `,
  args: [join(folder, "model"), join(folder, "texts.jsonl")],
});
// A thread keeps the lease of the output.
testInOneFile("a file is scored", "serve", program, 1);
