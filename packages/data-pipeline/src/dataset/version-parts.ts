import {
  breathe,
  type ContentHash,
  createSplit,
  type Example,
  type Role,
  type RunOptions,
  type Split,
  throwIfCancelled,
} from "@imdb/core";
import type { Part } from "../quality/check.js";
import { exampleHash } from "./example-hash.js";
import { versionOfHashes } from "./version.js";

/** The parts of a dataset with their hashes. */
export interface VersionedParts<L extends string> {
  readonly train: Split<"train", L>;
  readonly validation?: Split<"validation", L>;
  readonly test: Split<"test", L>;
  readonly unlabelled: { readonly examples: readonly Example<L>[]; readonly version: ContentHash };
}

const TURN = 4096;

/** Hashes every example once and makes the splits. */
export async function versionParts<L extends string>(
  { examples, parts }: { readonly examples: readonly Example<L>[]; readonly parts: readonly Part[] },
  run: RunOptions,
): Promise<VersionedParts<L>> {
  const members: Record<Part, Example<L>[]> = { train: [], validation: [], test: [], unlabelled: [] };
  const hashes: Record<Part, ContentHash[]> = { train: [], validation: [], test: [], unlabelled: [] };
  for (let i = 0; i < examples.length; i++) {
    const part = parts[i]!;
    members[part].push(examples[i]!);
    hashes[part].push(exampleHash(examples[i]!));
    if (i % TURN > 0) continue;
    throwIfCancelled(run.signal, "Hashing the data");
    run.onProgress?.({ stage: "hashing", done: i, total: examples.length, unit: "documents" });
    await breathe();
  }
  const splitOf = <R extends Role>(role: R) =>
    createSplit(role, members[role], versionOfHashes(hashes[role]));
  return {
    train: splitOf("train"),
    ...(members.validation.length === 0 ? {} : { validation: splitOf("validation") }),
    test: splitOf("test"),
    unlabelled: { examples: members.unlabelled, version: versionOfHashes(hashes.unlabelled) },
  };
}
