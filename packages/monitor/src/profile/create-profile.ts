import { UnevenColumns } from "../errors.js";
import type { ColumnValue } from "./column-builder.js";
import { type ProfilePrediction, type ProfileSettings, profileBuilder } from "./profile-builder.js";
import type { Profile } from "./schema.js";

/** What a profile is made of besides texts. */
export interface ProfileOptions extends ProfileSettings {
  /**
   * One a text, in their order. For a reference, from data the model was not fitted on: a model is surer of
   * its own training texts than of any others, and that difference would look like drift.
   */
  readonly predictions?: readonly ProfilePrediction[] | undefined;
  /** Further columns, one value a text; null where there is none. */
  readonly columns?: Readonly<Record<string, readonly ColumnValue[]>> | undefined;
}

/**
 * Summarises texts, and what a model said of them, in some hundred kilobytes: enough to measure drift,
 * quality and performance later without the texts.
 *
 * Columns of every text: `characters` (code points), `words`, `distinctWordShare`, `meanWordLength`,
 * `nonLetterShare`, `upperCaseShare`, `language`, and with a vectorizer `unknownWordShare`. Columns of predictions:
 * `prediction`, `score.<class>` (of two classes only the second in code point order), `confidence`, and
 * `actual` where labels are known. The same input gives the same profile, byte for byte.
 *
 * @param texts  Null where a text was not kept.
 * @throws `UNEVEN_COLUMNS` when predictions or columns are not one a text; `INVALID_OPTION`.
 * @example
 * const profile = createProfile(["A good film.", "A bad film."]);
 * profile.count; // => 2
 */
export function createProfile(texts: readonly (string | null)[], options: ProfileOptions = {}): Profile {
  const { predictions, columns = {}, ...settings } = options;
  const names = Object.keys(columns);
  assertEven("predictions", predictions, texts.length);
  for (const name of names) assertEven(`columns.${name}`, columns[name], texts.length);
  const builder = profileBuilder(settings);
  texts.forEach((text, i) => {
    const row = names.length === 0 ? undefined : Object.fromEntries(names.map((n) => [n, columns[n]![i]!]));
    builder.add(text, predictions?.[i], row);
  });
  return builder.profile();
}

function assertEven(column: string, values: readonly unknown[] | undefined, expected: number): void {
  if (values && values.length !== expected) {
    throw UnevenColumns.create({ column, expected, actual: values.length });
  }
}
