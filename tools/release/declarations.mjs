import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { entriesOf } from "./consumers.mjs";
import { flatLayout, isolatedLayout } from "./layouts.mjs";

const OPTIONS = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  declaration: true,
  emitDeclarationOnly: true,
  skipLibCheck: true,
  types: ["node"],
};

/**
 * A library author, whose compiler writes declarations, can export what every entry exports and what its functions
 * return: each type has a name in that entry or in a package that the author depends on. Tried side by side, as npm
 * installs, and apart, as pnpm does, where the author depends on one of our packages alone. One program for each
 * entry: an import of another one would make its names known.
 */
export async function declarationProblems(packages) {
  const folder = await mkdtemp(join(tmpdir(), "imdb-declarations-"));
  try {
    const flat = join(folder, "flat");
    await flatLayout(packages, flat);
    const apart = join(folder, "apart");
    const projects = packages.map((one) => ({
      folder: join(apart, one.name),
      direct: [one.name, ...Object.keys(one.manifest.peerDependencies ?? {}), "@types/node"],
    }));
    await isolatedLayout(packages, apart, projects);
    const parsed = new Map();
    const problems = [];
    for (const [at, one] of packages.entries()) {
      for (const entry of entriesOf(one)) {
        const values = Object.entries(await import(entry));
        problems.push(
          ...unnamed(flat, entry, values, parsed).map((text) => `${entry} side by side: ${text}`),
        );
        // Who passes a schema on builds on zod, and depends on it.
        const apartFromZod = values.filter(
          ([name, value]) => !("_zod" in Object(value)) && !["parseWith", "parseBody"].includes(name),
        );
        const { folder: project } = projects[at];
        problems.push(
          ...unnamed(project, entry, apartFromZod, parsed).map((text) => `${entry} apart: ${text}`),
        );
      }
    }
    return problems;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the compiler says of a file that exports every value of an entry, and what it gives when it is called. */
function unnamed(folder, entry, values, parsed) {
  const file = join(folder, "probe.mts");
  const text = probe(entry, values);
  const host = ts.createCompilerHost(OPTIONS);
  const read = host.getSourceFile;
  host.getSourceFile = (path, ...rest) => {
    if (path === file) return ts.createSourceFile(path, text, rest[0], true);
    if (!parsed.has(path)) parsed.set(path, read(path, ...rest));
    return parsed.get(path);
  };
  host.fileExists = (path) => path === file || ts.sys.fileExists(path);
  host.getCurrentDirectory = () => folder;
  const program = ts.createProgram([file], OPTIONS, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ code, messageText }) => `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
}

function probe(entry, values) {
  const lines = values
    .filter(([name]) => name !== "default" && name !== "module.exports")
    .flatMap(([name, value]) => [
      `export const a_${name} = entry.${name};`,
      ...(isFunction(value)
        ? [`given(entry.${name})`, `called(entry.${name})`, `used(entry.${name})`].map(
            (one, at) => `export const b${at}_${name} = ${one};`,
          )
        : []),
    ]);
  return [`import * as entry from "${entry}";`, CALLS, ...lines].join("\n");
}

/** What a function takes, what it returns, and what the members of that return. */
const CALLS = `
declare function given<A extends readonly unknown[]>(work: (...given: A) => unknown): A;
declare function called<R>(work: (...given: never) => R): R;
declare function used<R>(work: (...given: never) => R): Members<Awaited<R>>;
type Members<T> = { [K in keyof T]: T[K] extends (...given: never) => infer R ? R : T[K] };
`;

function isFunction(value) {
  return typeof value === "function" && !/^class\b/.test(Function.prototype.toString.call(value));
}
