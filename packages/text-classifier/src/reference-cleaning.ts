import { type Cleaning, describeCleaning, InvalidOption, isCleaning, isSameCleaning } from "@imdb/core";

/**
 * Checks that the texts of a reference profile were cleaned as the training texts: monitoring cleans the texts of production
 * so, and would find a drift that is none.
 *
 * @param reference  What is saved as the reference. Another value than a profile says nothing about texts.
 * @throws `INVALID_OPTION`, also for a profile that does not say how its texts were cleaned, of a model that cleans texts
 */
export function assertReferenceCleaning(reference: unknown, cleaning: Cleaning): void {
  const profile = Object(reference) as { readonly columns?: unknown; readonly cleaning?: unknown };
  if (!Array.isArray(profile.columns)) return;
  const known = isCleaning(profile.cleaning) ? profile.cleaning : undefined;
  if (isSameCleaning(known ?? [], cleaning)) return;
  const value =
    known === undefined
      ? "a profile that does not say how its texts were cleaned"
      : `a profile of texts cleaned by ${describeCleaning(known)}`;
  const expected = `a profile of texts that were cleaned as the training texts, by ${describeCleaning(cleaning)}: createProfile(split.texts), or createProfile(rawTexts, { cleaning: model.cleaningSteps })`;
  throw InvalidOption.create({ option: "reference", value, expected, of: "save" });
}
