import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const FILE = fileURLToPath(new URL("sizes.json", import.meta.url));
/** A package may grow by this share, and by this many bytes, before someone has to say that it should. */
const TOLERANCE = 0.1;
const SLACK = 4096;

/** Compares packed and unpacked sizes with the recorded ones; growth beyond the tolerance is a problem. */
export async function sizeProblems(packages) {
  const recorded = JSON.parse(await readFile(FILE, "utf8"));
  const problems = Object.keys(recorded)
    .filter((name) => !packages.some((one) => one.name === name))
    .map((name) => `${name} is in sizes.json and no longer a package`);
  for (const { name, size, unpackedSize } of packages) {
    const before = recorded[name];
    if (!before) problems.push(`${name} is not in sizes.json`);
    else {
      problems.push(...grown(name, "packed", before.packed, size));
      problems.push(...grown(name, "unpacked", before.unpacked, unpackedSize));
    }
  }
  return problems.map((problem) => `${problem}; if it should be so: node tools/release/check.mjs --record`);
}

/** Writes the sizes as they are now. */
export async function recordSizes(packages) {
  const sizes = packages.map(({ name, size, unpackedSize }) => [
    name,
    { packed: size, unpacked: unpackedSize },
  ]);
  await writeFile(FILE, `${JSON.stringify(Object.fromEntries(sizes), null, 2)}\n`);
}

function grown(name, what, before, now) {
  if (now <= before * (1 + TOLERANCE) + SLACK) return [];
  return [`${name}: ${what} it has ${now} bytes, ${before} are recorded`];
}
