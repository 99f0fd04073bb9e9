import { mkdir, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { trainModel } from "@imdb-examples/quickstart";
import { build } from "esbuild";

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Trains the model of the quick start and bundles the worker with it into one file for upload. */
export async function buildWorker() {
  await mkdir(at("outputs"), { recursive: true });
  await trainModel(at("outputs/model.tar"));
  const outfile = at("outputs/worker.js");
  await build({
    entryPoints: [at("src/worker.ts")],
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    // This condition selects the entry of @imdb/text-classifier without a file system.
    conditions: ["workerd", "worker", "browser"],
    mainFields: ["module", "main"],
    loader: { ".tar": "binary" },
    logLevel: "error",
  });
  return { file: outfile, bytes: (await stat(outfile)).size };
}
