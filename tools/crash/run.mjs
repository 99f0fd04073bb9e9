// `node tools/crash/run.mjs [package …]`: checks every state in which a crash may leave a durable operation, of all
// packages or of those named, and writes results.json and the table in docs/security.md. It takes half an hour.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PAGE, packages, pageWith, RESULTS, tableOf } from "./table.mjs";

const ARGUMENTS = [
  "vitest",
  "run",
  "--root",
  ".",
  "--config",
  "../../tools/config/vitest.ts",
  "test/crash-states.test.ts",
];

const folder = mkdtempSync(join(tmpdir(), "crash-counts-"));
const known = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, "utf8")) : {};
const chosen = process.argv.slice(2);
const results = {};
for (const name of packages()) {
  const isChosen = chosen.length === 0 || chosen.includes(name);
  results[name] = isChosen ? countsOf(name) : known[name];
}
rmSync(folder, { recursive: true });
writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
writeFileSync(PAGE, pageWith(readFileSync(PAGE, "utf8"), tableOf(results)));

function countsOf(name) {
  const counts = join(folder, `${name}.jsonl`);
  const env = { ...process.env, IMDB_HEAVY: "1", IMDB_CRASH_COUNTS: counts };
  const cwd = fileURLToPath(new URL(`../../packages/${name}`, import.meta.url));
  const { status } = spawnSync("npx", ARGUMENTS, { cwd, env, stdio: "inherit" });
  if (status !== 0) throw new Error(`a state of ${name} was not recovered`);
  return readFileSync(counts, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
