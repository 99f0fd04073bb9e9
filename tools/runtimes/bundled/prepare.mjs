// Writes what workerd and the page need: `prepare.mjs BUNDLE` writes the main job's bundle as `model.tar`, and the split
// that it was trained on as `split.json`.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createPipeline, defaultCleaning, groupedSplit } from "@imdb/data-pipeline";
import { readBundleFiles, saveBundle } from "@imdb/runtime/bundles";

const require = createRequire(import.meta.url);

async function* sentences() {
  for (const site of ["amazon", "imdb", "yelp"]) {
    const path = require.resolve(`sentiment/test/fixtures/${site}.json`);
    for (const [i, { text, class: is }] of JSON.parse(await readFile(path, "utf8")).entries()) {
      if (is === null) continue;
      const attributes = { site };
      yield { id: `${site}/${i}`, text, label: is === 1 ? "pos" : "neg", group: text.trim(), attributes };
    }
  }
}

const split = groupedSplit({ testSize: 0.2, seed: 42 });
const pipeline = createPipeline({ cleaning: defaultCleaning(), split });
const { version, train, test } = await pipeline.process(sentences());
const parts = { train: slim(train), test: slim(test) };
await writeFile("split.json", JSON.stringify({ version, parts, libraries: await libraryVersions() }));
await saveBundle(await readBundleFiles(process.argv[2]), "model.tar");

function slim({ examples, version }) {
  return { version, examples: examples.map(({ id, text, label, group }) => ({ id, text, label, group })) };
}

/** As the main job writes them into its bundle. */
async function libraryVersions() {
  const versions = ["core", "data-pipeline", "features", "train", "monitor"].map(async (name) => {
    const manifest = await readFile(require.resolve(`@imdb/${name}/package.json`), "utf8");
    return [`@imdb/${name}`, JSON.parse(manifest).version];
  });
  return Object.fromEntries(await Promise.all(versions));
}
