import type { Example, Role } from "@imdb/core";
import { SplitImpossible } from "../errors.js";
import type { Splitter } from "./splitter.js";

const ROLES: Readonly<Record<string, Role>> = {
  train: "train",
  training: "train",
  validation: "validation",
  valid: "validation",
  dev: "validation",
  test: "test",
};

/**
 * The split that the data came with: the `split` of each example (`train`, `validation`, `test`, or the
 * usual `dev`, `valid`, `training`).
 *
 * @throws `SPLIT_IMPOSSIBLE` for a labelled example with another `split` or none.
 */
export function officialSplit(): Splitter {
  return { kind: "official", params: {}, isGiven: true, assign: (examples) => examples.map(roleOfExample) };
}

function roleOfExample({ id, split }: Example): Role {
  const role = split === undefined ? undefined : ROLES[split];
  if (role !== undefined) return role;
  const reason = `example ${JSON.stringify(id)} is labelled and its split is ${JSON.stringify(split ?? null)}`;
  throw SplitImpossible.create({ split: "official", reason });
}
