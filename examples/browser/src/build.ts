import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { trainPageModel } from "./train.js";

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Trains the model and writes the page: one file with script, style and model, which opens without a server. */
export async function buildPage() {
  await mkdir(at("outputs"), { recursive: true });
  const { accuracy, documents } = await trainPageModel(at("outputs/model.tar"));
  const { outputFiles } = await build({
    entryPoints: [at("src/page.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "browser",
    loader: { ".tar": "binary" },
    logLevel: "error",
  });
  const script = outputFiles[0]!.text.replaceAll("</script", "<\\/script");
  const parts: Record<string, string> = {
    script,
    style: await readFile(at("src/page.css"), "utf8"),
    hash: `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
    documents: documents.toLocaleString("en"),
    accuracy: `${(100 * accuracy).toFixed(0)}\u00a0%`,
  };
  const page = await readFile(at("src/page.html"), "utf8");
  const html = page.replaceAll(
    /\/\*(\w+)\*\/|__(\w+)__/g,
    (_, code: string, word: string) => parts[code ?? word]!,
  );
  const file = at("outputs/index.html");
  await writeFile(file, html);
  return { file, bytes: Buffer.byteLength(html) };
}
