import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runBare } from "./bare.mjs";
import { closingList, readNotChecked } from "./not-checked.mjs";
import { toolNames, toolPath } from "./tools.mjs";

const folder = mkdtempSync(join(tmpdir(), "imdb-optional-"));
const program = join(folder, "chromium");
writeFileSync(program, "#!/bin/sh\n");
chmodSync(program, 0o755);
after(() => rmSync(folder, { recursive: true }));

/** What the finder finds in an environment, without what this process has. */
function found(env) {
  const script = fileURLToPath(new URL("found.mjs", import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, [script], { env, encoding: "utf8" });
  return { lines: stdout.trim().split("\n"), stderr, status };
}

/** The browser that is found, without what changes with its version. */
function browserIn(env) {
  return /^browser: (.*) \(/m.exec(found(env).lines.join("\n"))?.[1];
}

test("a browser is found on the PATH, and the variable comes first", () => {
  const PATH = [folder, "/nowhere"].join(delimiter);
  assert.equal(browserIn({ PATH }), program);
  assert.equal(browserIn({ PATH, CHROMIUM_PATH: process.execPath }), process.execPath);
});

test("a folder, or a file that cannot be run, is no program", () => {
  const { lines } = found({ PATH: [join(folder, "redis-server"), "/"].join(delimiter) });
  assert.ok(lines.includes("redis: not found"));
});

test("what IMDB_HIDE names is not found", () => {
  for (const IMDB_HIDE of ["all", "redis browser", "browser,moto"]) {
    assert.ok(found({ PATH: folder, IMDB_HIDE }).lines.includes("browser: not found"), IMDB_HIDE);
  }
  assert.equal(browserIn({ PATH: folder, IMDB_HIDE: "redis" }), program);
});

test("a variable that names nothing is an error, not a missing tool", () => {
  const { status, stderr } = found({ PATH: "", CHROMIUM_PATH: "/no/such/browser" });
  assert.equal(status, 1);
  assert.match(stderr, /CHROMIUM_PATH names \/no\/such\/browser/);
  const aFolder = found({ PATH: "", CHROMIUM_PATH: folder });
  assert.match(aFolder.stderr, /which is no program/);
});

test("a tool of another name is an error", () => {
  assert.throws(() => toolPath("gimp"), /no optional tool gimp; there are browser/);
  assert.ok(toolNames().includes("redis"));
});

test("what tests leave out is read from their output and listed once for each missing tool", () => {
  const line = (what, title) => `@imdb/x:test: NOT CHECKED | ${what} | ${title} | set A or B\n`;
  const output = `${line("pages", "a browser")}noise\n${line("queues", "a server")}${line("forms", "a browser")}${line("pages", "a browser")}`;
  assert.deepEqual(closingList(readNotChecked(output)), [
    "Not checked here:",
    "- without a browser: forms; pages. To check: set A or B.",
    "- without a server: queues. To check: set A or B.",
  ]);
  assert.deepEqual(closingList([]), []);
});

test("a bare run finds neither programs nor variables, however many fit", () => {
  const script = fileURLToPath(new URL("found.mjs", import.meta.url));
  const before = { ...process.env };
  Object.assign(process.env, {
    CHROMIUM_PATH: "/bin/true",
    IMDB_DATA: program,
    PATH: [folder, process.env.PATH].join(delimiter),
  });
  try {
    const { stdout } = runBare(process.execPath, [script], { encoding: "utf8" });
    for (const name of ["browser", "redis", "peers", "archive"]) {
      assert.match(stdout, new RegExp(`${name}: not found`));
    }
  } finally {
    process.env = before;
  }
});
