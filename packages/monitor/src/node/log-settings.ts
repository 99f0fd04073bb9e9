import type { Cleaning } from "@imdb/core";
import { findSteps } from "@imdb/core/cleaning";
import { checkOption, type OptionRule, rule } from "@imdb/core/options";
import { type CheckedSettings, type ProfileSettings, profileSettings } from "../profile/profile-builder.js";

const cleaningList: OptionRule<Cleaning> = rule("a list of cleaning steps", (value) =>
  Array.isArray(value)
    ? value.every(({ name, version } = {}) => typeof name === "string" && Number.isInteger(version))
    : false,
);

/**
 * The settings of the profile of a log, checked. The texts of a log are raw: the steps of a reference that was read from a file
 * are looked up among the built-in ones.
 *
 * @param of           The function that was called.
 * @param ofReference  The cleaning of the reference, where the settings have none.
 * @throws `INVALID_OPTION`; `UNKNOWN_CODEC` for a step that is not built in and has no function.
 */
export function logSettings(
  settings: ProfileSettings,
  of: string,
  ofReference?: Cleaning | undefined,
): CheckedSettings {
  const { cleaning = ofReference } = Object(settings) as ProfileSettings;
  if (cleaning === undefined || Object(settings) !== settings) return profileSettings.resolve(settings, of);
  checkOption("cleaning", cleaning, cleaningList, of);
  return profileSettings.resolve({ ...settings, cleaning: findSteps(cleaning) }, of);
}
