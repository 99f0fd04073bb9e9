import type { Example, Role } from "@imdb/core";
import { SplitImpossible } from "../errors.js";
import type { StreamingSplitter } from "./splitter.js";

/** The usual names of the parts. */
export const OFFICIAL_ROLES: ReadonlyMap<string | undefined, Role> = new Map([
  ["train", "train"],
  ["training", "train"],
  ["validation", "validation"],
  ["valid", "validation"],
  ["dev", "validation"],
  ["test", "test"],
]);

/**
 * The split that the data came with: the `split` of each example (`train`, `validation`, `test`, or the
 * usual `dev`, `valid`, `training`).
 *
 * @throws `SPLIT_IMPOSSIBLE` for a labelled example with another `split` or none.
 */
export function officialSplit(): StreamingSplitter {
  return { kind: "official", params: {}, isFixed: true, roleOf, assign: (examples) => examples.map(roleOf) };
}

function roleOf({ id, split }: Example): Role {
  const role = OFFICIAL_ROLES.get(split);
  if (role !== undefined) return role;
  const reason = `example ${JSON.stringify(id)} is labelled and its split is ${JSON.stringify(split ?? null)}`;
  throw SplitImpossible.create({ split: "official", reason });
}
