import { type ContentHash, createSplit, type Example, type Role, type Split } from "@imdb/core";
import { DIGEST_BYTES } from "../preparation/example-hash.js";
import type { Part } from "../quality/check.js";
import type { AssignedParts } from "./assign-parts.js";
import { createVersionBuilder } from "./version.js";

/** The parts of a dataset with their hashes. */
export interface VersionedParts<L extends string> {
  readonly train: Split<"train", L>;
  readonly validation?: Split<"validation", L>;
  readonly test: Split<"test", L>;
  readonly unlabelled: { readonly examples: readonly Example<L>[]; readonly version: ContentHash };
}

/** Makes the splits, each with the version that the digests of its examples give. */
export function versionParts<L extends string>({
  examples,
  parts,
  digests,
}: Pick<AssignedParts<L>, "examples" | "parts" | "digests">): VersionedParts<L> {
  const members: Record<Part, Example<L>[]> = { train: [], validation: [], test: [], unlabelled: [] };
  const builders = {
    train: createVersionBuilder(),
    validation: createVersionBuilder(),
    test: createVersionBuilder(),
    unlabelled: createVersionBuilder(),
  };
  examples.forEach((example, i) => {
    members[parts[i]!].push(example);
    builders[parts[i]!].addDigest(digests.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES));
  });
  const splitOf = <R extends Role>(role: R) => createSplit(role, members[role], builders[role].version());
  return {
    train: splitOf("train"),
    ...(members.validation.length === 0 ? {} : { validation: splitOf("validation") }),
    test: splitOf("test"),
    unlabelled: { examples: members.unlabelled, version: builders.unlabelled.version() },
  };
}
