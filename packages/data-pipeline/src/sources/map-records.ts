import type { Example } from "@imdb/core";
import type { GoodRow, RowPlace } from "@imdb/rows";
import type { InvalidRow } from "./invalid-row.js";
import type { RecordMapper } from "./record-mapping.js";
import type { Batch, BatchFields } from "./source.js";

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

/** Some records of a source, and the header of its file, if it has one. */
export interface ReadRecords {
  readonly header?: readonly string[] | undefined;
  readonly records: readonly ReadRecord[];
}

/** Turns records into batches of examples. */
export async function* mapRecords<L extends string>(
  source: string,
  read: AsyncIterable<ReadRecords>,
  map: RecordMapper<L>,
): AsyncGenerator<Batch<L>> {
  for await (const { header, records: some } of read) {
    const fields = fieldsOf(header, some, map);
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
      yield { examples, invalid, placeOf: (index) => ({ source, ...placeOf(places[index]!) }), ...fields };
    }
  }
}

/** The fields of the rows: of a file without a header, those of the first row that has any. */
function fieldsOf(
  header: readonly string[] | undefined,
  records: readonly ReadRecord[],
  { label, hasSchema }: Pick<RecordMapper<string>, "label" | "hasSchema">,
): { readonly fields?: BatchFields } {
  if (header !== undefined) return { fields: { names: header, label, areAll: !hasSchema } };
  const first = records.find((read) => "value" in read && Object(read.value) === read.value);
  return first === undefined
    ? {}
    : { fields: { names: Object.keys((first as GoodRow).value as object), label, areAll: false } };
}

function placeOf({ row, line }: RowPlace): RowPlace {
  return line === undefined ? { row } : { row, line };
}
