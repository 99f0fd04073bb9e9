import { appendFileSync, existsSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { keysBelow, LAYOUT } from "./layout.js";
import { journalSizes } from "./metric-journal.js";
import { makeParentAndRetry } from "./small-file.js";

const CHANGES = "changes";
const META = `${sep}${LAYOUT.meta}`;
const TAGS = `${sep}${LAYOUT.tags}`;
const JOURNALLED = `${sep}${join(LAYOUT.journal, CHANGES)}`;

/**
 * Notes that something of a run's small files has changed: a byte more in `.journal/changes`. Times of files
 * would not do, because two changes within one tick of the clock have the same.
 */
export function noteChange(runDir: string): void {
  const path = join(runDir, LAYOUT.journal, CHANGES);
  makeParentAndRetry(path, () => appendFileSync(path, "."));
}

/**
 * A text that differs once a run has changed. Three system calls for an ended run of ours: its writers note every
 * change by then, and MLflow makes itself known by new tags and a new `meta.yaml`. Of an open one the journals
 * count as well; of a run that another program made, every file.
 */
export function runStamp(runDir: string, state: "ended" | "open or not known"): string {
  // Put together by hand: a search does this for every run there is, and `join` takes as long as the system call.
  const meta = fileStamp(runDir + META);
  const tags = fileStamp(runDir + TAGS);
  const changes = fileStamp(runDir + JOURNALLED);
  const quick = `${meta} ${tags} ${changes}`;
  if (state === "ended" && changes !== MISSING) return quick;
  // Our writers note their changes there.
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
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs}/${stat.isFile() ? stat.size : ""}/${stat.ino}` : MISSING;
}
