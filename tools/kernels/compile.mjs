// `node tools/kernels/compile.mjs`: compiles packages/features/src/kernels/assembly to kernel.wasm.ts beside it, which
// git keeps, so that neither a build nor a test needs the compiler. A test compares the two.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { requireTool } from "../optional/tools.mjs";

const KERNELS = fileURLToPath(new URL("../../packages/features/src/kernels/", import.meta.url));
const SOURCES = join(KERNELS, "assembly");

/** The file that holds the compiled module. */
export const COMPILED = join(KERNELS, "kernel.wasm.ts");

// No runtime, no garbage collector; 22 pages hold the fixed areas of memory-layout.ts.
const OPTIONS = [
  ...["--runtime", "stub", "--noAssert", "--enable", "simd", "--initialMemory", "22"],
  ...["--optimizeLevel", "3", "--shrinkLevel", "0", "--converge"],
];

/**
 * Compiles the kernels.
 *
 * @returns The content of kernel.wasm.ts.
 * @throws Error where the compiler is not installed, or finds a mistake, which it has printed.
 */
export function compileKernels() {
  const folder = mkdtempSync(join(tmpdir(), "imdb-kernels-"));
  try {
    const file = join(folder, "kernel.wasm");
    const args = [requireTool("assemblyscript"), "index.ts", "--outFile", file, ...OPTIONS];
    execFileSync(process.execPath, args, { cwd: SOURCES, stdio: ["ignore", "inherit", "inherit"] });
    return sourceOf(readFileSync(file).toString("hex"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Hexadecimal text, of which gzip makes less than of base64. */
function sourceOf(hexadecimal) {
  const lines = hexadecimal.match(/.{1,100}/g).map((line) => `  "${line}"`);
  return `// Compiled from assembly/ by \`node tools/kernels/compile.mjs\`.\n// Sources: ${sourceDigest()}\nexport const KERNEL =\n${lines.join(" +\n")};\n`;
}

/** SHA-256 of all that the compiled module depends on: sources, options, version of the compiler. */
export function sourceDigest() {
  const hash = createHash("sha256");
  const files = readdirSync(SOURCES).filter((name) => name.endsWith(".ts"));
  for (const name of files.sort()) hash.update(`${name}\0${readFileSync(join(SOURCES, name), "utf8")}\0`);
  hash.update(readFileSync(new URL("package.json", import.meta.url)));
  return hash.update(OPTIONS.join(" ")).digest("hex");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(COMPILED, compileKernels());
