import type { Example } from "@imdb/core";
import type { GoodRow, RowPlace } from "@imdb/rows";
import type { InvalidRow } from "./invalid-row.js";
import type { RecordMapper } from "./record-mapping.js";
import type { Batch } from "./source.js";

/** A record with its place, or the reason why the row is not a record. */
export type ReadRecord =
  | GoodRow
  | (RowPlace & {
      readonly problem: string;
      readonly column?: string;
      readonly hint?: string;
      readonly raw: unknown;
    });

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
      const places: RowPlace[] = [];
      for (const read of some.slice(start, start + BATCH)) {
        if ("problem" in read) {
          const { column: field, problem, hint, raw } = read;
          invalid.push({
            source,
            ...placeOf(read),
            ...(field ? { field } : {}),
            problem,
            ...(hint ? { hint } : {}),
            raw,
          });
          continue;
        }
        const mapped = map(read.value, read);
        if ("problem" in mapped) invalid.push(mapped);
        else {
          examples.push(mapped);
          places.push(read);
        }
      }
      yield { examples, invalid, placeOf: (index) => ({ source, ...placeOf(places[index]!) }) };
    }
  }
}

function placeOf({ row, line }: RowPlace): RowPlace {
  return line === undefined ? { row } : { row, line };
}
