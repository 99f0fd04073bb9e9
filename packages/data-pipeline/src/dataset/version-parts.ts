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
import { createVersionBuilder } from "./version.js";

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
  const builders = {
    train: createVersionBuilder(),
    validation: createVersionBuilder(),
    test: createVersionBuilder(),
    unlabelled: createVersionBuilder(),
  };
  for (let i = 0; i < examples.length; i++) {
    const part = parts[i]!;
    members[part].push(examples[i]!);
    builders[part].add(examples[i]!);
    if (i % TURN > 0) continue;
    throwIfCancelled(run.signal, "Hashing the data");
    run.onProgress?.({ stage: "hashing", done: i, total: examples.length, unit: "documents" });
    await breathe();
  }
  const splitOf = <R extends Role>(role: R) => createSplit(role, members[role], builders[role].version());
  return {
    train: splitOf("train"),
    ...(members.validation.length === 0 ? {} : { validation: splitOf("validation") }),
    test: splitOf("test"),
    unlabelled: { examples: members.unlabelled, version: builders.unlabelled.version() },
  };
}
