import { canonicalJson } from "../hash/canonical-json.js";
import type { CleaningStep } from "./cleaning-step.js";
import { controlCharacters } from "./control-characters.js";
import { htmlBreaks } from "./html-breaks.js";
import { htmlEntities } from "./html-entities.js";
import { htmlTags } from "./html-tags.js";
import { lowerCase } from "./lower-case.js";
import { unicodeNormalForm } from "./unicode-normal-form.js";
import { whitespace } from "./whitespace.js";

/** Every cleaning step of this package, with every parameter that it can have. */
export const BUILT_IN_STEPS: readonly CleaningStep[] = [
  controlCharacters(),
  htmlBreaks(),
  htmlEntities(),
  htmlTags(),
  lowerCase(),
  ...(["NFC", "NFD", "NFKC", "NFKD"] as const).map((form) => unicodeNormalForm(form)),
  whitespace(),
];

/** The identity of a step: two steps of the same name, version and parameters are the same. */
export function stepIdentity(step: Pick<CleaningStep, "name" | "version" | "params">): string {
  return canonicalJson([step.name, step.version, step.params ?? {}]);
}

const BY_IDENTITY = new Map(BUILT_IN_STEPS.map((step) => [stepIdentity(step), step]));

/** The identities of steps, by which another thread finds them; `undefined` when one of them is not built in. */
export function builtInNames(steps: readonly CleaningStep[]): readonly string[] | undefined {
  const names = steps.map(stepIdentity);
  // A step of the user may have the name of a built-in one.
  return names.every((name, i) => BY_IDENTITY.get(name)?.apply === steps[i]!.apply) ? names : undefined;
}

/** The steps with the names that {@link builtInNames} returned. */
export function builtInSteps(names: readonly string[]): readonly CleaningStep[] {
  return names.map((name) => BY_IDENTITY.get(name)!);
}
