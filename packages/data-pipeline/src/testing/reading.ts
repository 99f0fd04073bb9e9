import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Example } from "@imdb/core";
import fc from "fast-check";
import { afterAll, beforeAll } from "vitest";
import type { InvalidRow } from "../sources/invalid-row.js";
import type { Source, SourceRecord } from "../sources/source.js";

/** Writes files for the tests of one file into a folder that goes with them. */
export function scratchFiles(): (content: string | Uint8Array, extension: string) => Promise<string> {
  let folder: string;
  let files = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "imdb-readers-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return async (content, extension) => {
    const path = join(folder, `data-${files++}${extension}`);
    await writeFile(path, content);
    return path;
  };
}

/** Everything that a source gives. */
export async function drain(
  source: Source,
): Promise<{ examples: Example[]; invalid: InvalidRow[]; records: SourceRecord[] }> {
  const examples: Example[] = [];
  const invalid: InvalidRow[] = [];
  const records: SourceRecord[] = [];
  for await (const batch of source.batches({}, (record) => records.push(record))) {
    examples.push(...batch.examples);
    invalid.push(...batch.invalid);
  }
  return { examples, invalid, records };
}

const rowArbitrary = fc.record({
  id: fc.string({ minLength: 1 }),
  text: fc.string({ unit: "grapheme", minLength: 1 }),
  label: fc.constantFrom("neg", "pos"),
});

/** Rows of any text, each with an id of its own. */
export const rowsArbitrary = fc.uniqueArray(rowArbitrary, {
  selector: ({ id }) => id,
  minLength: 1,
  maxLength: 30,
});
