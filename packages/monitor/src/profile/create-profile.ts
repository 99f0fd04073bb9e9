import { byCodePoint, InvalidOption } from "@imdb/core";
import { checkOption, optional, optionsOf, rule } from "@imdb/core/options";
import { isListOf, nullableTextList } from "../checks/rules.js";
import { UnevenColumns } from "../errors.js";
import { type ColumnValue, columnLists } from "./column-builder.js";
import { builderOf, type ProfileSettings, predictionRule, profileSettings } from "./profile-builder.js";
import { cleaningOfTexts } from "./profile-cleaning.js";
import type { ProfilePrediction } from "./profile-state.js";
import type { Profile } from "./schema.js";

/** What a profile is made of besides texts. */
export interface ProfileOptions extends Omit<ProfileSettings, "grouped"> {
  /**
   * A prediction for each text, in the same order. For a reference, use data that the model was not fitted on: a model
   * is more confident on its training texts, and that difference would look like drift.
   */
  readonly predictions?: readonly ProfilePrediction[] | undefined;
  /** Further columns with one value for each text; null where there is none. */
  readonly columns?: Readonly<Record<string, readonly ColumnValue[]>> | undefined;
  /**
   * The group of each text (a movie, a product, an author); null for a text without a group. For a reference: texts of
   * one group are alike, and a window with other groups is not drift. The tests of words and topics take this into
   * account.
   */
  readonly groups?: readonly (string | null)[] | undefined;
}

const { grouped: _, ...settingsRules } = profileSettings.rules;
const profileOptions = optionsOf<
  ProfileOptions,
  "vectorizer" | "topics" | "positive" | "cleaning" | "predictions" | "columns" | "groups"
>({
  ...settingsRules,
  predictions: optional(
    rule<readonly ProfilePrediction[]>("a list of objects with label and probabilities", (value) =>
      isListOf(value, predictionRule.accepts),
    ),
  ),
  columns: optional(columnLists),
  groups: optional(nullableTextList),
});

/**
 * Summarises texts and their predictions. A profile has some hundred kilobytes, and is enough to measure drift, quality
 * and performance later, without the texts.
 *
 * Columns of every text: `characters` (code points), `words`, `distinctWordShare`, `meanWordLength`, `nonLetterShare`,
 * `upperCaseShare`, `language`; with a vectorizer `unknownWordShare`; with topics `topic`. Columns of predictions:
 * `prediction`, `score.<class>` (with two classes only the positive one, or the second in code point order), `confidence`,
 * `abstained` where predictions say so, and `actual` where labels are known. A prediction that abstains has no value in
 * `prediction`, and counts neither as right nor as wrong. The same input gives the same profile, byte for byte.
 *
 * Texts of a split know how they were cleaned, and the profile records it; raw texts are cleaned by the option `cleaning`.
 *
 * @param texts  Null where a text was not kept.
 * @throws `INVALID_OPTION`, also for a positive class that no prediction has, and for texts that are cleaned in another way than
 *         `cleaning`; `UNEVEN_COLUMNS` when predictions, a column or groups do not have one value for each text.
 * @example
 * const profile = createProfile(["A good film.", "A bad film."]);
 * profile.count; // => 2
 */
export function createProfile(texts: readonly (string | null)[], options: ProfileOptions = {}): Profile {
  checkOption("texts", texts, nullableTextList, "createProfile");
  const { predictions, columns = {}, groups, ...settings } = profileOptions.resolve(options, "createProfile");
  const names = Object.keys(columns);
  checkLength("predictions", predictions, texts.length);
  checkLength("groups", groups, texts.length);
  for (const name of names) checkLength(`columns.${name}`, columns[name], texts.length);
  checkPositive(settings.positive, predictions);
  const cleaning = cleaningOfTexts(texts, settings.cleaning, "createProfile");
  const builder = builderOf({ ...settings, grouped: groups ? "yes" : "no" }, cleaning);
  for (const rows of groups ? rowsByGroup(groups) : [texts.keys()]) {
    for (const i of rows) {
      const row = names.length === 0 ? undefined : Object.fromEntries(names.map((n) => [n, columns[n]![i]!]));
      builder.add(texts[i]!, predictions?.[i], row);
    }
    builder.endGroup();
  }
  return builder.profile();
}

/** Refuses a positive class that no prediction knows: figures about it would be unknown, and nobody would see why. */
function checkPositive(
  positive: string | undefined,
  predictions: readonly ProfilePrediction[] | undefined,
): void {
  if (positive === undefined || predictions === undefined || predictions.length === 0) return;
  const classes = new Set(predictions.flatMap((one) => [one.label, ...Object.keys(one.probabilities)]));
  if (classes.has(positive)) return;
  const expected = `a class of the predictions: ${[...classes].sort(byCodePoint).slice(0, 20).join(", ")}`;
  throw InvalidOption.create({ option: "positive", value: positive, expected, of: "createProfile" });
}

function rowsByGroup(groups: readonly (string | null)[]): Iterable<readonly number[]> {
  const rows = new Map<string, number[]>();
  groups.forEach((group, i) => {
    const key = group === null ? `row ${i}` : `group ${group}`;
    const known = rows.get(key);
    if (known) known.push(i);
    else rows.set(key, [i]);
  });
  return rows.values();
}

/**
 * Checks that a list has one value for each text; a list that was not passed is accepted.
 *
 * @throws `UNEVEN_COLUMNS`
 */
export function checkLength(column: string, values: readonly unknown[] | undefined, expected: number): void {
  if (values && values.length !== expected) {
    throw UnevenColumns.create({ column, expected, actual: values.length });
  }
}
