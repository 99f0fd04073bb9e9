import { parseWith } from "@imdb/core";
import { fileFailure, readPlainFile } from "@imdb/runtime/files";
import type * as z from "zod";

/** The files that a store writes have a few hundred bytes. */
const LIMIT = 1 << 20;

/**
 * The content of a JSON file; `undefined` where there is none. No link is followed, and only plain files of at most 1 MiB
 * are read. Throws `FILE_FAILURE` and `SCHEMA_MISMATCH`.
 */
export async function readJsonFile<T>(schema: z.ZodType<T>, path: string): Promise<T | undefined> {
  const bytes = readPlainFile(path, LIMIT);
  if (bytes === undefined) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw fileFailure("read", path, error);
  }
  return parseWith(schema, content, path);
}
