// The record of a process makes the folder that it has left, and a fault of durability is a state.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { fingerprint, readDisk, VIEWS, viewOf, writeDisk } from "./disk.mjs";
import { statesAfter } from "./states.mjs";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const above = mkdtempSync(join(tmpdir(), "crash-tool-"));
after(() => rmSync(above, { recursive: true }));

const seen = (disk) => fingerprint(sorted(viewOf(disk, VIEWS.killed)));
const sorted = (copy) =>
  copy instanceof Map
    ? new Map([...copy].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, below]) => [name, sorted(below)]))
    : copy;

test("the operations of a record make the folder that the process has left, whichever function it called", () => {
  const root = join(above, "root");
  mkdirSync(join(root, "before"), { recursive: true });
  writeFileSync(join(root, "before", "kept"), "kept");
  const start = readDisk(root);
  const log = join(above, "log");
  const arguments_ = ["--import", path("record.mjs"), path("testing/every-call.mjs"), root];
  execFileSync(process.execPath, arguments_, { env: { ...process.env, CRASH_ROOT: root, CRASH_LOG: log } });
  const record = readFileSync(log, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const states = [...statesAfter(start, record)];
  assert.ok(states.length > 60);
  assert.deepEqual(states.at(-1).acknowledged, ["done"]);
  assert.equal(seen(start), seen(readDisk(root)));
  const last = states.findLast(({ view }) => view === "killed");
  writeDisk(last.copy, join(above, "written"));
  assert.equal(seen(readDisk(join(above, "written"))), seen(readDisk(root)));
});

/** What a file holds in each of the states after operations. */
function contentsOf(operations, name) {
  const empty = { type: "folder", entries: new Map(), synced: new Map() };
  return [...statesAfter(empty, operations)].map(({ view, copy, acknowledged }) => {
    const content = copy.get(name)?.data.toString() ?? "absent";
    return `${view}: ${content}${acknowledged.length > 0 ? ", acknowledged" : ""}`;
  });
}

const bytes = (text) => Buffer.from(text).toString("base64");
const WRITTEN = [
  { kind: "open", path: "new", id: "1", isNew: true, isEmptied: false },
  { kind: "write", id: "1", at: 0, data: bytes("text") },
];
const RENAMED = { kind: "rename", path: "new", to: "file" };
const DONE = { kind: "acknowledged", text: "done" };

test("a file that is renamed without a sync may be empty or half there, or have no name", () => {
  const states = contentsOf([...WRITTEN, RENAMED, DONE], "file");
  for (const state of ["killed: text", "not written: ", "half written: te", "names lost: absent"])
    assert.ok(states.includes(`${state}, acknowledged`), state);
});

test("a file that is synced, and then its name, is there after a power cut", () => {
  const folder = [
    { kind: "open folder", path: "", id: "2" },
    { kind: "sync", id: "2" },
  ];
  const states = contentsOf([...WRITTEN, { kind: "sync", id: "1" }, RENAMED, ...folder, DONE], "file");
  assert.deepEqual(
    states.filter((state) => state.endsWith("acknowledged")),
    ["killed: text, acknowledged", "not written: text, acknowledged"],
  );
});

test("a write ends in the middle, before it is acknowledged", () => {
  assert.ok(contentsOf([...WRITTEN, DONE], "new").includes("killed: te"));
});
