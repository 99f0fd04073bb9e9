import { linkSync } from "node:fs";
import { errorCode } from "./file-failure.js";

/** Codes of a file system without hard links, and of a file with too many. */
const NO_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/**
 * Gives a file a second name, unless the name is taken: a file with its whole content appears in one step, and of
 * several processes one makes it. Synchronous, so that nothing of this thread happens between a check and this.
 *
 * @returns `"no links"` where the file system has none.
 * @throws The error of the operating system.
 */
export function linkNew(from: string, to: string): "linked" | "taken" | "no links" {
  try {
    linkSync(from, to);
    return "linked";
  } catch (error) {
    const code = errorCode(error) ?? "";
    if (code === "EEXIST") return "taken";
    if (NO_LINKS.has(code)) return "no links";
    throw error;
  }
}
