import { type JsonValue, parseWith } from "@imdb/core";
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
 * @throws `SCHEMA_MISMATCH`
 */
export function checkProfiles(
  reference: Profile | JsonValue,
  current: Profile,
  of: string,
): { readonly reference: Profile; readonly current: Profile } {
  return {
    reference: checkProfile(reference, `The reference profile of ${of}`),
    current: checkProfile(current, `The current profile of ${of}`),
  };
}
