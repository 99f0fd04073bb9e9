// node --test tools/shape: what was written once is found when it is planted a second time, in the real table's homes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { circles } from "./circles.mjs";
import { functionLength } from "./function-length.mjs";
import { findImports } from "./imports.mjs";
import { layers } from "./layers.mjs";
import { TABLE } from "./once-table.mjs";
import { readWorkspace } from "./read-workspace.mjs";
import { writtenOnce } from "./written-once.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
let workspace;
before(() => {
  workspace = readWorkspace(ROOT);
});

const scanner = readFileSync(join(ROOT, "packages/rows/src/csv/scanner.ts"), "utf8");
const csvLoop = `export function cut(text: string) {
  const rows: string[][] = [[]];
  let inside = false;
  for (const c of text) {
    if (c === '"') inside = !inside;
    else if (c === "," && !inside) rows.at(-1)!.push("");
    else if (c === "\\n" && !inside) rows.push([]);
  }
  return rows;
}
`;

const SECONDS = [
  ["a copy of the CSV scanner", "CSV scanner", scanner],
  ["a copy without its names", "CSV scanner", scanner.replaceAll("CsvScanner", "Cutter")],
  ["a loop over CSV", "CSV scanner", csvLoop],
  ["a function with the name of one", "CSV scanner", "export const parseCsv = (text: string) => text;\n"],
  ["a library for CSV", "CSV scanner", 'export { parse } from "csv-parse";\n'],
  ["a metric in a constant", "metric", "export const accuracyScore = (a: number[]): number => a.length;\n"],
  ["a metric with a short name", "metric", "function accuracy() {}\n"],
  ["a metric that is a method", "metric", "export class M {\n  rocAuc() {}\n}\n"],
  ["Prometheus text by a sum", "Prometheus text writer", 'export const f = (n: string) => "# TYPE " + n;\n'],
  [
    "fetch of the global object",
    "remote call",
    "export const f = async (u: string) => await globalThis.fetch(u);\n",
  ],
  ["fetch under another name", "remote call", "export const call = fetch;\n"],
  ["new Server", "HTTP listener", 'import { Server } from "node:http";\nnew Server().listen(1);\n'],
  ["a renamed createServer", "HTTP listener", 'import { createServer as c } from "node:https";\nc();\n'],
  ["all of node:http", "HTTP listener", 'import http from "node:http";\nexport const f = http;\n'],
  [
    "all of worker_threads",
    "start of a thread",
    'import * as t from "node:worker_threads";\nnew t.Worker("x");\n',
  ],
  [
    "a required Worker",
    "start of a thread",
    'const { Worker } = require("worker_threads");\nnew Worker("x");\n',
  ],
  ["a maker of folds", "maker of folds", "export function stratifiedKFold() {}\n"],
  ["folds by turns", "maker of folds", "export const f = (i: number, folds: number) => i % folds;\n"],
  ["a check of options", "check of option names", "const refuseUnknown = (o: object) => o;\n"],
  [
    "its text",
    "text about an unknown option",
    "export const f = (o: string) => `There is no option $" + "{o}`;\n",
  ],
  ["configuration sections", "maker of configuration sections", "export function configFields() {}\n"],
  ["a quantile", "quantile", "export function quantile() {}\n"],
  ["a wait for a folder", "wait for a file to be on the disk", "export function syncFolder() {}\n"],
];
for (const [what, thing, text] of SECONDS) {
  test(`a second ${thing} is found: ${what}`, () => {
    const problems = writtenOnce(withFiles({ "packages/serve/src/zz.ts": text }));
    assert.ok(problems.length > 0);
    for (const { file, message } of problems) {
      assert.equal(file, "packages/serve/src/zz.ts");
      assert.ok(message.startsWith(`a second ${thing};`), message);
    }
  });
}

test("uses of what is written once, and readers of JSON, pass", () => {
  const text = `// function accuracyScore() {}
import type { Worker } from "node:worker_threads";
import { type Server, STATUS_CODES } from "node:http";
import { accuracyScore } from "@imdb/measures";
export interface App { fetch(request: Request): Promise<Response> }
export function f(app: App, worker: Worker, server: Server) {
  const accuracy = (a: number[]) => accuracyScore(a, a);
  return [app.fetch, accuracy, worker, server, STATUS_CODES];
}
export const isMark = (c: string) => c === '"' || c === ",";
`;
  assert.deepEqual(writtenOnce(withFiles({ "packages/serve/src/zz.ts": text })), []);
});

test("a home that is gone, or has lost one of its signs, is an error", () => {
  const home = "packages/runtime/src/telemetry/prometheus-text.ts";
  const renamed = writtenOnce(withFiles({ [home]: "export const text = '# TYPE x';\n" }));
  assert.deepEqual(
    renamed.map(({ file }) => file),
    [home],
  );
  assert.match(renamed[0].message, /^holds no Prometheus text writer any more \(names\)/);
  const gone = writtenOnce(withFiles({ [home]: undefined }));
  assert.match(gone[0].message, /^holds no Prometheus text writer any more \(names, strings\)/);
  assert.ok(workspace.committed.includes(TABLE));
});

const IMPORTS = [
  ["a template", "export const f = () => import(`@imdb/train`);\n", "@imdb/train"],
  ["a template with a value", "export const f = (n: string) => import(`@imdb/$" + "{n}`);\n", "@imdb/…"],
  ["a sum", 'export const f = (n: string) => import("@imdb/" + n);\n', "@imdb/…"],
  ["createRequire", 'createRequire(import.meta.url)("@imdb/train");\n', "@imdb/train"],
  ["its result", 'const load = createRequire(import.meta.url);\nload("@imdb/train");\n', "@imdb/train"],
  ["require.resolve", 'require.resolve("@imdb/train");\n', "@imdb/train"],
  ["import.meta.resolve", 'import.meta.resolve("@imdb/train");\n', "@imdb/train"],
  ["import x = require", 'import x = require("@imdb/train");\nexport { x };\n', "@imdb/train"],
  ["reference types", '/// <reference types="@imdb/train" />\nexport {};\n', "@imdb/train"],
  ["a type", 'export type T = import("@imdb/train").LinearModel;\n', "@imdb/train"],
];
for (const [what, text, specifier] of IMPORTS) {
  test(`an import against the layers is found: ${what}`, () => {
    const [problem, ...others] = layers(withFiles({ "packages/serve/src/zz.ts": text }));
    assert.equal(problem?.file, "packages/serve/src/zz.ts");
    assert.ok(problem.message.startsWith(`${specifier}: serve may import only`), problem.message);
    assert.deepEqual(others, []);
  });
}

test("folders that import each other by way of their inner folders are found", () => {
  const found = circles(
    withFiles({
      "packages/serve/src/zz/a.ts": 'export { b } from "../yy/b.js";\n',
      "packages/serve/src/yy/b.ts": 'export { c as b } from "../zz/in/c.js";\n',
      "packages/serve/src/zz/in/c.ts": "export const c = 1;\n",
    }),
  );
  assert.equal(found.length, 1);
  assert.match(found[0].message, /^serve\/src\/yy and serve\/src\/zz import each other/);
});

const push = "list.push(1);\n".repeat(90);
test("long code outside of functions is found, and a long table is not", () => {
  const files = {
    "packages/serve/src/top.ts": `const list: number[] = [];\n${push}`,
    "packages/serve/src/block.ts": `const list: number[] = [];\nexport class A {\n  static {\n${push}  }\n}\n`,
    "packages/serve/src/table.ts": `export const list = [\n${"  1,\n".repeat(90)}];\n`,
  };
  const template = [
    sourceOf("packages/create/template/src/zz.ts", `function f(list: number[]) {\n${push}}\n`),
  ];
  const planted = withFiles(files);
  const packages = planted.packages.map((one) => (one.name === "create" ? { ...one, template } : one));
  const found = functionLength({ ...planted, packages });
  assert.deepEqual(found.map(({ file, line }) => `${file}:${line}`).sort(), [
    "packages/create/template/src/zz.ts:1",
    "packages/serve/src/block.ts:3",
    "packages/serve/src/top.ts:2",
  ]);
});

/** The workspace with some files added or replaced; `undefined` takes one away. */
function withFiles(files) {
  const packages = workspace.packages.map((one) => {
    const own = Object.entries(files).filter(([file]) => file.startsWith(`${one.folder}/`));
    if (own.length === 0) return one;
    const others = one.sources.filter(({ file }) => !Object.hasOwn(files, file));
    const added = own.flatMap(([file, text]) => (text === undefined ? [] : [sourceOf(file, text)]));
    return { ...one, sources: [...others, ...added] };
  });
  return { ...workspace, packages };
}

function sourceOf(file, text) {
  return { file, text, isTest: false, imports: findImports(text, file) };
}
