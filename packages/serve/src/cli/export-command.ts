import { InvalidOption } from "@imdb/core";
import { cleaningCodec } from "@imdb/data-pipeline/cleaning";
import { featureCodecs } from "@imdb/features";
import { loadBundle } from "@imdb/runtime/bundles";
import { writeFileAtomic } from "@imdb/runtime/files";
import { trainCodecs } from "@imdb/train";
import { exportOnnx } from "../onnx/export-onnx.js";

/** `imdb-serve export-onnx`: writes a bundle as an ONNX model. */
export async function exportCommand([bundle, file, ...more]: readonly string[]): Promise<void> {
  if (bundle === undefined || file === undefined || more.length > 0) {
    throw InvalidOption.create({ option: "arguments", value: more.join(" "), expected: "BUNDLE FILE" });
  }
  const model = exportOnnx(
    await loadBundle(bundle, [...featureCodecs, cleaningCodec(featureCodecs), ...trainCodecs]),
  );
  await writeFileAtomic(file, model);
  process.stdout.write(`${file}: ${model.length} bytes\n`);
}
