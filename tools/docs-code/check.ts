// Compiles and runs every TypeScript block of the READMEs and guides and every `@example`, and compares them
// with the expected values after `// =>`.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect, isDeepStrictEqual } from "node:util";
import ts from "typescript";
import { allSnippets, type Snippet } from "./extract.ts";
import { declaredNames, usedNames, withChecks } from "./rewrite.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
// Under an example, so that every package resolves as it does for a user.
const folder = join(root, "examples/imdb-sentiment/.docs-code");

const only = process.argv.slice(2);
const snippets = (await allSnippets(root)).filter(
  ({ place }) => only.length === 0 || only.some((part) => place.includes(part)),
);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const files = await Promise.all(snippets.map(write));
const failures = typeErrors([...files, ...(await ambientTypes())]);
if (failures.length === 0) failures.push(...(await runAll()));
await rm(folder, { recursive: true, force: true });
for (const failure of failures) console.error(failure);
const executed = snippets.filter(({ runs }) => runs).length;
console.log(`${snippets.length} snippets compiled, ${executed} of them run, ${failures.length} failed`);
process.exit(failures.length > 0 ? 1 : 0);

async function write(snippet: Snippet, i: number): Promise<string> {
  const path = join(folder, `snippet-${i}.ts`);
  const text = `${await importsFor(snippet)}\n${withChecks(snippet.code)}\nexport {};\n`;
  await writeFile(path, text);
  return path;
}

/** Imports of what a docstring's example uses without saying so: its package, its file, the prelude. */
async function importsFor({ code, packageName, place }: Snippet): Promise<string> {
  const checker = "declare function __same(actual: unknown, expected: string): void;";
  if (!packageName) return checker;
  const used = usedNames(code);
  const lines = [checker];
  const taken = declaredNames(code);
  const prelude = relative(folder, join(root, "tools/docs-code/prelude.ts"));
  const itself = relative(folder, join(root, place.replace(/:\d+$/, "")));
  for (const source of [...(await entriesOf(packageName)), itself, prelude]) {
    const module: object = await import(source.startsWith(".") ? join(folder, source) : source);
    const names = Object.keys(module).filter((name) => used.has(name) && !taken.has(name));
    for (const name of names) taken.add(name);
    if (names.length > 0) lines.push(`import { ${names.join(", ")} } from "${source}";`);
  }
  return lines.join("\n");
}

async function entriesOf(packageName: string): Promise<string[]> {
  const path = join(root, "packages", packageName.slice("@imdb/".length), "package.json");
  const { exports } = JSON.parse(await readFile(path, "utf8")) as { exports: Record<string, unknown> };
  // A worker script is started, not imported.
  const own = Object.keys(exports).filter((key) => key !== "./package.json" && key !== "./worker");
  return [...new Set([...own.map((key) => packageName + key.slice(1)), "@imdb/core"])];
}

/** Declarations that our sources write for packages without any. */
async function ambientTypes(): Promise<string[]> {
  const files = await readdir(join(root, "packages"), { recursive: true });
  const isOurs = (file: string) => /^[^/]+\/src\/.*\.d\.ts$/.test(file);
  return files.filter(isOurs).map((file) => join(root, "packages", file));
}

function typeErrors(paths: string[]): string[] {
  const base = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile).config as {
    compilerOptions: object;
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      ...base.compilerOptions,
      composite: false,
      declaration: false,
      declarationMap: false,
      emitDeclarationOnly: false,
      noEmit: true,
      noUnusedLocals: false,
      noUnusedParameters: false,
      noPropertyAccessFromIndexSignature: false,
      allowImportingTsExtensions: true,
      // Wider than the packages' own: whatever one of them may use.
      lib: ["ES2023", "ES2024.String", "ESNext.Disposable"],
      types: ["node"],
    },
    root,
  );
  const program = ts.createProgram(paths, options);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, " ");
    const at = file && start !== undefined ? file.text.slice(start).split("\n")[0]?.slice(0, 100) : "";
    return `${placeOf(file?.fileName ?? "")}: ${message}\n    ${at}`;
  });
}

async function runAll(): Promise<string[]> {
  const failures: string[] = [];
  let place = "";
  Object.assign(globalThis, {
    __same(actual: unknown, expected: string) {
      if (inspect(actual) === expected || String(actual) === expected) return;
      if (isDeepStrictEqual(actual, promisedValue(expected))) return;
      failures.push(`${place}: promised ${expected}, got ${inspect(actual)}`);
    },
  });
  const log = console.log;
  console.log = () => {};
  for (const [i, snippet] of snippets.entries()) {
    if (!snippet.runs) continue;
    place = snippet.place;
    try {
      await import(pathToFileURL(files[i]!).href);
    } catch (error) {
      failures.push(`${place}: threw ${inspect(error)}`);
    }
  }
  console.log = log;
  return failures;
}

function promisedValue(expected: string): unknown {
  try {
    return new Function(`return (${expected});`)();
  } catch {
    return Symbol("no value");
  }
}

function placeOf(fileName: string): string {
  const i = Number(fileName.match(/snippet-(\d+)\.ts$/)?.[1] ?? Number.NaN);
  return snippets[i]?.place ?? fileName;
}
