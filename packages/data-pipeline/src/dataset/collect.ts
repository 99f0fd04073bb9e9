import { byCodePoint, type Example, type RunOptions } from "@imdb/core";
import type { InvalidRow } from "../sources/invalid-row.js";
import type { SourceRecord } from "../sources/source.js";
import { pickTraits, type TextTraits } from "../traits/text-traits.js";
import { createTraitReader } from "../traits/trait-reader.js";
import { DIGEST_BYTES, exampleDigest, pickDigests } from "./example-hash.js";
import { type ExampleSource, type IntakeRules, takeIn } from "./intake.js";

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

/**
 * Takes in a whole source. Texts are read and hashed while more of them come in, on `run.threads` threads.
 *
 * @param shingleSize  Words in a shingle; 0 when near duplicates are not looked for.
 */
export async function collect<L extends string>(
  source: ExampleSource<L>,
  rules: IntakeRules,
  shingleSize: number,
  run: RunOptions,
): Promise<Collected<L>> {
  const examples: Example<L>[] = [];
  const invalid: InvalidRow[] = [];
  const sources: SourceRecord[] = [];
  const reader = createTraitReader(shingleSize, run);
  let digests = new Uint8Array(1024 * DIGEST_BYTES);
  try {
    for await (const batch of takeIn(source, rules, run, (record) => sources.push(record))) {
      for (const example of batch.examples) {
        reader.add(example.text);
        digests = withRoom(digests, examples.length + 1);
        digests.set(exampleDigest(example), examples.length * DIGEST_BYTES);
        examples.push(example);
      }
      for (const row of batch.invalid) invalid.push(row);
    }
    const order = Uint32Array.from(examples.keys()).sort((a, b) =>
      byCodePoint(examples[a]!.id, examples[b]!.id),
    );
    return {
      examples: Array.from(order, (i) => examples[i]!),
      traits: pickTraits(await reader.finish(), order),
      digests: pickDigests(digests, order),
      invalid,
      sources,
    };
  } finally {
    await reader.close();
  }
}

function withRoom(digests: Uint8Array<ArrayBuffer>, count: number): Uint8Array<ArrayBuffer> {
  if (count * DIGEST_BYTES <= digests.length) return digests;
  const grown = new Uint8Array(2 * digests.length);
  grown.set(digests);
  return grown;
}
