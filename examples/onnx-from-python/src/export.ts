import { writeFile } from "node:fs/promises";
import { cleaningCodec } from "@imdb/data-pipeline/cleaning";
import { featureCodecs } from "@imdb/features";
import { loadBundle } from "@imdb/runtime/bundles";
import { createPredictor, exportOnnx } from "@imdb/serve";
import { trainCodecs } from "@imdb/train";
import { trainModel } from "@imdb-examples/quickstart";

/** Trains the model of the quick start and writes it as ONNX, for Python, the JVM, Spark or Triton. */
export async function exportModel(folder: string) {
  const { dataset } = await trainModel(`${folder}/model`);
  const bundle = await loadBundle(`${folder}/model`, [cleaningCodec(featureCodecs), ...trainCodecs]);
  const file = `${folder}/model.onnx`;
  await writeFile(file, exportOnnx(bundle));
  return { file, predictor: createPredictor(bundle, { labels: ["neg", "pos"] }), texts: dataset.test.texts };
}
