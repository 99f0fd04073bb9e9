import { writeFile } from "node:fs/promises";
import { loadBundle } from "@imdb/runtime/bundles";
import { exportOnnx } from "@imdb/serve";
import { textClassifierCodecs } from "@imdb/text-classifier";
import { trainModel } from "@imdb-examples/quickstart";

/** Trains the model of the quick start and writes it as ONNX, for Python, the JVM, Spark or Triton. */
export async function exportModel(folder: string) {
  const { data, model } = await trainModel(`${folder}/model`);
  const bundle = await loadBundle(`${folder}/model`, textClassifierCodecs());
  const file = `${folder}/model.onnx`;
  await writeFile(file, exportOnnx(bundle));
  return { file, predictor: model, texts: data.test.texts };
}
