import type { JsonValue } from "@imdb/core";
import { anyNumber, optional, optionsOf, recordOf, rule, text } from "@imdb/core/options";

/** What a bundle records besides the model. */
export interface SavedFacts {
  /** The name of the model. Default: that of the classifier. */
  readonly name?: string | undefined;
  /** The metrics of its evaluation, as `evaluationMetrics(model.evaluate(split))` returns them. Default: none. */
  readonly metrics?: Readonly<Record<string, number>> | undefined;
  /** Where the training data comes from. Default: the names of the files. */
  readonly source?: string | undefined;
  /** The version of each library that was used. Default: none. */
  readonly libraries?: Readonly<Record<string, string>> | undefined;
  /** The profile that monitoring compares with, of texts that were cleaned as the training texts. Default: none. */
  readonly reference?: JsonValue | object | undefined;
}

/** The schema of {@link SavedFacts}. */
export const bundleInfoOptions = optionsOf<SavedFacts, keyof SavedFacts>({
  name: optional(text),
  metrics: optional(recordOf(anyNumber)),
  source: optional(text),
  libraries: optional(recordOf(text)),
  reference: optional(rule<JsonValue | object>("a JSON value", () => true)),
});
