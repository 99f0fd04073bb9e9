import { readFile } from "node:fs/promises";
import { parseWith } from "@imdb/core";
import { fileFailure, orUndefinedIfMissing } from "@imdb/runtime/files";
import type * as z from "zod";

/** The content of a JSON file; `undefined` where there is none. Throws `FILE_FAILURE` and `SCHEMA_MISMATCH`. */
export async function readJsonFile<T>(schema: z.ZodType<T>, path: string): Promise<T | undefined> {
  const text = await orUndefinedIfMissing(readFile(path, "utf8"), "read", path);
  if (text === undefined) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw fileFailure("read", path, error);
  }
  return parseWith(schema, content, path);
}
