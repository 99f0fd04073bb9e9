import { randomUUID } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { checkOption, text } from "@imdb/core/options";

/** A unique path beside `path`: hidden, with the id of the process, and with a name of at most 255 bytes. */
export function temporaryName(path: string): string {
  checkOption("path", path, text);
  return join(dirname(path), `${temporaryPrefix(path)}${process.pid}.${randomUUID().slice(0, 8)}.tmp`);
}

/** The beginning of every temporary name of `path`. */
export function temporaryPrefix(path: string): string {
  return `.${Array.from(basename(path)).slice(0, 40).join("")}.`;
}
