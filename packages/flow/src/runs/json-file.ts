import { readFile } from "node:fs/promises";
import { parseWith } from "@imdb/core";
import { fileFailure } from "@imdb/runtime/files";
import type { z } from "zod";

/** The content of a JSON file; `undefined` where there is none. Throws `FILE_FAILURE` and `SCHEMA_MISMATCH`. */
export async function readJsonFile<T>(schema: z.ZodType<T>, path: string): Promise<T | undefined> {
  try {
    return parseWith(schema, JSON.parse(await readFile(path, "utf8")), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error instanceof SyntaxError ? fileFailure("read", path, error) : error;
  }
}
