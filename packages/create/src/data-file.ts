import { createRequire } from "node:module";
import { basename } from "node:path";
import { parseWith } from "@imdb/core";
import * as z from "zod";

const ENDING = /(?:\.(?:csv|tsv|jsonl|ndjson|json|parquet|xlsx))?(?:\.(?:gz|gzip|zst|zstd|zip))?$/i;

/** Packages that a reader needs, by the ending of the file. */
const READERS: Readonly<Record<string, readonly string[]>> = {
  ".parquet": ["hyparquet", "hyparquet-compressors"],
  ".xlsx": ["read-excel-file"],
};

const packageSchema = z.object({ peerDependencies: z.record(z.string(), z.string()) });

/** The name that the file has in the project. Its ending says how it is read. */
export function dataFileName(file: string): string {
  return `raw${endingOf(file)}`;
}

/** The optional packages that the file needs to be read, with their versions: those that the data pipeline asks for. */
export async function readersOf(file: string): Promise<Readonly<Record<string, string>>> {
  const names = READERS[endingOf(file)] ?? [];
  if (names.length === 0) return {};
  const path = "@imdb/data-pipeline/package.json";
  const { peerDependencies } = parseWith(packageSchema, createRequire(import.meta.url)(path), path);
  return Object.fromEntries(names.map((name) => [name, peerDependencies[name]!]));
}

function endingOf(file: string): string {
  return (ENDING.exec(basename(file))?.[0] || ".csv").toLowerCase();
}
