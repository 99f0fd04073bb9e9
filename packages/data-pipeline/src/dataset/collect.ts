import { byCodePoint, type Example, type RunOptions } from "@imdb/core";
import { digestHead, pickDigests } from "../preparation/example-hash.js";
import type { PreparedTexts } from "../preparation/prepare-texts.js";
import { TextPreparer } from "../preparation/text-preparer.js";
import type { InvalidRow } from "../sources/invalid-row.js";
import type { SourceRecord } from "../sources/source.js";
import { joinTraits, pickTraits, type TextTraits } from "../traits/text-traits.js";
import { createPlainIdSet } from "./id-set.js";
import {
  admit,
  createRefusals,
  type ExampleSource,
  type IntakeRules,
  type Row,
  validRows,
} from "./intake.js";

/** Everything a source had, in memory. */
export interface Collected<L extends string> {
  /** In code point order of their ids. */
  readonly examples: readonly Example<L>[];
  /** What is known of their texts, in the same order. */
  readonly traits: TextTraits;
  /** SHA-256 of each example, 32 bytes each, in the same order. */
  readonly digests: Uint8Array;
  readonly invalid: readonly InvalidRow[];
  readonly sources: readonly SourceRecord[];
}

/** Characters that are prepared at once. */
const BLOCK = 2 ** 18;

/**
 * Takes in a whole source. Texts are cleaned, read and hashed while more of them come in, on `run.threads` threads.
 *
 * @param shingleSize  Words in a shingle; 0 when near duplicates are not looked for.
 * @throws `INVALID_ROWS` when `onInvalid` is `throw`, and whatever the source throws
 */
export async function collect<L extends string>(
  source: ExampleSource<L>,
  rules: IntakeRules,
  shingleSize: number,
  run: RunOptions,
): Promise<Collected<L>> {
  const sources: SourceRecord[] = [];
  const collection = createCollection<L>(rules);
  const preparer = new TextPreparer(rules.cleaning, shingleSize, run);
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

  /** `false` when enough is wrong to stop. */
  const addAll = (prepared: readonly PreparedTexts[]) =>
    prepared.every((texts) => collection.add(blocks.shift()!, texts));

  try {
    let isGoing = true;
    for await (const batch of validRows(source, run, (record) => sources.push(record))) {
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

/** Rows as they come, each block with what was found out of it. */
function createCollection<L extends string>(rules: IntakeRules) {
  const ids = createPlainIdSet();
  const refusals = createRefusals(rules);
  const examples: Example<L>[] = [];
  const invalid: InvalidRow[] = [];
  /** Of each example, its place among all texts that were prepared. */
  const places: number[] = [];
  const digests: Uint8Array[] = [];
  const traits: TextTraits[] = [];
  let prepared = 0;
  return {
    add(rows: readonly Row<L>[], found: PreparedTexts): boolean {
      const refused: InvalidRow[] = [];
      let i = 0;
      for (const row of rows) {
        const admitted = "problem" in row ? row : admit(row, found.texts[i++] ?? row.example.text, ids);
        if ("problem" in admitted) {
          refused.push(admitted);
          continue;
        }
        places.push(prepared + i - 1);
        examples.push(admitted.example);
      }
      prepared += i;
      digests.push(found.digests);
      traits.push(found.traits);
      for (const row of refused) invalid.push(row);
      return !refusals.add(refused);
    },
    /** @throws `INVALID_ROWS` */
    sorted() {
      refusals.check();
      const order = Uint32Array.from(examples.keys()).sort((a, b) =>
        byCodePoint(examples[a]!.id, examples[b]!.id),
      );
      const at = order.map((i) => places[i]!);
      return {
        examples: Array.from(order, (i) => examples[i]!),
        traits: pickTraits(joinTraits(traits), at),
        digests: pickDigests(Buffer.concat(digests), at),
        invalid,
      };
    },
  };
}
