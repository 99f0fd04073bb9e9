import type { ModelBundle } from "@imdb/core";
import { type OptionRule, rule } from "@imdb/core/options";

/** A model bundle, by its fields. */
export const bundleRule: OptionRule<ModelBundle> = rule("a model bundle", (value) => {
  const { vectorizer, classifier, manifest } = Object(value) as Partial<ModelBundle>;
  return (
    typeof vectorizer?.transform === "function" &&
    typeof classifier?.predictProba === "function" &&
    typeof manifest?.version === "string"
  );
});
