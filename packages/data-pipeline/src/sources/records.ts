import { checkOption, optionsOf, rule, withoutContext } from "@imdb/core/options";
import { mapRecords, type ReadRecord, type ReadRecords } from "./map-records.js";
import { createMapper, type RecordOptions, recordRules } from "./record-mapping.js";
import { createSource, isIterable, type Source } from "./source.js";

const BATCH = 1024;

const recordOptions = optionsOf<RecordOptions, keyof RecordOptions>(recordRules);
const iterable = rule<Iterable<unknown> | AsyncIterable<unknown>>("an iterable of objects", isIterable);

/**
 * Any iterable of objects: rows of a database cursor, lines of an API, an array.
 *
 * A generator can be read only once; an array can be read again.
 *
 * @throws `INVALID_OPTION`, `CANCELLED`, whatever the iterable throws; an item that is not an example is an
 *         invalid row
 * @example
 * const source = readRecords([{ review: "A gem.", stars: 5 }], {
 *   columns: { text: "review", label: "stars" },
 *   labels: { "1": "neg", "5": "pos" },
 * });
 */
export function readRecords<L extends string = string>(
  records: Iterable<unknown> | AsyncIterable<unknown>,
  options: RecordOptions<L> = {},
): Source<L> {
  checkOption("records", records, iterable, "readRecords");
  recordOptions.resolve(withoutContext(options) as never, "readRecords");
  return createSource<L>("memory", options, async function* (run, onRecord) {
    let done = 0;
    const map = createMapper("records", options);
    for await (const batch of mapRecords("records", batched(records), map)) {
      yield batch;
      done += batch.examples.length + batch.invalid.length;
      run.onProgress?.({ stage: "reading", done, unit: "documents" });
    }
    const labels = map.namedLabels();
    onRecord({ kind: "memory", name: "records", ...(labels && { labels }) });
  });
}

async function* batched(records: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<ReadRecords> {
  let batch: ReadRecord[] = [];
  let row = 0;
  for await (const value of records) {
    row++;
    batch.push({ row, value });
    if (batch.length < BATCH) continue;
    yield { records: batch };
    batch = [];
  }
  yield { records: batch };
}
