import { constants } from "node:buffer";
import { parseWith, SchemaMismatch } from "@imdb/core";
import { checkOption, text as textRule } from "@imdb/core/options";
import { absolutePath, orUndefinedIfMissing, readPlainBytes, writeFileAtomic } from "@imdb/runtime/files";
import * as z from "zod";
import type { SearchMemory } from "../selection/search-options.js";

const scoreSchema = z.object({
  metrics: z.record(z.string(), z.number()),
  features: z.int().min(0),
  warnings: z.array(z.string()),
});
const fileSchema = z.object({ version: z.literal(1), folds: z.record(z.string(), z.array(scoreSchema)) });

/**
 * A search memory in a JSON file. The whole file is written again after each fold, so a search that was stopped continues
 * after its last finished fold. The keys are hashes of data, parameters, rows and seed, so several searches can use one
 * file.
 *
 * @throws `INVALID_OPTION`; `FILE_FAILURE`; `SCHEMA_MISMATCH` when the file has another content (it is not changed).
 */
export async function fileMemory(given: string): Promise<SearchMemory> {
  const path = absolutePath(checkOption("path", given, textRule));
  const folds = await readFolds(path);
  let writing: Promise<void> = Promise.resolve();
  return {
    get: async (key) => (Object.hasOwn(folds, key) ? folds[key] : undefined),
    set(key, scores) {
      folds[key] = scores.map((score) => ({
        ...score,
        metrics: { ...score.metrics },
        warnings: [...score.warnings],
      }));
      const text = `${JSON.stringify({ version: 1, folds }, null, 1)}\n`;
      writing = writing.then(() => writeFileAtomic(path, text));
      return writing;
    },
  };
}

async function readFolds(path: string): Promise<z.infer<typeof fileSchema>["folds"]> {
  const options = { limit: constants.MAX_STRING_LENGTH, links: "followed" } as const;
  const bytes = await orUndefinedIfMissing(readPlainBytes(path, options), "read", path);
  if (bytes === undefined) return {};
  return parseWith(fileSchema, parseJson(bytes.toString("utf8"), path), `The search memory ${path}`).folds;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const issues = [{ path: "", message: "it is not JSON" }];
    throw SchemaMismatch.create({ what: `The search memory ${path}`, issues }, { cause });
  }
}
