import type { Example } from "@imdb/core";
import { joinedSets } from "./joined-sets.js";
import { type LeakRules, rulesFor } from "./leaks.js";
import type { Splitter } from "./splitter.js";

/**
 * For each example the index of the first one of the set that a splitter should keep in one part, as the rules ask: duplicates, and
 * groups. Duplicates join their groups, unless the joined set would be larger than half of the smallest held-out part: it could then
 * not be divided any more, and the duplicates are removed afterwards.
 *
 * @returns `undefined` for a split that is fixed, and when nothing is to be kept together.
 */
export function keptTogether(
  examples: readonly Example[],
  similar: ArrayLike<number>,
  splitter: Splitter,
  rules: LeakRules = {},
): Int32Array | undefined {
  if (splitter.isFixed) return undefined;
  const { groups, duplicates } = rulesFor(splitter, rules);
  const byGroup = splitter.keepsGroups === true || groups === "repair";
  const byText = duplicates === "repair";
  const alone = examples.map(() => undefined);
  const groupOf = byGroup ? examples.map(({ group }) => group) : alone;
  const hasGroups = groupOf.some((group) => group !== undefined);
  if (!byText) return hasGroups ? joinedSets(groupOf, [...examples.keys()]) : undefined;
  return joinedSets(
    groupOf,
    Array.from(similar),
    hasGroups ? mostJoined(splitter, examples.length) : Infinity,
  );
}

function mostJoined({ params }: Splitter, examples: number): number {
  const sizes = [params["testSize"], params["validationSize"]].filter(
    (size): size is number => typeof size === "number" && size > 0,
  );
  return sizes.length === 0 ? Infinity : (Math.min(...sizes) * examples) / 2;
}
