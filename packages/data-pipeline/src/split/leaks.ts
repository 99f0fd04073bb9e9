import { byCodePoint, type Example, type Role } from "@imdb/core";
import { oneOf, optional, optionsOf } from "@imdb/core/options";
import { SplitLeak } from "../errors.js";
import type { UnionFind } from "../similarity/union-find.js";
import { setsByKey } from "./joined-sets.js";
import type { Splitter } from "./splitter.js";

/** What to do about a leak: throw, repair the split, or only report it in the quality report. */
export type LeakRule = "refuse" | "repair" | "report";

/** What to do about leaks of groups and of duplicates. */
export interface LeakRules {
  /** Groups. Default `refuse`; for a fixed split (official, time, hash) `report`. */
  readonly groups?: LeakRule;
  /** Exact and near duplicates. Default `repair`; for a fixed split `report`. */
  readonly duplicates?: LeakRule;
}

const leakRule = oneOf("refuse", "repair", "report");

/** The schema of {@link LeakRules}. */
export const leakRules = optionsOf<LeakRules, "groups" | "duplicates">({
  groups: optional(leakRule),
  duplicates: optional(leakRule),
});

/** A split without leaks: the role of each example, `undefined` for an example that was removed. */
export interface RepairedSplit {
  readonly roles: readonly (Role | undefined)[];
  /** For each example that was removed, the reason. */
  readonly removed: ReadonlyMap<number, string>;
  readonly moved: number;
}

/** The rules with their defaults for a splitter. */
export function rulesFor({ isFixed }: Splitter, rules: LeakRules): Required<LeakRules> {
  return {
    groups: rules.groups ?? (isFixed ? "report" : "refuse"),
    duplicates: rules.duplicates ?? (isFixed ? "report" : "repair"),
  };
}

type Found = { readonly sets: UnionFind; readonly name: (i: number) => string };

const ROLES: readonly Role[] = ["train", "validation", "test"];

/**
 * Finds groups and near duplicates that are in more than one part, and repairs the split where the rules say so.
 *
 * In a split that was made, a group goes whole to the part where most of it is, in a tie to the earlier of
 * train, validation, test; so do duplicates, unless that would divide a group. In a fixed split, and for duplicates of
 * different groups, held-out examples are kept and the others are removed: from train first, then from validation.
 *
 * @param examples  Labelled examples.
 * @param similar   For each example the index of the first one of its cluster of near duplicates.
 * @throws `SPLIT_LEAK`
 */
export function repairLeaks(
  examples: readonly Example[],
  roles: readonly Role[],
  similar: ArrayLike<number>,
  splitter: Splitter,
  rules: LeakRules = {},
): RepairedSplit {
  const { groups, duplicates } = rulesFor(splitter, rules);
  const byGroup: Found = {
    sets: setsByKey(examples.map(({ group }) => group)),
    name: (i) => `group ${JSON.stringify(examples[i]!.group)}`,
  };
  const byText: Found = {
    sets: setsByKey(Array.from(similar)),
    name: (i) => `the text of ${JSON.stringify(examples[i]!.id)}`,
  };
  if (groups === "refuse") refuse("groups", byGroup, roles);
  if (duplicates === "refuse") refuse("duplicates", byText, roles);
  const areFree = groups === "report" || examples.every(({ group }) => group === undefined);
  const toMove: Found[] = [];
  const toRemove: Found[] = [];
  if (groups === "repair") (splitter.isFixed ? toRemove : toMove).push(byGroup);
  if (duplicates === "repair") (splitter.isFixed || !areFree ? toRemove : toMove).push(byText);
  const home = toMove.reduce<readonly Role[]>((current, found) => move(found, current), roles);
  const removed = removeLeaks(toRemove, home);
  return {
    roles: home.map((role, i) => (removed.has(i) ? undefined : role)),
    removed,
    moved: home.filter((role, i) => role !== roles[i]).length,
  };
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

function move({ sets }: Found, roles: readonly Role[]): readonly Role[] {
  const sizes = new Map<number, number[]>();
  roles.forEach((role, i) => {
    const root = sets.find(i);
    const counts = sizes.get(root) ?? [0, 0, 0];
    counts[ROLES.indexOf(role)]!++;
    sizes.set(root, counts);
  });
  return roles.map((_, i) => {
    const counts = sizes.get(sets.find(i))!;
    return ROLES[counts.indexOf(Math.max(...counts))]!;
  });
}

function removeLeaks(found: readonly Found[], roles: readonly Role[]): ReadonlyMap<number, string> {
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
  return removed;
}
