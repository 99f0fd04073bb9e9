import { existsSync, lstatSync } from "node:fs";
import { join, sep } from "node:path";
import { fileFailure } from "@imdb/runtime/files";
import { hasCode } from "../process/os-error.js";
import { keysBelow, LAYOUT } from "./layout.js";
import { journalSizes } from "./metric-journal.js";
import { appendText } from "./small-file.js";

const CHANGES = "changes";
const META = `${sep}${LAYOUT.meta}`;
const TAGS = `${sep}${LAYOUT.tags}`;
const JOURNALLED = `${sep}${join(LAYOUT.journal, CHANGES)}`;

/**
 * Records that a file of a run has changed, by one more byte in `.journal/changes`. The times of the files are not
 * enough: two changes within one tick of the clock have the same time.
 */
export function recordChange(runDir: string): void {
  appendText(runDir, join(runDir, LAYOUT.journal, CHANGES), ".");
}

/**
 * A text that differs when a run has changed. For an ended run that this library made it takes three system calls: this
 * library records every change of it, and MLflow writes new tags and a new `meta.yaml`. For an open run the sizes of
 * the journals are part of the text; for a run that another program made, the state of every file.
 */
export function runStamp(runDir: string, state: "ended" | "open or not known"): string {
  // Paths are concatenated, because a search does this for every run and `join` takes as long as the system call.
  const meta = fileStamp(runDir + META);
  const tags = fileStamp(runDir + TAGS);
  const changes = fileStamp(runDir + JOURNALLED);
  const quick = `${meta} ${tags} ${changes}`;
  if (state === "ended" && changes !== MISSING) return quick;
  const isOurs = existsSync(join(runDir, LAYOUT.journal));
  return `${quick} ${isOurs ? [...journalSizes(runDir).values()].join("+") : everyFile(runDir)}`;
}

function everyFile(runDir: string): string {
  const parts: string[] = [];
  for (const folder of [LAYOUT.tags, LAYOUT.params, LAYOUT.metrics, LAYOUT.inputs, LAYOUT.outputs]) {
    for (const key of keysBelow(join(runDir, folder)).sort())
      parts.push(fileStamp(join(runDir, folder, key)));
  }
  return parts.join(" ");
}

const MISSING = "-";

function fileStamp(path: string): string {
  const stat = statOf(path);
  return stat ? `${stat.mtimeMs}/${stat.isFile() ? stat.size : ""}/${stat.ino}` : MISSING;
}

function statOf(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    if (hasCode(cause, "ENOTDIR")) return undefined;
    throw fileFailure("read", path, cause);
  }
}
