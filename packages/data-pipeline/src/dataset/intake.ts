import { type Example, InvalidOption, type RunOptions, throwIfCancelled } from "@imdb/core";
import { type CleaningStep, clean } from "../cleaning/cleaning-step.js";
import { InvalidRows } from "../errors.js";
import type { InvalidRow } from "../sources/invalid-row.js";
import { type Batch, isSource, type Source, type SourceRecord } from "../sources/source.js";
import { createIdSet, type IdSet } from "./id-set.js";
import { problemOf } from "./validate-example.js";

/** What a pipeline takes: a reader of this package, or any iterable of examples. */
export type ExampleSource<L extends string = string> =
  | Source<L>
  | AsyncIterable<Example<L>>
  | Iterable<Example<L>>;

/** What becomes of rows that are not examples: stop, leave them out and count them, or keep them apart. */
export type OnInvalid = "throw" | "skip" | "quarantine";

/** Rules of the intake. */
export interface IntakeRules {
  readonly cleaning: readonly CleaningStep[];
  readonly onInvalid: OnInvalid;
  /** With `throw`: rows to collect before stopping. */
  readonly maxInvalid: number;
}

const IN_MEMORY_BATCH = 1024;

/**
 * Reads, validates and cleans, batch by batch: every row that comes in goes out as an example or as an invalid
 * row. Ids must be unique and texts not empty, before and after cleaning.
 *
 * @throws `INVALID_ROWS` when `onInvalid` is `throw`, and whatever the source throws
 */
export async function* takeIn<L extends string>(
  source: ExampleSource<L>,
  { cleaning, onInvalid, maxInvalid }: IntakeRules,
  run: RunOptions,
  onRecord: (record: SourceRecord) => void,
): AsyncGenerator<Batch<L>> {
  const ids = createIdSet();
  const refused: InvalidRow[] = [];
  let row = 0;
  for await (const batch of batchesOf(source, run, onRecord)) {
    const examples: Example<L>[] = [];
    const invalid: InvalidRow[] = [...batch.invalid];
    for (const example of batch.examples) {
      row++;
      const cleaned = takeOne(example, row, cleaning, ids);
      if ("problem" in cleaned) invalid.push(cleaned);
      else examples.push(cleaned);
    }
    if (onInvalid === "throw") {
      refused.push(...invalid);
      if (refused.length >= maxInvalid) break;
    }
    yield { examples, invalid };
  }
  if (refused.length > 0) {
    throw InvalidRows.create({ count: refused.length, rows: refused.slice(0, maxInvalid).map(withoutRaw) });
  }
}

function takeOne<L extends string>(
  example: Example<L>,
  row: number,
  cleaning: readonly CleaningStep[],
  ids: IdSet,
): Example<L> | InvalidRow {
  const problem = problemOf(example);
  if (problem !== undefined) return { source: "examples", row, ...problem, raw: example };
  const { id } = example;
  const place = { source: "examples", row, id };
  const text = clean(example.text, cleaning);
  if (text.trim() === "") {
    const when = example.text.trim() === "" ? "" : " after cleaning";
    return { ...place, field: "text", problem: `the text is empty${when}`, raw: example };
  }
  if (!ids.add(id)) {
    return { ...place, field: "id", problem: `the id ${JSON.stringify(id)} is not unique`, raw: example };
  }
  return text === example.text ? example : { ...example, text };
}

async function* batchesOf<L extends string>(
  source: ExampleSource<L>,
  run: RunOptions,
  onRecord: (record: SourceRecord) => void,
): AsyncGenerator<Batch<L>> {
  if (typeof source !== "object" || source === null) {
    throw InvalidOption.create({
      option: "source",
      value: source,
      expected: "a reader or an iterable of examples",
    });
  }
  if (isSource(source)) return yield* (source as Source<L>).batches(run, onRecord);
  let examples: Example<L>[] = [];
  let done = 0;
  for await (const example of source) {
    examples.push(example);
    if (examples.length < IN_MEMORY_BATCH) continue;
    done += examples.length;
    yield { examples, invalid: [] };
    run.onProgress?.({ stage: "reading", done, unit: "documents" });
    throwIfCancelled(run.signal, "Reading");
    examples = [];
  }
  yield { examples, invalid: [] };
  onRecord({ kind: "memory", name: "examples" });
}

function withoutRaw({ raw: _raw, ...row }: InvalidRow): InvalidRow {
  return row;
}
