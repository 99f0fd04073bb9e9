import { type Classifier, canonicalJson, type JsonValue } from "@imdb/core";
import { checkOption } from "@imdb/core/options";
import { classifierRule } from "./arguments.js";
import type { Recipe } from "./recipe.js";

/**
 * What tells a classifier from all that learn otherwise: its recipe, where it is of this package, or the identity that it says.
 * `undefined` for others: equal parameters do not tell two functions apart.
 *
 * @throws `INVALID_OPTION`
 */
export function classifierIdentity(classifier: Classifier): string | undefined {
  checkOption("classifier", classifier, classifierRule);
  const { identity, recipe } = classifier as Classifier & { readonly recipe?: Recipe };
  return identity ?? (recipe && canonicalJson(JSON.parse(JSON.stringify(recipe)) as JsonValue));
}

/** The identity of what is made of parts; `undefined` when one of them has none. */
export function identityOfAll(
  kind: string,
  parts: readonly (string | undefined)[],
  options: JsonValue = null,
): string | undefined {
  return parts.includes(undefined) ? undefined : canonicalJson([kind, options, ...(parts as string[])]);
}
