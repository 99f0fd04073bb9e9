import { createHash } from "node:crypto";
import { fateOfProcess, processIdentity } from "./process-identity.js";

let known: string | undefined;

/**
 * What is put into the name of a temporary file or folder, in front of a random part, so that whoever finds it later can
 * tell whether its writer has ended: process id, start, and a hash of the place in which the two count. Digits, letters and
 * dashes.
 */
export function writerMark(): string {
  if (known === undefined) {
    const { pid, started = "0" } = processIdentity();
    known = `${pid}-${started}-${placeHash()}`;
  }
  return known;
}

/** The end of a name: a mark, a random part, and what tells files of a kind from others. */
const MARKED = /(?:^|[.-])(\d{1,10})-(\d{1,20})-([0-9a-f]{8})\.[0-9a-f-]{8,36}(?:\.tmp)?(?:\.old)?$/;

/**
 * Whether the process that made a temporary file or folder has ended or runs, by the {@link writerMark} in its name.
 * `"unknown"` without one, and for a process of another machine or container. No clock decides: one that is wrong or changes
 * makes no living writer look dead.
 */
export function fateOfWriter(name: string): "ended" | "runs" | "unknown" {
  const [, pid, started, place] = MARKED.exec(name) ?? [];
  if (place !== placeHash()) return "unknown";
  const own = processIdentity();
  return fateOfProcess({ ...own, pid: Number(pid), ...(own.started !== undefined && { started }) });
}

function placeHash(): string {
  const { place, host } = processIdentity();
  return createHash("sha256")
    .update(place ?? host)
    .digest("hex")
    .slice(0, 8);
}
