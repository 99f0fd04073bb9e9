import { randomUUID } from "node:crypto";
import { basename, dirname, join } from "node:path";

/** A name beside `path` that nobody else uses: hidden, with the process in it, within the 255 bytes of a name. */
export function temporaryName(path: string): string {
  return join(dirname(path), `${temporaryPrefix(path)}${process.pid}.${randomUUID().slice(0, 8)}.tmp`);
}

/** What every temporary name of `path` begins with. */
export function temporaryPrefix(path: string): string {
  return `.${Array.from(basename(path)).slice(0, 40).join("")}.`;
}
