import { byCodePoint, type Example, type RunOptions } from "@imdb/core";
import type { InvalidRow } from "../sources/invalid-row.js";
import type { SourceRecord } from "../sources/source.js";
import { type ExampleSource, type IntakeRules, takeIn } from "./intake.js";

/** Everything a source had, in memory. */
export interface Collected<L extends string> {
  /** In code point order of their ids. */
  readonly examples: readonly Example<L>[];
  readonly invalid: readonly InvalidRow[];
  readonly sources: readonly SourceRecord[];
}

/** Takes in a whole source. */
export async function collect<L extends string>(
  source: ExampleSource<L>,
  rules: IntakeRules,
  run: RunOptions,
): Promise<Collected<L>> {
  const examples: Example<L>[] = [];
  const invalid: InvalidRow[] = [];
  const sources: SourceRecord[] = [];
  for await (const batch of takeIn(source, rules, run, (record) => sources.push(record))) {
    for (const example of batch.examples) examples.push(example);
    for (const row of batch.invalid) invalid.push(row);
  }
  examples.sort((a, b) => byCodePoint(a.id, b.id));
  return { examples, invalid, sources };
}
