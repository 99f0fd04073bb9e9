import { byCodePoint, type Example, type Role } from "@imdb/core";
import { SplitLeak } from "../errors.js";
import { createUnionFind, type UnionFind } from "../similarity/union-find.js";
import type { Splitter } from "./splitter.js";

/** What to do about a leak: stop, mend the split, or only say it in the quality report. */
export type LeakRule = "refuse" | "repair" | "report";

/** What must not be in two parts. */
export interface LeakRules {
  /** Groups. Default `refuse`; for a split that came with the data `report`. */
  readonly groups?: LeakRule;
  /** Exact and near duplicates. Default `repair`; for a split that came with the data `report`. */
  readonly duplicates?: LeakRule;
}

/** A split after leaks were looked for: the role of each example, `undefined` for one that was taken out. */
export interface MendedSplit {
  readonly roles: readonly (Role | undefined)[];
  /** For each example that was taken out, why. */
  readonly removed: ReadonlyMap<number, string>;
  readonly moved: number;
}

type Found = { readonly sets: UnionFind; readonly name: (i: number) => string };

const ROLES: readonly Role[] = ["train", "validation", "test"];

/**
 * Looks whether a group or near duplicates are in more than one part, and mends it where the rules say so.
 *
 * Parts that a splitter made are mended by moving: what belongs together goes where most of it is, in a tie to
 * the earlier of train, validation, test. Parts that came with the data keep what is held out: documents are
 * taken out of train first, then of validation.
 *
 * @param examples  Labelled examples.
 * @param similar   For each the first of its cluster of near duplicates.
 * @throws `SPLIT_LEAK`
 */
export function mendLeaks(
  examples: readonly Example[],
  roles: readonly Role[],
  similar: ArrayLike<number>,
  splitter: Splitter,
  rules: LeakRules = {},
): MendedSplit {
  const groups = rules.groups ?? (splitter.isGiven ? "report" : "refuse");
  const duplicates = rules.duplicates ?? (splitter.isGiven ? "report" : "repair");
  const byGroup = groupSets(examples);
  const byText = duplicateSets(examples, similar);
  if (groups === "refuse") refuse("groups", byGroup, roles);
  if (duplicates === "refuse") refuse("duplicates", byText, roles);
  const mended = [...(groups === "repair" ? [byGroup] : []), ...(duplicates === "repair" ? [byText] : [])];
  if (mended.length === 0) return { roles, removed: new Map(), moved: 0 };
  if (splitter.isGiven) return takeOut(mended, roles);
  // Moving duplicates must not tear groups apart that are whole.
  return move(join(examples.length, groups === "report" ? mended : [byGroup, ...mended]), roles);
}

function groupSets(examples: readonly Example[]): Found {
  const sets = createUnionFind(examples.length);
  const first = new Map<string, number>();
  examples.forEach(({ group }, i) => {
    if (group === undefined) return;
    const earlier = first.get(group);
    if (earlier === undefined) first.set(group, i);
    else sets.union(earlier, i);
  });
  return { sets, name: (i) => `group ${JSON.stringify(examples[i]!.group)}` };
}

function duplicateSets(examples: readonly Example[], similar: ArrayLike<number>): Found {
  const sets = createUnionFind(examples.length);
  const first = new Map<number, number>();
  for (let i = 0; i < examples.length; i++) {
    const earlier = first.get(similar[i]!);
    if (earlier === undefined) first.set(similar[i]!, i);
    else sets.union(earlier, i);
  }
  return { sets, name: (i) => `the text of ${JSON.stringify(examples[i]!.id)}` };
}

function join(n: number, found: readonly Found[]): UnionFind {
  const sets = createUnionFind(n);
  for (const one of found) for (let i = 0; i < n; i++) sets.union(i, one.sets.find(i));
  return sets;
}

function refuse(what: "groups" | "duplicates", { sets, name }: Found, roles: readonly Role[]): void {
  const crossing = new Set<number>();
  roles.forEach((role, i) => {
    const root = sets.find(i);
    if (role !== roles[root]) crossing.add(root);
  });
  if (crossing.size === 0) return;
  const examples = [...crossing].map(name).sort(byCodePoint).slice(0, 5);
  throw SplitLeak.create({ what, count: crossing.size, examples });
}

function move(sets: UnionFind, roles: readonly Role[]): MendedSplit {
  const sizes = new Map<number, number[]>();
  roles.forEach((role, i) => {
    const root = sets.find(i);
    const counts = sizes.get(root) ?? [0, 0, 0];
    counts[ROLES.indexOf(role)]!++;
    sizes.set(root, counts);
  });
  let moved = 0;
  const result = roles.map((role, i) => {
    const counts = sizes.get(sets.find(i))!;
    const home = ROLES[counts.indexOf(Math.max(...counts))]!;
    if (home !== role) moved++;
    return home;
  });
  return { roles: result, removed: new Map(), moved };
}

function takeOut(found: readonly Found[], roles: readonly Role[]): MendedSplit {
  const removed = new Map<number, string>();
  for (const { sets, name } of found) {
    const latest = new Map<number, number>();
    roles.forEach((role, i) => {
      const root = sets.find(i);
      const held = latest.get(root);
      if (held === undefined || ROLES.indexOf(roles[held]!) < ROLES.indexOf(role)) latest.set(root, i);
    });
    roles.forEach((role, i) => {
      const held = latest.get(sets.find(i))!;
      if (role !== roles[held]) removed.set(i, `${name(held)} is in the ${roles[held]} part too`);
    });
  }
  return { roles: roles.map((role, i) => (removed.has(i) ? undefined : role)), removed, moved: 0 };
}
