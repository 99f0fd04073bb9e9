// `npm run mutation [area …]`: changes one operator, condition or block of the sources at a time, and runs the tests
// that reach it. A change that no test notices "survived": the test that would notice it is missing, or the code is
// not needed. Works on a copy of the checkout, and prints for each area how many changes the tests noticed; the list
// of survivors is written to outputs/mutation/<area>.txt. Text literals are left as they are: most are messages.
//
// With IMDB_MUTATION_SAMPLE=4 it changes about a quarter of the lines, in blocks of five, the same in every run.
//
// Stryker (https://stryker-mutator.io) is installed into this folder when it is first used.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import { AREAS } from "./areas.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const HERE = join(ROOT, "tools/mutation");
const STRYKER = join(HERE, "node_modules/@stryker-mutator/core/bin/stryker.js");
const BUNDLE = join(HERE, "bundle-tests.mjs");

const LEFT_OUT = ["!src/**/*.test.ts", "!src/**/testing/**", "!src/**/index.ts"];
const BLOCK_LINES = 5;
const sample = Number(process.env.IMDB_MUTATION_SAMPLE ?? 1);

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in AREAS));
if (unknown !== undefined) {
  console.error(`There is no area "${unknown}": the areas are ${Object.keys(AREAS).join(", ")}.`);
  process.exit(2);
}
if (!existsSync(STRYKER)) install();
const copy = copyOfCheckout();
try {
  for (const name of names.length > 0 ? names : Object.keys(AREAS)) report(name, mutate(AREAS[name]));
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Without the peers that npm would add: the checkout's own vitest runs the tests. */
function install() {
  const flags = ["--legacy-peer-deps", "--no-package-lock", "--no-audit", "--no-fund", "--silent"];
  const { status } = spawnSync("npm", ["install", "--prefix", HERE, ...flags], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

/** The files that git knows or would take, in a temporary folder, with the installed packages linked. */
function copyOfCheckout() {
  const folder = mkdtempSync(join(tmpdir(), "imdb-mutation-"));
  const list = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  for (const file of list.stdout.split("\0")) {
    if (file !== "" && existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(folder, file));
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

/** Runs Stryker over one area, and returns the mutants with what became of each. */
function mutate(area) {
  const cwd = join(copy, "packages", area.package);
  const results = join(copy, "mutation.json");
  const config = join(copy, "stryker.config.mjs");
  const tests = join(cwd, "mutation-tests.mjs");
  const settings = {
    packageManager: "npm",
    plugins: [join(HERE, "runner.mjs")],
    testRunner: "area",
    buildCommand: `node ${BUNDLE.replaceAll(" ", "\\ ")}`,
    mutate: sample > 1 ? sampleOf(area, cwd) : [...area.sources, ...LEFT_OUT],
    mutator: { excludedMutations: ["StringLiteral"] },
    coverageAnalysis: "perTest",
    timeoutMS: 8000,
    concurrency: Number(process.env.IMDB_MUTATION_THREADS ?? 1),
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: results },
    inPlace: true,
    disableTypeChecks: false,
  };
  writeFileSync(config, `export default ${JSON.stringify(settings)};\n`);
  const env = {
    ...process.env,
    IMDB_MUTATION_TESTS: tests,
    IMDB_MUTATION_PATTERNS: JSON.stringify(area.tests),
  };
  const { status } = spawnSync(process.execPath, [STRYKER, "run", config], { cwd, env, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
  const { files } = JSON.parse(readFileSync(results, "utf8"));
  return Object.entries(files).flatMap(([file, { mutants, source }]) =>
    mutants.map((mutant) => ({ ...mutant, file, source })),
  );
}

/** Blocks of lines of the sources, chosen by the hash of their place, as Stryker writes them: `file:first-last`. */
function sampleOf(area, cwd) {
  const files = globSync([...area.sources, ...LEFT_OUT], { cwd }).sort();
  return files.flatMap((file) => {
    const lines = readFileSync(join(cwd, file), "utf8").split("\n").length;
    const starts = Array.from({ length: Math.ceil(lines / BLOCK_LINES) }, (_, i) => i * BLOCK_LINES + 1);
    const isChosen = (start) => createHash("sha256").update(`${file}:${start}`).digest()[0] % sample === 0;
    return starts.filter(isChosen).map((start) => `${file}:${start}-${start + BLOCK_LINES - 1}`);
  });
}

function report(name, mutants) {
  const count = (...states) => mutants.filter(({ status }) => states.includes(status)).length;
  const noticed = count("Killed", "Timeout");
  const survivors = mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  const folder = join(ROOT, "outputs/mutation");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.txt`), survivors.map(describe).join("\n"));
  const share = ((100 * noticed) / (noticed + survivors.length)).toFixed(1);
  const late = `${count("Timeout")} of them by the time limit`;
  console.log(`${name}: ${noticed} of ${noticed + survivors.length} changes noticed (${share} %), ${late}`);
}

/** A survivor as `file:line kind: old → new`. */
function describe({ file, source, location: { start, end }, mutatorName, replacement, status }) {
  const lines = source.split("\n");
  const old =
    start.line === end.line
      ? lines[start.line - 1].slice(start.column - 1, end.column - 1)
      : `${lines[start.line - 1].slice(start.column - 1)} …`;
  const reached = status === "NoCoverage" ? ", which no test reaches" : "";
  return `${file}:${start.line} ${mutatorName}: ${old} → ${replacement}${reached}`;
}
