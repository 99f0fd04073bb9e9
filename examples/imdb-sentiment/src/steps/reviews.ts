import { type ContentHash, createSplit, type Role, type Split } from "@imdb/core";
import type { Dataset, QualityReport } from "@imdb/data-pipeline";

/** The two labels, in code point order. */
export type Label = "neg" | "pos";

/** The data that later steps need: the labelled texts, and the findings of the quality checks. */
export interface Reviews {
  readonly version: ContentHash;
  /** The number of documents read, including the unlabelled ones. */
  readonly documents: number;
  readonly train: Split<"train", Label>;
  readonly test: Split<"test", Label>;
  readonly quality: QualityReport;
}

/** Keeps only the fields that later steps need. */
export function reviewsOf(dataset: Dataset<Label>): Reviews {
  const { version, train, test, unlabelled, quality } = dataset;
  const documents = train.examples.length + test.examples.length + unlabelled.length;
  return { version, documents, train: slim(train), test: slim(test), quality };
}

function slim<R extends Role>({ role, examples, version, positive }: Split<R, Label>): Split<R, Label> {
  const kept = examples.map(({ id, text, label, group }) => ({
    id,
    text,
    label: label!,
    ...(group === undefined ? {} : { group }),
  }));
  return createSplit(role, kept, version, { positive });
}

/** The movie of each review; null when it is not known. */
export function groupsOf({ examples }: Split): (string | null)[] {
  return examples.map(({ group }) => group ?? null);
}
