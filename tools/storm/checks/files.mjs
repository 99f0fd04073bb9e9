// No file is half-written, and no lease is held by a process that has ended.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { leaseStatus, takeLease } from "@imdb/runtime/leases";

/** A name that a file has while it is written. A kill leaves it; nothing reads it. */
const TEMPORARY = /\.tmp$|\.tmp-|^\.tmp|\.released$|\.new$|\.lock\./;

/** Looks at every file below a folder. */
export async function checkFiles(folder) {
  const counts = { files: 0, temporary: 0, locks: 0, cutLines: 0, leases: 0 };
  const found = { halfWritten: [], heldLeases: [] };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    counts.files++;
    if (TEMPORARY.test(entry.name)) counts.temporary++;
    else if (/^\.lock-|\.lock$/.test(entry.name)) counts.locks++;
    else if (!isWhole(path, counts)) found.halfWritten.push(path);
  }
  const leases = [...leasesBelow(folder)];
  counts.leases = leases.length;
  // Who cannot be seen counts as alive until nothing has been heard of it for a time.
  await Promise.all(
    leases.map(async (path) => {
      if (leaseStatus(path).holder === undefined) return;
      const { lease, holder } = await takeLease(path);
      if (lease === undefined) found.heldLeases.push(`${path}: process ${holder?.pid}`);
      lease?.release();
    }),
  );
  return { counts, found };
}

function isWhole(path, counts) {
  const bytes = readFileSync(path);
  if (path.endsWith(".json")) return isJson(String(bytes));
  if (path.endsWith(".result")) return isResult(bytes);
  if (basename(path) === "events.jsonl") {
    // A line that a kill has cut off is ended by the next process, and readers pass over it.
    counts.cutLines += String(bytes)
      .split("\n")
      .filter((line) => line !== "" && !isJson(line)).length;
    return true;
  }
  if (basename(path) === "meta.yaml")
    return /^artifact_uri|^artifact_location/m.test(String(bytes)) && bytes.at(-1) === 0x0a;
  return true;
}

function isResult(bytes) {
  const begin = bytes.indexOf("{");
  const end = bytes.indexOf("\n", begin);
  const header = bytes.subarray(begin, end);
  if (begin < 0 || end < 0 || !isJson(String(header))) return false;
  const sha256 = createHash("sha256")
    .update(bytes.subarray(end + 1))
    .digest("hex");
  return JSON.parse(String(header)).sha256 === sha256;
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function leasesBelow(folder) {
  const leases = new Set();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const name = /^(.*lease)-\d+\.json$/.exec(entry.name)?.[1];
    if (name !== undefined) leases.add(join(entry.parentPath ?? entry.path, name));
  }
  return leases;
}
