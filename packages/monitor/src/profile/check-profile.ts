import { type JsonValue, parseWith } from "@imdb/core";
import { ProfileMismatch } from "../errors.js";
import { assertSameCleaning } from "./profile-cleaning.js";
import { type Profile, profileSchema } from "./schema.js";

/**
 * Checks an argument that must be a profile, and returns the profile.
 *
 * @param what  Names the argument and the function: `The reference profile of driftReport`.
 * @throws `SCHEMA_MISMATCH` that names every wrong field.
 */
export function checkProfile(profile: Profile | JsonValue, what: string): Profile {
  return parseWith(profileSchema, profile, what);
}

/**
 * Checks the two profiles that a function compares.
 *
 * @param of  The function that was called.
 * @throws `SCHEMA_MISMATCH`; `PROFILE_MISMATCH` for profiles of different positive classes, or of texts that were cleaned in
 *         different ways
 */
export function checkProfiles(
  reference: Profile | JsonValue,
  current: Profile,
  of: string,
): { readonly reference: Profile; readonly current: Profile } {
  const checked = {
    reference: checkProfile(reference, `The reference profile of ${of}`),
    current: checkProfile(current, `The current profile of ${of}`),
  };
  assertComparable(checked.reference, checked.current);
  return checked;
}

/** Refuses two profiles whose figures do not mean the same. @throws `PROFILE_MISMATCH` */
export function assertComparable(reference: Profile, current: Profile): void {
  assertSamePositive(reference, current);
  assertSameCleaning(reference, current);
}

/** Precision, recall and scores of one class are not compared with those of the other. @throws `PROFILE_MISMATCH` */
function assertSamePositive(reference: Profile, current: Profile): void {
  const [of, is] = [reference.positive, current.positive];
  if (of === undefined || is === undefined || of === is) return;
  throw ProfileMismatch.create({ field: "positive", reference: of, current: is });
}
