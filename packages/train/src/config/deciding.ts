import {
  CleaningLeftOut,
  createDecision,
  type DecisionRule,
  describeCleaning,
  type Labels,
  labelsOf,
  type Split,
} from "@imdb/core";
import { decisionRule } from "./sections.js";
import type { TrainConfig } from "./train-config.js";

/** How the model decides: its positive class and its decision rule. */
export type Deciding = Pick<Labels, "positive"> & { readonly decision?: DecisionRule | undefined };

/** The positive class and the decision rule. Both are checked before the fit. */
export function decidingOf({ evaluation, decision }: TrainConfig, part: Split<"train">): Deciding {
  const { classes, positive: ofData } = labelsOf(part);
  const positive = evaluation.positive_label ?? ofData;
  const deciding = { positive, decision: decision && decisionRule(decision) };
  createDecision({ classes, ...deciding });
  return deciding;
}

/** The configuration, with the positive class of the data where it names none. */
export function paramsOf(config: TrainConfig, { positive }: Deciding): object {
  return { ...config, evaluation: { ...config.evaluation, positive_label: positive } };
}

/** Refuses texts that are cleaned, for a bundle that would not clean those of production. */
export function assertCleans({ cleaning = [] }: Split<"train">, cleaned: unknown): void {
  if (cleaning.length === 0 || cleaned) return;
  const vectorizer = "of these inputs, which have no function cleaned,";
  throw CleaningLeftOut.create({ vectorizer, cleaning: describeCleaning(cleaning) });
}
