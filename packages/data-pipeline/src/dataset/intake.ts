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

/** A row of a source: an example that is not cleaned yet, or what is wrong with it. */
export type Row<L extends string> = { readonly example: Example<L>; readonly row: number } | InvalidRow;

/** An example that is cleaned; in a field of its own, because it may have more fields than an example needs. */
export interface Admitted<L extends string> {
  readonly example: Example<L>;
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
  rules: IntakeRules,
  run: RunOptions,
  onRecord: (record: SourceRecord) => void,
): AsyncGenerator<Batch<L>> {
  const ids = createIdSet();
  const refusals = createRefusals(rules);
  for await (const rows of validRows(source, run, onRecord)) {
    const examples: Example<L>[] = [];
    const invalid: InvalidRow[] = [];
    for (const row of rows) {
      const admitted = "problem" in row ? row : admit(row, clean(row.example.text, rules.cleaning), ids);
      if ("problem" in admitted) invalid.push(admitted);
      else examples.push(admitted.example);
    }
    if (refusals.add(invalid)) break;
    yield { examples, invalid };
  }
  refusals.check();
}

/** Reads and validates, batch by batch; first what a batch's source found wrong, then its examples in order. */
export async function* validRows<L extends string>(
  source: ExampleSource<L>,
  run: RunOptions,
  onRecord: (record: SourceRecord) => void,
): AsyncGenerator<Row<L>[]> {
  let row = 0;
  for await (const batch of batchesOf(source, run, onRecord)) {
    const rows: Row<L>[] = [...batch.invalid];
    for (const example of batch.examples) {
      row++;
      const problem = problemOf(example);
      rows.push(
        problem === undefined ? { example, row } : { source: "examples", row, ...problem, raw: example },
      );
    }
    yield rows;
  }
}

/** The example with its cleaned text, unless nothing is left of it or another has its id. */
export function admit<L extends string>(
  { example, row }: { readonly example: Example<L>; readonly row: number },
  text: string,
  ids: IdSet,
): Admitted<L> | InvalidRow {
  const { id } = example;
  if (text.trim() === "") {
    const when = example.text.trim() === "" ? "" : " after cleaning";
    return { source: "examples", row, id, field: "text", problem: `the text is empty${when}`, raw: example };
  }
  if (!ids.add(id)) {
    const problem = `the id ${JSON.stringify(id)} is not unique`;
    return { source: "examples", row, id, field: "id", problem, raw: example };
  }
  return { example: text === example.text ? example : { ...example, text } };
}

/** Collects invalid rows for the error that `onInvalid: "throw"` asks for; otherwise lets them pass. */
export function createRefusals({ onInvalid, maxInvalid }: IntakeRules) {
  const refused: InvalidRow[] = [];
  return {
    /** Whether there are as many as are wanted. */
    add(invalid: readonly InvalidRow[]): boolean {
      if (onInvalid !== "throw") return false;
      for (const row of invalid) refused.push(row);
      return refused.length >= maxInvalid;
    },
    /** @throws `INVALID_ROWS` */
    check(): void {
      if (refused.length === 0) return;
      const rows = refused.slice(0, maxInvalid).map(withoutRaw);
      throw InvalidRows.create({ count: refused.length, rows });
    },
  };
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
