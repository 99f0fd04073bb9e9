// `node tools/consumers/run.mjs [--usual] [--record] [name …]`: packs every package and runs one program in a project of
// each tool chain, from the tarballs. Prints a table. Names choose cells; `--usual` takes the five of every run of
// `.ci/run` (all with `IMDB_HEAVY=1`); `--record` writes the table to docs/tool-chains.md. Needs `npm run build`.
// Ends with what was not checked and why, and with `N passed, N failed, N skipped`.
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closingList } from "../optional/not-checked.mjs";
import { toolPath } from "../optional/tools.mjs";
import { packAll } from "../release/pack.mjs";
import { CELLS, USUAL } from "./cells.mjs";
import { NotChecked } from "./not-checked.mjs";
import { createPlace } from "./place.mjs";
import { record } from "./record.mjs";
import { makeReference } from "./reference.mjs";
import { judge } from "./table.mjs";

const isHeavy = toolPath("heavy") !== undefined;
const [options, names] = [
  process.argv.slice(2).filter(isOption),
  process.argv.slice(2).filter((one) => !isOption(one)),
];
const chosen =
  names.length > 0 ? names : options.includes("--usual") && !isHeavy ? USUAL : Object.keys(CELLS);
const unknown = chosen.filter((name) => !(name in CELLS));
if (unknown.length > 0)
  throw new Error(`There is no cell ${unknown}; there are ${Object.keys(CELLS).join(", ")}.`);

const folder = await mkdtemp(join(tmpdir(), "imdb-consumers-"));
// Also when this is interrupted.
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
console.log("Packing the packages …");
const packages = await packAll(join(folder, "tarballs"));
const place = (name) =>
  createPlace({
    name,
    folder: join(folder, name),
    packages,
    isHeavy,
    shared: join(folder, "reference"),
  });
const reference = await attempt("reference", () => makeReference(place("reference")));
const rows = [];
for (const name of chosen) {
  const isLost = reference.error || reference.missing;
  const found = isLost ? [{ ...reference, title: name }] : await rowsOf(name, place(name), packages);
  for (const problem of judge(found, reference.digest).problems) console.log(problem.split("\n")[0]);
  rows.push(...found);
}
report(rows, reference.digest);

/** The rows of a cell; what ends it before it has any is its only row. */
async function rowsOf(name, place, packages) {
  const begun = performance.now();
  process.stdout.write(`${name} …`);
  await mkdir(place.folder, { recursive: true });
  const found = await attempt(name, async () => CELLS[name](place, packages));
  const rows = JSON.parse(JSON.stringify(found).replaceAll(folder, "…"));
  await rm(place.folder, { recursive: true, force: true });
  console.log(` ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  return Array.isArray(rows) ? rows : [rows];
}

async function attempt(title, work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotChecked) return { title, missing: error.message };
    return { title, error: error.message };
  }
}

function report(rows, digest) {
  const { lines, problems, notChecked, total } = judge(rows, digest);
  console.log(["", ...lines, "", ...problems, ""].join("\n"));
  const why = notChecked.map(({ title, why }) => ({
    title: `the tools of ${title}`,
    what: ["its cell"],
    remedy: why,
  }));
  const closing = closingList(why);
  console.log(closing.join("\n"));
  if (options.includes("--record")) record(lines, closing);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

function isOption(argument) {
  return argument.startsWith("--");
}
