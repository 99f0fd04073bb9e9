// `node tools/wat.mjs`: makes `name.wasm.ts` of each `name.wat` in the packages' sources, which the code imports and
// git keeps, so that neither a build nor a test needs the compiler. A test beside each compares the two.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import wabt from "wabt";

/** The module of a WebAssembly text, in base64. */
export async function compileWat(path) {
  const { parseWat } = await wabt();
  const module = parseWat(path, readFileSync(path, "utf8"), { simd: true, bulk_memory: true });
  try {
    module.validate();
    return Buffer.from(module.toBinary({}).buffer).toString("base64");
  } finally {
    module.destroy();
  }
}

/** The source file that holds a module. */
export function sourceOf(path, base64) {
  const name = basename(path, ".wat").replaceAll("-", "_").toUpperCase();
  const lines = base64.match(/.{1,100}/g).map((line) => `  "${line}"`);
  return `// Made of ${basename(path)} by \`node tools/wat.mjs\`.\nexport const ${name} =\n${lines.join(" +\n")};\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const packages = fileURLToPath(new URL("../packages", import.meta.url));
  for (const name of readdirSync(packages)) {
    const sources = join(packages, name, "src");
    for (const file of readdirSync(sources, { recursive: true }).filter((one) => one.endsWith(".wat"))) {
      const path = join(sources, file);
      writeFileSync(path.replace(/\.wat$/, ".wasm.ts"), sourceOf(path, await compileWat(path)));
    }
  }
}
