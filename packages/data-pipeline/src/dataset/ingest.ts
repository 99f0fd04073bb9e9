import { type Example, type RunOptions, throwIfCancelled } from "@imdb/core";
import { type CleaningStep, clean } from "@imdb/core/cleaning";
import { checkOption, type OptionRule, rule } from "@imdb/core/options";
import { InvalidRows } from "../errors.js";
import type { InvalidRow } from "../sources/invalid-row.js";
import {
  type Batch,
  type ExamplePlace,
  isIterable,
  isSource,
  type Source,
  type SourceRecord,
} from "../sources/source.js";
import { createIdSet, type IdSet } from "./id-set.js";
import { requireLabels } from "./require-labels.js";
import { exampleProblem } from "./validate-example.js";

/** The input of a pipeline: a reader of this package, or any iterable of examples. */
export type ExampleSource<L extends string = string> =
  | Source<L>
  | AsyncIterable<Example<L>>
  | Iterable<Example<L>>;

const sourceRule: OptionRule<unknown> = rule(
  "a reader or an iterable of examples",
  (value) => isIterable(value) || (Object(value) === value && isSource(value as object)),
);

/** What happens to rows that are not examples: stop, leave them out and count them, or quarantine them. */
export type OnInvalid = "throw" | "skip" | "quarantine";

/** How rows are ingested. */
export interface IngestRules {
  readonly cleaning: readonly CleaningStep[];
  readonly onInvalid: OnInvalid;
  /** With `throw`: the number of invalid rows to collect before stopping. */
  readonly maxInvalid: number;
  /** What happens to data of which no row has a label. */
  readonly withoutLabels: "refuse" | "accept";
}

/** A row of a source: an example that is not cleaned yet, or an invalid row. */
export type Row<L extends string> = ReadExample<L> | InvalidRow;

/** An example that is not cleaned yet, with the place that it was read from. */
export interface ReadExample<L extends string> {
  readonly example: Example<L>;
  readonly place: ExamplePlace;
}

/** A cleaned example. It is in a field of its own, since an example may itself have a field `problem`. */
export interface AcceptedExample<L extends string> {
  readonly example: Example<L>;
}

const IN_MEMORY_BATCH = 1024;

/**
 * Reads, validates and cleans, batch by batch: every row becomes an example or an invalid row. Ids must be unique and texts not empty, before and after cleaning.
 *
 * @throws `INVALID_ROWS` when `onInvalid` is `throw`, `NO_LABELS`, and whatever the source throws
 */
export async function* ingest<L extends string>(
  source: ExampleSource<L>,
  rules: IngestRules,
  run: RunOptions,
  onRecord: (record: SourceRecord) => void,
): AsyncGenerator<Batch<L>> {
  const ids = createIdSet();
  const collector = createInvalidRowCollector(rules);
  for await (const rows of validRows(source, rules, run, onRecord)) {
    const examples: Example<L>[] = [];
    const invalid: InvalidRow[] = [];
    for (const row of rows) {
      const accepted =
        "problem" in row ? row : acceptExample(row, clean(row.example.text, rules.cleaning), ids);
      if ("problem" in accepted) invalid.push(accepted);
      else examples.push(accepted.example);
    }
    if (collector.add(invalid)) break;
    yield { examples, invalid };
  }
  collector.check();
}

/** Reads and validates, batch by batch: first the invalid rows of the source, then its examples in order. */
export async function* validRows<L extends string>(
  source: ExampleSource<L>,
  { withoutLabels }: IngestRules,
  run: RunOptions,
  onRecord: (record: SourceRecord) => void,
): AsyncGenerator<Row<L>[]> {
  let row = 0;
  const batches = batchesOf(source, run, onRecord);
  for await (const batch of withoutLabels === "refuse" ? requireLabels(batches) : batches) {
    const rows: Row<L>[] = [...batch.invalid];
    batch.examples.forEach((example, index) => {
      row++;
      const place = batch.placeOf?.(index) ?? { source: "examples", row };
      const problem = exampleProblem(example);
      rows.push(problem === undefined ? { example, place } : { ...place, ...problem, raw: example });
    });
    yield rows;
  }
}

/** The example with its cleaned text; an invalid row when the text is empty or another example has the same id. */
export function acceptExample<L extends string>(
  { example, place }: ReadExample<L>,
  text: string,
  ids: IdSet,
): AcceptedExample<L> | InvalidRow {
  const { id } = example;
  if (text.trim() === "") {
    const when = example.text.trim() === "" ? "" : " after cleaning";
    return { ...place, id, field: "text", problem: `the text is empty${when}`, raw: example };
  }
  if (!ids.add(id)) {
    const problem = `the id ${JSON.stringify(id)} is not unique`;
    return { ...place, id, field: "id", problem, raw: example };
  }
  return { example: text === example.text ? example : { ...example, text } };
}

/** Collects invalid rows for the error of `onInvalid: "throw"`; otherwise ignores them. */
export function createInvalidRowCollector({ onInvalid, maxInvalid }: IngestRules) {
  const refused: InvalidRow[] = [];
  return {
    /** Adds invalid rows. Returns whether their limit is reached, so that reading can stop. */
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
  checkOption<unknown>("source", source, sourceRule);
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
