// Runs the loop in the runtime that runs this file: `main.mjs BUNDLE FOLDER`, in a project with the packages, a file
// `reviews.csv` and a file `texts.json`. Writes `results.json` into the folder after each step, so that a runtime
// that ends within a step leaves those before it; a step that fails does not end it.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { display } from "./display.mjs";
import * as learn from "./learn.mjs";
import * as serve from "./serve.mjs";
import { watching } from "./watch.mjs";

const STEPS = {
  data: learn.data,
  materialize: learn.stored,
  features: learn.features,
  threads: learn.threads,
  display,
  search: learn.search,
  tracking: learn.tracking,
  flow: learn.inFlow,
  predictor: serve.predictor,
  HTTP: serve.http,
  batch: serve.batch,
  watch: watching,
};

const [bundle, folder] = process.argv.slice(2);
const texts = JSON.parse(await readFile("texts.json", "utf8"));
await mkdir(folder, { recursive: true });
const input = { bundle, folder, texts, kept: {} };
const results = [];
for (const [step, run] of Object.entries(STEPS)) {
  const begun = performance.now();
  const outcome = await run(input).then(
    (digest) => ({ digest }),
    (error) => ({ problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  results.push({ step, seconds: (performance.now() - begun) / 1000, ...outcome });
  await writeFile(`${folder}/results.json`, JSON.stringify(results));
}
