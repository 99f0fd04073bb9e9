import { type Split, type TrainLabels, withRole } from "@imdb/core";
import type { Fold } from "./splitter.js";

/** The groups of a split's examples, when all have one. */
export function groupsOf(train: Pick<Split, "examples">): string[] | undefined {
  const groups = train.examples.map((example) => example.group);
  return groups.every((group) => group !== undefined) ? (groups as string[]) : undefined;
}

/** The texts and labels of both sides of a fold. */
export function foldData(train: Pick<Split<"train">, "texts">, labels: TrainLabels, fold: Fold) {
  const pick = (rows: Uint32Array) => Array.from(rows, (row) => train.texts[row]!);
  const codes = (rows: Uint32Array) => Int32Array.from(rows, (row) => labels.codes[row]!);
  return {
    trainTexts: withRole("train", pick(fold.train)),
    testTexts: withRole("validation", pick(fold.test)),
    trainLabels: { ...labels, codes: codes(fold.train) } satisfies TrainLabels,
    testLabels: { ...labels, role: "validation" as const, codes: codes(fold.test) },
  };
}
