import type { FittedClassifier, FittedVectorizer } from "@imdb/core";
import { displayed, shown } from "@imdb/core/display";
import type { Evaluation } from "@imdb/measures";

interface ShownTrained {
  readonly config: { readonly project: { readonly name: string } };
  readonly split: {
    readonly train: { readonly examples: readonly unknown[] };
    readonly test: { readonly examples: readonly unknown[] };
  };
  readonly vectorizer: FittedVectorizer;
  readonly model: FittedClassifier;
  readonly evaluation: Evaluation;
  readonly bundle: ReadonlyMap<string, Uint8Array>;
}

/** Gives the result of `train` a short view. */
export const displayTrained: <T extends ShownTrained>(trained: T) => T = /* @__PURE__ */ displayed(
  ({ config, split, vectorizer, model, evaluation, bundle }: ShownTrained) => ({
    title: `Trained ${config.project.name}`,
    rows: {
      "train / test": `${shown(split.train.examples.length)} / ${shown(split.test.examples.length)} documents`,
      vectorizer: `${vectorizer.kind}, ${shown(vectorizer.featureCount)} features`,
      classifier: model.kind,
      classes: model.classes,
      "positive class": evaluation.positive,
      accuracy: evaluation.accuracy,
      f1: evaluation.f1,
      rocAuc: evaluation.rocAuc ?? undefined,
      warnings: evaluation.warnings.length === 0 ? undefined : evaluation.warnings,
      bundle: `${bundle.size} files`,
    },
  }),
);
