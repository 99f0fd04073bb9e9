import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { fileFailure } from "./file-failure.js";

/** Appends lines to a file. Creates the file and missing folders. @throws `FILE_FAILURE` */
export async function appendLines(path: string, lines: readonly string[]): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await appendFile(path, `${lines.join("\n")}\n`);
  } catch (cause) {
    throw fileFailure("write", path, cause);
  }
}
