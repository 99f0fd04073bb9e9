import { type Cleaning, createSplit, type Example, type Role } from "@imdb/core";
import { DIGEST_BYTES } from "../preparation/example-hash.js";
import type { Part } from "../quality/part.js";
import type { AssignedParts } from "./assign-parts.js";
import type { Dataset } from "./dataset.js";
import { createPartBuilders, type PartVersions, partVersions } from "./version.js";

/** The parts of a dataset, and their hashes. */
export interface VersionedParts<L extends string> {
  readonly versions: PartVersions;
  readonly parts: Pick<Dataset<L>, "train" | "validation" | "test" | "unlabelled">;
}

/** Makes the splits, each with the version that follows from the digests of its examples. */
export function versionParts<L extends string>(
  { examples, parts, digests }: Pick<AssignedParts<L>, "examples" | "parts" | "digests">,
  facts: { readonly cleaning: Cleaning; readonly positive: L | undefined },
): VersionedParts<L> {
  const members: Record<Part, Example<L>[]> = { train: [], validation: [], test: [], unlabelled: [] };
  const builders = createPartBuilders();
  examples.forEach((example, i) => {
    members[parts[i]!].push(example);
    builders[parts[i]!].addDigest(digests.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES));
  });
  const versions = partVersions(builders);
  const splitOf = <R extends Role>(role: R) => createSplit(role, members[role], versions[role]!, facts);
  return {
    versions,
    parts: {
      train: splitOf("train"),
      ...(versions.validation === undefined ? {} : { validation: splitOf("validation") }),
      test: splitOf("test"),
      unlabelled: members.unlabelled,
    },
  };
}
