import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { Example } from "@imdb/core";
import type { StoredFile } from "./stored-dataset.js";

/** Writes the examples of one part to numbered JSON Lines files, in bounded memory. */
export interface ShardWriter {
  write(example: Example): Promise<void> | undefined;
  /** Ends the last file. Returns all files in their order. */
  close(): Promise<readonly [name: string, file: StoredFile][]>;
}

const BUFFER = 2 ** 20;

/** A writer to an existing folder. */
export function createShardWriter(folder: string, part: string, rowsPerShard: number): ShardWriter {
  const done: [string, StoredFile][] = [];
  let shard: { name: string; handle: FileHandle; hash: Hash; bytes: number; rows: number } | undefined;
  let pending = "";
  let rows = 0;

  async function flush(): Promise<void> {
    const name = `${part}-${String(done.length).padStart(5, "0")}.jsonl`;
    shard ??= {
      name,
      handle: await open(join(folder, name), "wx"),
      hash: createHash("sha256"),
      bytes: 0,
      rows: 0,
    };
    const bytes = Buffer.from(pending, "utf8");
    pending = "";
    shard.hash.update(bytes);
    shard.bytes += bytes.length;
    shard.rows += rows;
    rows = 0;
    await shard.handle.write(bytes);
    if (shard.rows >= rowsPerShard) await end();
  }

  async function end(): Promise<void> {
    if (shard === undefined) return;
    await shard.handle.close();
    done.push([shard.name, { bytes: shard.bytes, rows: shard.rows, sha256: shard.hash.digest("hex") }]);
    shard = undefined;
  }

  return {
    write(example) {
      pending += toLine(example);
      rows++;
      const full = pending.length >= BUFFER || (shard?.rows ?? 0) + rows >= rowsPerShard;
      return full ? flush() : undefined;
    },
    async close() {
      if (rows > 0) await flush();
      await end();
      return done;
    },
  };
}

/** An example as a line of JSON, with its fields in a fixed order. */
function toLine({ id, label, group, split, attributes, text }: Example): string {
  return `${JSON.stringify({ id, label, group, split, attributes: sorted(attributes), text })}\n`;
}

function sorted(attributes: Example["attributes"]): Example["attributes"] {
  if (attributes === undefined) return undefined;
  return Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
}
