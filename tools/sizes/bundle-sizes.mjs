import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { readWorkspace } from "../shape/read-workspace.mjs";
import { entries, optionalPeers } from "./entries.mjs";
import { measure } from "./measure.mjs";
import { sizesPage } from "./page.mjs";
import { USES } from "./uses.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const RECORD = new URL("sizes.json", import.meta.url);
const PAGE = new URL("../../docs/sizes.md", import.meta.url);
/** An entry may grow by this share, and by this many bytes, before someone has to say that it should. */
const TOLERANCE = 0.1;
const SLACK = 500;

/** The sizes of all uses and entries as they are built now. */
export async function measureAll() {
  const workspace = readWorkspace(ROOT);
  const measured = [];
  for (const one of [...USES, ...entries(workspace)]) {
    measured.push({ ...one, ...(await measure(ROOT, one, optionalPeers(workspace))) });
  }
  return measured;
}

/** What is over its limit, not recorded, or recorded and no longer there. */
export async function bundleSizeProblems(measured) {
  const record = JSON.parse(await readFile(RECORD, "utf8"));
  const changed = [];
  for (const { name, limit, gzipped } of measured) {
    const before = record[name];
    if (!before) changed.push(`${name} is not in sizes.json`);
    else if (limit === undefined && gzipped > before.gzipped * (1 + TOLERANCE) + SLACK) {
      changed.push(`${name} has ${gzipped} bytes gzipped, ${before.gzipped} are recorded`);
    }
  }
  for (const name of Object.keys(record)) {
    if (!measured.some((one) => one.name === name))
      changed.push(`${name} is in sizes.json and no longer there`);
  }
  if ((await readFile(PAGE, "utf8")) !== sizesPage(USES, record)) {
    changed.push("docs/sizes.md is not what sizes.json says");
  }
  return [
    ...measured.filter(({ limit, gzipped }) => gzipped > limit * 1000).map(overLimit),
    ...changed.map((problem) => `${problem}; if it should be so: node tools/sizes/check.mjs --record`),
  ];
}

/** Writes the sizes as they are now, and the page of the docs. */
export async function recordBundleSizes(measured) {
  const record = Object.fromEntries(
    measured.map(({ name, platform, minified, gzipped }) => [name, { platform, minified, gzipped }]),
  );
  await writeFile(RECORD, `${JSON.stringify(record, null, 2)}\n`);
  await writeFile(PAGE, sizesPage(USES, record));
}

function overLimit({ name, limit, gzipped }) {
  return `${name} has ${gzipped} bytes gzipped, its limit is ${limit} kB; \`npx esbuild --analyze\` shows of what`;
}
