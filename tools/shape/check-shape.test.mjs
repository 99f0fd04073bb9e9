// node --test tools/shape: each check finds what it is there for, in a small workspace made for it.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { findImports } from "./imports.mjs";

const SCRIPT = fileURLToPath(new URL("../check-shape.mjs", import.meta.url));
let root;
/** The packages of the small workspace, with the tags of their layers. */
const TAGS = {
  core: "layer:contracts",
  measures: "layer:block",
  train: "layer:package",
  serve: "layer:package",
  create: "layer:product",
};

before(() => {
  root = mkdtempSync(join(tmpdir(), "imdb-shape-"));
  execFileSync("git", ["init", "-q"], { cwd: root });
});
after(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  for (const folder of ["packages", "docs"]) rmSync(join(root, folder), { recursive: true, force: true });
  write("package.json", JSON.stringify({ devDependencies: { vitest: "1" } }));
  for (const name of Object.keys(TAGS)) makePackage(name);
});

test("a workspace in shape passes", () => {
  assert.deepEqual(check(), { status: 0, problems: [] });
});

const WRONG = [
  [
    "a missing file",
    () => rmSync(join(root, "packages/train/README.md")),
    "packages/train/README.md:1: is missing",
  ],
  [
    "code in an entry",
    () => write("packages/train/src/index.ts", 'export * from "./a.js";\nconst x = 1;\n'),
    "packages/train/src/index.ts:2: an entry holds",
  ],
  [
    "an asynchronous callback of a timer",
    () => write("packages/train/src/a.ts", "export const a = () => setInterval(async () => {}, 5);\n"),
    "packages/train/src/a.ts:1: a timer leaves the promise of its callback to itself",
  ],
  [
    "an asynchronous function in a timer",
    () =>
      write(
        "packages/train/src/a.ts",
        "async function check() {}\nexport const a = () => setInterval(() => void check(), 5);\n",
      ),
    "packages/train/src/a.ts:2: a timer leaves the promise of check to itself",
  ],
  [
    "another licence",
    () => manifest("train", { license: "GPL-3.0" }),
    'packages/train/package.json:1: license is "GPL-3.0", not "MIT"',
  ],
  [
    "an entry that is not built",
    () =>
      manifest(
        "train",
        { exports: { ".": entry("index"), "./more": entry("more") } },
        write("packages/train/src/more.ts", 'export * from "./a.js";\n'),
      ),
    "packages/train/tsup.config.ts:1: does not build ./src/more.ts",
  ],
  [
    "an import of a sibling",
    () => write("packages/train/src/a.ts", '\nimport { x } from "@imdb/serve";\nexport const a = x;\n'),
    "packages/train/src/a.ts:2: @imdb/serve: train may import only",
  ],
  [
    "a block that imports a package",
    () => write("packages/measures/src/a.ts", 'export { a } from "@imdb/train";\n'),
    "packages/measures/src/a.ts:1: @imdb/train: measures may import only core of ours",
  ],
  [
    "a package that imports a product",
    () => write("packages/train/src/a.ts", 'export { a } from "@imdb/create";\n'),
    "packages/train/src/a.ts:1: @imdb/create: train may import only core, measures,",
  ],
  [
    "a package in no layer",
    () => makePackage("extra"),
    "packages/extra/package.json:1: is in no layer of tools/shape/layers.mjs",
  ],
  [
    "a layer that nx is not told of",
    () => manifest("train", { nx: { tags: ["layer:block"] } }),
    'packages/train/package.json:1: nx.tags does not hold "layer:package"',
  ],
  [
    "a package without an entry",
    () => manifest("train", { exports: { "./package.json": "./package.json" } }),
    "packages/train/package.json:1: exports no entry",
  ],
  [
    "a type of a sibling",
    () => write("packages/train/src/a.ts", 'import type { x } from "@imdb/serve";\nexport type A = x;\n'),
    "packages/train/src/a.ts:1: @imdb/serve: train may import only",
  ],
  [
    "an import of a sibling in a CommonJS file",
    () => write("packages/train/src/a.cts", 'const x = require("@imdb/serve");\n'),
    "packages/train/src/a.cts:1: @imdb/serve: train may import only",
  ],
  [
    "core importing one of ours",
    () => write("packages/core/src/a.ts", 'export * from "@imdb/train";\n'),
    "packages/core/src/a.ts:1: @imdb/train: core imports none",
  ],
  [
    "a path into another package",
    () => write("packages/train/src/a.ts", 'export * from "../../core/src/a.js";\n'),
    "packages/train/src/a.ts:1: ../../core/src/a.js leads out",
  ],
  [
    "a path into an example",
    () => write("packages/train/src/a.ts", 'export const a = import("../../../examples/x/y.js");\n'),
    "packages/train/src/a.ts:1: ../../../examples/x/y.js leads out",
  ],
  [
    "a cycle",
    () => [
      manifest("train", { dependencies: { "@imdb/core": "1", "@imdb/serve": "1" } }),
      manifest("serve", { dependencies: { "@imdb/core": "1", "@imdb/train": "1" } }),
    ],
    "a cycle of packages: serve → train → serve",
  ],
  [
    "a function of 81 lines",
    () => write("packages/train/src/a.ts", functionOf(81)),
    "packages/train/src/a.ts:1: a function of 81 lines, over 80",
  ],
  [
    "a sixth function over 80 lines with a reason",
    () =>
      ["b", "c", "d", "e", "f", "g"].map((name) =>
        write(`packages/train/src/${name}.ts`, `// Over 80 lines: one table.\n${functionOf(81)}`),
      ),
    "packages/train/src/g.ts:2: a function of 81 lines: there are 6 over 80, and at most 5 may be",
  ],
  [
    "a circle of files, of types alone",
    () => [
      write("packages/train/src/a.ts", 'import type { B } from "./b.js";\nexport type A = B;\n'),
      write("packages/train/src/b.ts", '\nexport type { C as B } from "./c.js";\n'),
      write("packages/train/src/c.ts", 'import type { A } from "./a.js";\nexport type C = A;\n'),
    ],
    "packages/train/src/a.ts:1: a circle of imports: train/src/a.ts → train/src/b.ts → train/src/c.ts → train/src/a.ts",
  ],
  [
    "a circle of files across packages",
    () => [
      write("packages/train/src/a.ts", 'export { a } from "@imdb/serve";\n'),
      write("packages/serve/src/a.ts", 'export { a } from "@imdb/train";\n'),
    ],
    "packages/serve/src/a.ts:1: a circle of imports: serve/src/a.ts → train/src/index.ts → train/src/a.ts → serve/src/index.ts → serve/src/a.ts",
  ],
  [
    "two folders that import each other",
    () => [
      write("packages/train/src/x/one.ts", 'export { two } from "../y/two.js";\n'),
      write("packages/train/src/x/base.ts", "export const base = 1;\n"),
      write("packages/train/src/y/two.ts", "export const two = 2;\n"),
      write("packages/train/src/y/more.ts", '\nexport { base as more } from "../x/base.js";\n'),
    ],
    "packages/train/src/x/one.ts:1: train/src/x and train/src/y import each other: train/src/x/one.ts → train/src/y/two.ts and train/src/y/more.ts → train/src/x/base.ts",
  ],
  [
    "a metric that is written a second time",
    () => write("packages/train/src/a.ts", "\nexport function accuracyScore() {}\nexport const a = 1;\n"),
    "packages/train/src/a.ts:2: a second metric; the one is packages/measures/src/metrics/",
  ],
  [
    "a second explanation, not even exported",
    () =>
      write(
        "packages/serve/src/a.ts",
        "const contributions = [];\ncontributions.push(1);\nexport const a = 1;\n",
      ),
    "packages/serve/src/a.ts:2: a second explanation of linear models; the one is packages/measures/src/explanation",
  ],
  [
    "a second Prometheus writer",
    () => write("packages/serve/src/a.ts", "export const a = (n: string) => `# TYPE $" + "{n} gauge`;\n"),
    "packages/serve/src/a.ts:1: a second Prometheus text writer",
  ],
  [
    "a second scanner of CSV",
    () => write("packages/train/src/a.ts", 'export { parse as a } from "csv-parse";\n'),
    "packages/train/src/a.ts:1: a second CSV scanner",
  ],
  [
    "a second HTTP listener",
    () =>
      write(
        "packages/train/src/a.ts",
        'import { createServer } from "node:http";\nexport const a = createServer();\n',
      ),
    "packages/train/src/a.ts:2: a second HTTP listener; the one is packages/runtime/src/http/serve-http.ts",
  ],
  [
    "a call to a service beside the one that tries again",
    () => write("packages/train/src/a.ts", 'export const a = () => fetch("http://a.example");\n'),
    "packages/train/src/a.ts:1: a second remote call; the one is packages/runtime/src/remote/call-remote.ts",
  ],
  [
    "a second promotion gate",
    () => write("packages/train/src/a.ts", "export function promotionGate() {}\nexport const a = 1;\n"),
    "packages/train/src/a.ts:1: a second promotion gate",
  ],
  [
    "a home that has lost what it holds",
    () => write("packages/measures/src/intervals/wilson.ts", "export const a = 1;\n"),
    "packages/measures/src/intervals/wilson.ts:1: holds no interval of a share any more",
  ],
  [
    "an undeclared dependency",
    () => write("packages/train/src/a.ts", 'export { z } from "zod";\n'),
    "packages/train/src/a.ts:1: zod is not among",
  ],
  [
    "a test's tool in published code",
    () => write("packages/train/src/a.ts", 'export { test as a } from "vitest";\n'),
    "packages/train/src/a.ts:1: vitest is not among",
  ],
  [
    "a Node module, two files down",
    () => [
      write("packages/train/src/a.ts", 'export { b as a } from "./b.js";\n'),
      write(
        "packages/train/src/b.ts",
        '// first\nimport { join } from "node:path";\nexport const b = join;\n',
      ),
    ],
    "packages/train/src/b.ts:2: node:path is Node's alone, and @imdb/train runs in browsers (train/src/index.ts → train/src/a.ts → train/src/b.ts)",
  ],
  [
    "a Node module in another package",
    () => write("packages/core/src/a.ts", 'export { join as a } from "node:path";\n'),
    "packages/core/src/a.ts:1: node:path is Node's alone",
  ],
  [
    "Node's part of another package",
    () => write("packages/train/src/a.ts", 'export { a } from "@imdb/runtime/files";\n'),
    "packages/train/src/a.ts:1: @imdb/runtime/files is Node's alone",
  ],
  [
    "a Node module on demand",
    () => write("packages/train/src/a.ts", 'export const a = () => import("node:fs");\n'),
    "packages/train/src/a.ts:1: node:fs is Node's alone",
  ],
  [
    "an optional peer in a browser's entry",
    () => [
      manifest("train", {
        peerDependencies: { extra: "1" },
        peerDependenciesMeta: { extra: { optional: true } },
      }),
      write("packages/train/src/a.ts", 'export const a = () => import("extra");\n'),
    ],
    "packages/train/src/a.ts:1: extra is an optional peer",
  ],
  [
    "an optional peer by its name",
    () => [
      manifest("train", {
        peerDependencies: { extra: "1" },
        peerDependenciesMeta: { extra: { optional: true } },
      }),
      write("packages/train/src/b.ts", 'export const b = () => import("extra");\n'),
    ],
    "packages/train/src/b.ts:1: extra is an optional peer, and a bundler fails",
  ],
  [
    "an import by a variable that bundlers follow",
    () =>
      write(
        "packages/train/src/b.ts",
        "export const b = (peer: string) => import(/* webpackIgnore: true */ peer);\n",
      ),
    "packages/train/src/b.ts:1: an import by a variable needs the comments",
  ],
  [
    "a Node global",
    () => write("packages/train/src/a.ts", 'export const a = Buffer.from("process.env");\n'),
    "packages/train/src/a.ts:1: Buffer is Node's alone",
  ],
  [
    "an error code twice",
    () => [
      write("packages/train/src/errors.ts", errorTable("TAKEN")),
      write("packages/serve/src/errors.ts", errorTable("TAKEN")),
    ],
    "packages/train/src/errors.ts:2: the error code TAKEN is taken by packages/serve/src/errors.ts:2",
  ],
  [
    "an error outside of the table",
    () => write("packages/train/src/a.ts", `${errorTable("LATE")}export const a = 1;\n`),
    "packages/train/src/a.ts:2: the error LATE is defined outside",
  ],
  [
    "a page of error codes that is not of these sources",
    () => [
      write("packages/train/src/errors.ts", errorTable("NEW_ERROR")),
      write("docs/error-codes.md", "| `OLD_ERROR` | input | Gone. | None. |\n"),
    ],
    "docs/error-codes.md:1: lacks the error code NEW_ERROR",
  ],
  [
    "an error code in another form",
    () => write("packages/train/src/errors.ts", errorTable("lateError")),
    "packages/train/src/errors.ts:2: the error code lateError is not in",
  ],
  [
    "a path of a machine",
    () => write("packages/train/README.md", `# x\n\nrun ${"/"}root/x.sh\n`),
    "packages/train/README.md:3: a path of one machine",
  ],
  [
    "a registry",
    () => write("packages/train/README.md", `https:${"//"}registry.example.org/x\n`),
    "packages/train/README.md:1: a package registry's host",
  ],
];
for (const [what, damage, message] of WRONG) {
  test(`${what} is found, with its place`, () => {
    damage();
    const { status, problems } = check();
    assert.equal(status, 1);
    assert.ok(
      problems.some((line) => line.includes(message)),
      `${message}\nnot in:\n${problems.join("\n")}`,
    );
  });
}

const RIGHT = [
  [
    "a metric in a comment, and one passed on",
    "// export function accuracyScore() {}\nexport const a = 1;\nexport type B = 1;\n",
  ],
  [
    "an entry and errors that folders share",
    'import { E } from "./errors.js";\nexport const a = E;\nexport type B = 1;\n',
  ],
  [
    "types of Node in a browser's entry",
    'import type { Stats } from "node:fs";\nexport type A = Stats | typeof import("node:path");\n',
  ],
  [
    "words in comments and strings",
    '// import "node:fs"; process.exit()\nexport const a = "Buffer.from"; /* import("node:fs") */\n',
  ],
  [
    "an import by a variable that bundlers leave alone",
    "export const a = (peer: string) =>\n  import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ peer);\n",
  ],
  ["a member with a global's name", "export const a = (x: { process: { go(): void } }) => x.process.go();\n"],
];
for (const [what, text] of RIGHT) {
  test(`${what} pass`, () => {
    write("packages/train/src/a.ts", text);
    assert.deepEqual(check(), { status: 0, problems: [] });
  });
}

test("a package may import blocks, a product packages", () => {
  const own = { "@imdb/core": "1" };
  write("packages/train/src/a.ts", 'export { a } from "@imdb/measures";\nexport type B = 1;\n');
  manifest("train", { dependencies: { ...own, "@imdb/measures": "1" } });
  write("packages/create/src/a.ts", 'export { a } from "@imdb/train";\nexport type B = 1;\n');
  manifest("create", { dependencies: { ...own, "@imdb/train": "1" } });
  assert.deepEqual(check(), { status: 0, problems: [] });
});

test("the wiring of defaults may import what it wires, a test what its package declares", () => {
  write("packages/serve/src/defaults.ts", 'export { a } from "@imdb/train";\n');
  write(
    "packages/serve/src/b.test.ts",
    'import { a } from "@imdb/train";\nimport { test } from "vitest";\ntest("a", () => a);\n',
  );
  const own = { "@imdb/core": "1" };
  manifest("serve", {
    dependencies: own,
    devDependencies: { "@imdb/train": "1" },
    peerDependencies: { "@imdb/train": "1" },
  });
  assert.deepEqual(check(), { status: 0, problems: [] });
});

test("a long file is a warning and no failure", () => {
  write("packages/train/src/a.ts", `export const a = 1;\n${"// line\n".repeat(260)}`);
  const { status, problems } = check();
  assert.equal(status, 0);
  assert.match(problems.join(), /a\.ts:251: warning: 261 lines/);
});

test("every form of import is seen", () => {
  const text = `import a, { b } from "1";
import * as c from '2';
import "3";
export * from "4";
export {
  d,
  e as f,
} from "5";
export type { G } from "6";
import type H from "7";
const i = await import("8");
const j = "from"; const k = 'import "9"';
`;
  assert.deepEqual(
    findImports(text)
      .map(({ specifier, line, typeOnly }) => [specifier, line, typeOnly])
      .sort(),
    [
      ["1", 1, false],
      ["2", 2, false],
      ["3", 3, false],
      ["4", 4, false],
      ["5", 5, false],
      ["6", 9, true],
      ["7", 10, true],
      ["8", 11, false],
    ],
  );
});

function check() {
  const { status, stdout } = spawnSync(process.execPath, [SCRIPT, root], { encoding: "utf8" });
  return { status, problems: stdout.trim().split("\n").slice(0, -1) };
}

function makePackage(name) {
  const dependencies = name === "core" ? {} : { "@imdb/core": "1" };
  write(`packages/${name}/package.json`, "{}");
  manifest(name, {
    name: `@imdb/${name}`,
    version: "1.0.0",
    description: name,
    license: "MIT",
    type: "module",
    sideEffects: false,
    engines: { node: ">=20" },
    exports: { ".": entry("index"), "./package.json": "./package.json" },
    files: ["dist"],
    scripts: { build: "tsup", typecheck: "tsc -b", test: "vitest run" },
    dependencies,
    nx: { tags: [TAGS[name]] },
  });
  write(`packages/${name}/README.md`, `# ${name}\n`);
  write(`packages/${name}/tsconfig.json`, "{}\n");
  write(`packages/${name}/tsup.config.ts`, 'export default ["src/index.ts"];\n');
  write(
    `packages/${name}/src/index.ts`,
    '/** Exports. */\nexport { a } from "./a.js";\nexport type { B } from "./a.js";\n',
  );
  write(`packages/${name}/src/a.ts`, "export const a = 1;\nexport type B = 1;\n");
  write(
    `packages/${name}/src/a.test.ts`,
    'import { test } from "vitest";\nimport { a } from "./a.js";\ntest("a", () => a);\n',
  );
  if (name !== "core") write(`packages/${name}/src/errors.ts`, errorTable(`${name.toUpperCase()}_BROKEN`));
}

const manifests = new Map();

function manifest(name, change) {
  const whole = { ...manifests.get(name), ...change };
  if ("name" in change) manifests.set(name, whole);
  write(`packages/${name}/package.json`, JSON.stringify(whole));
}

function entry(name) {
  return {
    "@imdb/source": `./src/${name}.ts`,
    import: { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
    require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
  };
}

function errorTable(code) {
  return `import { defineError } from "@imdb/core";\nexport const E = defineError("${code}", "input", () => ({ message: "m", remedy: "r" }));\n`;
}

function write(file, text) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** The source of a function with the given number of lines. */
function functionOf(lines) {
  return `export function a(b: number[]) {\n${"  b.push(1);\n".repeat(lines - 2)}}\n`;
}
