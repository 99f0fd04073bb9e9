import { linkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { errorCode } from "./file-failure.js";
import { temporaryName } from "./temporary-name.js";

/** Codes of a file system without hard links, and of a file with too many. */
const NO_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/**
 * Gives a file a second name, unless the name is taken: a file with its whole content appears in one step, and of
 * several processes one makes it. Synchronous, so that nothing of this thread happens between a check and this.
 *
 * @param from  A file with one name.
 * @returns `"no links"` where the file system has none.
 * @throws The error of the operating system.
 */
export function linkNew(from: string, to: string): "linked" | "taken" | "no links" {
  try {
    linkSync(from, to);
    return "linked";
  } catch (error) {
    const code = errorCode(error) ?? "";
    // Over a network the answer to a link that was made may be lost: the second try finds its own name.
    if (code === "EEXIST") return statSync(from).nlink > 1 ? "linked" : "taken";
    if (NO_LINKS.has(code)) return "no links";
    throw error;
  }
}

/**
 * Creates a file whole: nobody reads it half-written, and of several processes one creates it. Where a file system has
 * no hard links it is created exclusively, and is not whole for a moment.
 *
 * @returns False when the file exists.
 * @throws The error of the operating system.
 */
export function createWhole(path: string, text: string): boolean {
  const temporary = temporaryName(path);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    const made = linkNew(temporary, path);
    return made === "no links" ? createExclusively(path, text) : made === "linked";
  } finally {
    rmSync(temporary, { force: true });
  }
}

function createExclusively(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}
