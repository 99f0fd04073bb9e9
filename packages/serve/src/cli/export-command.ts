import { loadBundle } from "@imdb/runtime/bundles";
import { readArguments } from "@imdb/runtime/command";
import { assertResultFile, writeFileAtomic } from "@imdb/runtime/files";
import { loadDefaultCodecs } from "../defaults-loaded.js";
import { exportOnnx } from "../onnx/export-onnx.js";

export const EXPORT_USAGE = `  imdb-serve export-onnx BUNDLE FILE         an ONNX model of the same numbers
`;

/** `imdb-serve export-onnx`: writes a bundle as an ONNX model. */
export async function exportCommand(args: readonly string[]): Promise<void> {
  const { positionals } = readArguments(args, ["BUNDLE", "FILE"], {});
  const [bundle, file] = positionals as [string, string];
  await assertResultFile(file);
  const model = exportOnnx(await loadBundle(bundle, await loadDefaultCodecs()));
  await writeFileAtomic(file, model);
  process.stdout.write(`${file}: ${model.length} bytes\n`);
}
