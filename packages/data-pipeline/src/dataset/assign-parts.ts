import type { Example, Role } from "@imdb/core";
import { pickDigests } from "../preparation/example-hash.js";
import type { Part } from "../quality/part.js";
import type { SplitFacts } from "../quality/split-facts.js";
import type { InvalidRow } from "../sources/invalid-row.js";
import { sizeOfRepeated } from "../split/joined-sets.js";
import { keptTogether } from "../split/kept-together.js";
import { type LeakRules, repairLeaks } from "../split/leaks.js";
import type { Splitter } from "../split/splitter.js";
import { pickTraits, type TextTraits } from "../traits/text-traits.js";
import type { Collected } from "./collect.js";
import type { Duplicates } from "./find-duplicates.js";

/** Examples with the part of each, without those that were removed to repair a leak. */
export interface AssignedParts<L extends string> extends Duplicates {
  readonly examples: readonly Example<L>[];
  readonly parts: readonly Part[];
  readonly traits: TextTraits;
  /** SHA-256 of each example, 32 bytes each. */
  readonly digests: Uint8Array;
  readonly removed: readonly InvalidRow[];
  readonly moved: number;
  readonly split: SplitFacts;
}

/** Splits the labelled examples and repairs leaks. The other examples are the unlabelled part. */
export function assignParts<L extends string>(
  { examples, traits, digests }: Pick<Collected<L>, "examples" | "traits" | "digests">,
  { sameText, similar, limited }: Duplicates,
  splitter: Splitter,
  rules: LeakRules | undefined,
): AssignedParts<L> {
  const at: number[] = [];
  examples.forEach(({ label }, i) => {
    if (label !== undefined) at.push(i);
  });
  const labelled = at.map((i) => examples[i]!);
  const clusters = at.map((i) => similar[i]!);
  const sets = keptTogether(labelled, clusters, splitter, rules);
  const roles = splitter.assign(labelled, sets);
  const repaired = repairLeaks(labelled, roles, clusters, splitter, rules);
  const split: SplitFacts = {
    isFixed: splitter.isFixed,
    asked: askedOf(splitter),
    together: sizeOfRepeated(sets ?? []),
    moved: repaired.moved,
    removed: repaired.removed.size,
  };
  const parts: (Role | "unlabelled" | undefined)[] = new Array(examples.length).fill("unlabelled");
  at.forEach((i, k) => {
    parts[i] = repaired.roles[k];
  });
  if (repaired.removed.size === 0) {
    const { moved } = repaired;
    return {
      examples,
      parts: parts as Part[],
      sameText,
      similar,
      limited,
      traits,
      digests,
      removed: [],
      moved,
      split,
    };
  }
  const kept = Array.from(examples.keys()).filter((i) => parts[i] !== undefined);
  const removed = [...repaired.removed]
    .sort(([a], [b]) => a - b)
    .map(([k, problem]): InvalidRow => {
      const raw = labelled[k]!;
      return { source: "split", id: raw.id, problem, raw };
    });
  return {
    examples: kept.map((i) => examples[i]!),
    parts: kept.map((i) => parts[i]!),
    sameText: renumber(sameText, kept),
    similar: renumber(similar, kept),
    limited,
    traits: pickTraits(traits, kept),
    digests: pickDigests(digests, kept),
    removed,
    moved: repaired.moved,
    split,
  };
}

/** The shares that a splitter was asked for. */
function askedOf({ params }: Splitter): SplitFacts["asked"] {
  const { testSize, validationSize = 0 } = params;
  if (typeof testSize !== "number" || typeof validationSize !== "number") return undefined;
  return { validation: validationSize, test: testSize };
}

/** For each kept example the new index of the first kept example of its set. */
function renumber(sets: Int32Array, kept: readonly number[]): Int32Array {
  const first = new Map<number, number>();
  return Int32Array.from(kept, (i, k) => {
    const known = first.get(sets[i]!);
    if (known === undefined) first.set(sets[i]!, k);
    return known ?? k;
  });
}
