import { UnevenColumns } from "../errors.js";
import type { ColumnValue } from "./column-builder.js";
import { type ProfilePrediction, type ProfileSettings, profileBuilder } from "./profile-builder.js";
import type { Profile } from "./schema.js";

/** What a profile is made of besides texts. */
export interface ProfileOptions extends Omit<ProfileSettings, "grouped"> {
  /**
   * One a text, in their order. For a reference, from data the model was not fitted on: a model is surer of
   * its own training texts than of any others, and that difference would look like drift.
   */
  readonly predictions?: readonly ProfilePrediction[] | undefined;
  /** Further columns, one value a text; null where there is none. */
  readonly columns?: Readonly<Record<string, readonly ColumnValue[]>> | undefined;
  /**
   * What each text belongs to (a movie, a product, an author); null for one that stands alone. Of a reference:
   * texts of one group are alike, and a window with other groups is not drift. Tests of words and topics then
   * take that into account.
   */
  readonly groups?: readonly (string | null)[] | undefined;
}

/**
 * Summarises texts, and what a model said of them, in some hundred kilobytes: enough to measure drift,
 * quality and performance later without the texts.
 *
 * Columns of every text: `characters` (code points), `words`, `distinctWordShare`, `meanWordLength`,
 * `nonLetterShare`, `upperCaseShare`, `language`, with a vectorizer `unknownWordShare`, with topics `topic`. Columns of predictions:
 * `prediction`, `score.<class>` (of two classes only the second in code point order), `confidence`, and
 * `actual` where labels are known. The same input gives the same profile, byte for byte.
 *
 * @param texts  Null where a text was not kept.
 * @throws `UNEVEN_COLUMNS` when predictions, columns or groups are not one a text; `INVALID_OPTION`.
 * @example
 * const profile = createProfile(["A good film.", "A bad film."]);
 * profile.count; // => 2
 */
export function createProfile(texts: readonly (string | null)[], options: ProfileOptions = {}): Profile {
  const { predictions, columns = {}, groups, ...settings } = options;
  const names = Object.keys(columns);
  assertEven("predictions", predictions, texts.length);
  assertEven("groups", groups, texts.length);
  for (const name of names) assertEven(`columns.${name}`, columns[name], texts.length);
  const builder = profileBuilder({ ...settings, grouped: groups ? "yes" : "no" });
  for (const rows of groups ? rowsByGroup(groups) : [texts.keys()]) {
    for (const i of rows) {
      const row = names.length === 0 ? undefined : Object.fromEntries(names.map((n) => [n, columns[n]![i]!]));
      builder.add(texts[i]!, predictions?.[i], row);
    }
    builder.endGroup();
  }
  return builder.profile();
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

/** @throws `UNEVEN_COLUMNS` when there are values, and they are not as many as expected. */
export function assertEven(column: string, values: readonly unknown[] | undefined, expected: number): void {
  if (values && values.length !== expected) {
    throw UnevenColumns.create({ column, expected, actual: values.length });
  }
}
