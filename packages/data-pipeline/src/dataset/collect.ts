import { byCodePoint, type Example } from "@imdb/core";
import { digestHead, pickDigests } from "../preparation/example-hash.js";
import type { PreparedTexts } from "../preparation/prepare-texts.js";
import { type PreparationRun, TextPreparer } from "../preparation/text-preparer.js";
import type { SketchRules } from "../similarity/sketch.js";
import type { InvalidRow } from "../sources/invalid-row.js";
import type { SourceRecord } from "../sources/source.js";
import { joinTraits, pickTraits, type TextTraits } from "../traits/text-traits.js";
import { createPlaces, type ExamplePlaces } from "./example-places.js";
import { createExactIdSet } from "./id-set.js";
import {
  acceptExample,
  createInvalidRowCollector,
  type ExampleSource,
  type IngestRules,
  type ReadExample,
  type Row,
  validRows,
} from "./ingest.js";

/** All examples and invalid rows of a source, in memory. */
export interface Collected<L extends string> {
  /** In code point order of their ids. */
  readonly examples: readonly Example<L>[];
  /** The traits of their texts, in the same order. */
  readonly traits: TextTraits;
  /** SHA-256 of each example, 32 bytes each, in the same order. */
  readonly digests: Uint8Array;
  readonly invalid: readonly InvalidRow[];
  readonly sources: readonly SourceRecord[];
  /** Where the examples were read. */
  readonly places: ExamplePlaces;
}

/** The number of characters in a block. */
const BLOCK = 2 ** 18;

/**
 * Reads a whole source. Texts are cleaned and hashed while more of them are read, on `run.threads` threads.
 *
 * @param sketched  How near duplicates are looked for; `undefined` when they are not.
 * @throws `INVALID_ROWS` when `onInvalid` is `throw`, `NO_LABELS`, and whatever the source throws
 */
export async function collect<L extends string>(
  source: ExampleSource<L>,
  rules: IngestRules,
  sketched: SketchRules | undefined,
  run: PreparationRun,
): Promise<Collected<L>> {
  const { workerScript: _, ...reading } = run;
  const sources: SourceRecord[] = [];
  const collection = createCollection<L>(rules);
  const preparer = new TextPreparer(rules.cleaning, sketched, run);
  /** The rows of blocks that are being prepared, in their order. */
  const blocks: Row<L>[][] = [];
  let rows: Row<L>[] = [];
  let characters = 0;

  function flush(): void {
    const good = rows.flatMap((row) => ("problem" in row ? [] : [row.example]));
    blocks.push(rows);
    preparer.add({ texts: good.map(({ text }) => text), heads: good.map(digestHead) });
    rows = [];
    characters = 0;
  }

  /** Returns `false` when the limit of invalid rows is reached. */
  const addAll = (prepared: readonly PreparedTexts[]) =>
    prepared.every((texts) => collection.add(blocks.shift()!, texts));

  try {
    await preparer.check();
    let isGoing = true;
    for await (const batch of validRows(source, rules, reading, (record) => sources.push(record))) {
      for (const row of batch) {
        rows.push(row);
        characters += "problem" in row ? 0 : row.example.text.length;
        if (characters >= BLOCK) flush();
      }
      isGoing = addAll(preparer.take());
      if (!isGoing) break;
    }
    flush();
    if (isGoing) addAll(await preparer.finish());
    return { ...collection.sorted(), sources };
  } finally {
    await preparer.close();
  }
}

/** Collects rows block by block, each block with its prepared texts. */
function createCollection<L extends string>(rules: IngestRules) {
  const ids = createExactIdSet();
  const collector = createInvalidRowCollector(rules);
  const examples: Example<L>[] = [];
  const invalid: InvalidRow[] = [];
  /** The index of each example among all prepared texts. */
  const indices: number[] = [];
  const digests: Uint8Array[] = [];
  const traits: TextTraits[] = [];
  const places = createPlaces();
  let prepared = 0;
  return {
    add(rows: readonly Row<L>[], found: PreparedTexts): boolean {
      const refused: InvalidRow[] = [];
      let i = 0;
      for (const row of rows) {
        const accepted =
          "problem" in row ? row : acceptExample(row, found.texts[i++] ?? row.example.text, ids);
        if ("problem" in accepted) {
          refused.push(accepted);
          continue;
        }
        indices.push(prepared + i - 1);
        examples.push(accepted.example);
        places.add((row as ReadExample<L>).place);
      }
      prepared += i;
      digests.push(found.digests);
      traits.push(found.traits);
      for (const row of refused) invalid.push(row);
      return !collector.add(refused);
    },
    /** @throws `INVALID_ROWS` */
    sorted() {
      collector.check();
      const order = Uint32Array.from(examples.keys()).sort((a, b) =>
        byCodePoint(examples[a]!.id, examples[b]!.id),
      );
      const at = order.map((i) => indices[i]!);
      const inOrder = Array.from(order, (i) => examples[i]!);
      return {
        examples: inOrder,
        places: places.sorted(
          inOrder.map(({ id }) => id),
          order,
        ),
        traits: pickTraits(joinTraits(traits), at),
        digests: pickDigests(Buffer.concat(digests), at),
        invalid,
      };
    },
  };
}
