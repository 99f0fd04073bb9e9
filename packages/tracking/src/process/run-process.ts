import { fateOfProcess, processIdentity } from "@imdb/runtime/leases";
import * as z from "zod";

const identity = z.object({
  host: z.string(),
  pid: z.number().int(),
  place: z.string().optional(),
  started: z.string().optional(),
});

/** The identity of this process, as the text of a tag; see `processIdentity`. */
export function ownProcess(): string {
  return JSON.stringify(processIdentity());
}

/**
 * Whether the process that {@link ownProcess} named has certainly ended. False for one that this process cannot see, and
 * for any other text, such as that of an earlier version, in which host, process number and time of the start could be
 * those of another process.
 */
export function hasEnded(text: string): boolean {
  try {
    return fateOfProcess(identity.parse(JSON.parse(text))) === "ended";
  } catch {
    return false;
  }
}
