import type { Example } from "@imdb/core";
import type { InvalidRow } from "./invalid-row.js";
import type { RecordMapper } from "./record-mapping.js";
import type { Batch } from "./source.js";

/** A record that was read, or the reason why there is none, with its row. */
export type ReadRecord =
  | { readonly row: number; readonly record: unknown }
  | { readonly row: number; readonly problem: string; readonly raw: unknown };

const BATCH = 1024;

/** Turns records into batches of examples. */
export async function* mapRecords<L extends string>(
  source: string,
  records: AsyncIterable<readonly ReadRecord[]>,
  map: RecordMapper<L>,
): AsyncGenerator<Batch<L>> {
  for await (const some of records) {
    for (let start = 0; start < some.length; start += BATCH) {
      const examples: Example<L>[] = [];
      const invalid: InvalidRow[] = [];
      for (const read of some.slice(start, start + BATCH)) {
        if ("problem" in read) {
          invalid.push({ source, row: read.row, problem: read.problem, raw: read.raw });
          continue;
        }
        const mapped = map(read.record, read.row);
        if ("problem" in mapped) invalid.push(mapped);
        else examples.push(mapped);
      }
      yield { examples, invalid };
    }
  }
}
