// `npm run bench`: our work and a peer library's on the same input, in alternation, in one run. See the README.md in this folder.
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { BenchEntry } from "@imdb/core/testing";
import { describeTool, toolPath } from "../optional/tools.mjs";
import { hasJavaScriptPeers } from "../peers/javascript.mjs";
import { record } from "./record.ts";
import { medianOf, table } from "./table.ts";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    json: { type: "string" },
    runs: { type: "string", default: "3" },
    list: { type: "boolean", default: false },
    record: { type: "boolean", default: false },
  },
});
const runs = Number(options.runs);
if (!Number.isInteger(runs) || runs < 1)
  throw new Error(`--runs is ${options.runs}, expected an integer from 1`);

const there = {
  python: toolPath("peers") !== undefined,
  javascript: hasJavaScriptPeers(),
  archive: toolPath("archive") !== undefined,
};
const remedy = {
  python: describeTool("peers").remedy,
  javascript: "run node tools/peers/setup",
  archive: describeTool("archive").remedy,
};

const entries = (await allEntries()).filter(
  ({ id }) => options.only.length === 0 || options.only.includes(id),
);
for (const id of options.only)
  if (!entries.some((entry) => entry.id === id)) throw new Error(`no entry ${id}`);
if (options.list) {
  for (const { id, peer } of entries) console.log(`${id}  (${peer})`);
  process.exit(0);
}

const results = [];
let skipped = 0;
for (const entry of entries) {
  const missing = (entry.needs ?? []).filter((need) => !there[need]);
  if (missing.length > 0) {
    skipped++;
    console.error(`SKIPPED ${entry.id}: ${missing.map((need) => remedy[need]).join("; ")}`);
    continue;
  }
  results.push(await measure(entry));
  console.error(`${entry.id}: ratio ${results.at(-1)?.ratio.toFixed(2)}`);
}
console.log(table(results));
if (skipped > 0) console.log(`${skipped} skipped for want of a peer or data; they count as nothing.`);
if (options.json) await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
if (options.record) await record(results);
process.exit(results.length === 0 && entries.length > 0 ? 2 : 0);

async function measure({ id, peer, unit, ours, theirs }: BenchEntry) {
  const mine: number[] = [];
  const peers: number[] = [];
  for (let i = 0; i < runs; i++) {
    mine.push(await ours());
    peers.push(await theirs());
  }
  const [a, b] = [medianOf(mine), medianOf(peers)];
  return { id, peer, unit, ours: a, theirs: b, ratio: b / a, runs };
}

async function allEntries(): Promise<BenchEntry[]> {
  const found: BenchEntry[] = [];
  for (const root of ["packages", "examples"]) found.push(...(await entriesUnder(root)));
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function entriesUnder(root: string): Promise<BenchEntry[]> {
  const found: BenchEntry[] = [];
  for (const project of await readdir(root)) {
    const folder = join(root, project, "bench");
    for (const file of await readdir(folder).catch(() => [])) {
      if (!file.endsWith(".ts")) continue;
      const module: { entries?: BenchEntry[] } = await import(pathToFileURL(join(folder, file)).href);
      found.push(...(module.entries ?? []));
    }
  }
  return found;
}
