import { readFileSync } from "node:fs";
import { fileFailure } from "@imdb/runtime/files";

/** Whether an error has one of these codes of the operating system. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException | undefined)?.code ?? "");
}

/** Whether nothing can be written: the file system or the folder may only be read, or the disk is full. */
export function isUnwritable(error: unknown): boolean {
  const { cause } = Object(error) as Error;
  return hasCode(cause ?? error, "EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT");
}

/** The text of a file; `undefined` when the file is missing. @throws `FILE_FAILURE` */
export function textOf(path: string, encoding: "utf8" | "latin1" = "utf8"): string | undefined {
  try {
    return readFileSync(path, encoding);
  } catch (cause) {
    if (hasCode(cause, "ENOENT")) return undefined;
    throw fileFailure("read", path, cause);
  }
}
