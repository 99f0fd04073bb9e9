import { canonicalJson } from "@imdb/core";
import type { CleaningStep } from "./cleaning-step.js";
import { controlCharacters } from "./control-characters.js";
import { htmlBreaks } from "./html-breaks.js";
import { htmlEntities } from "./html-entities.js";
import { htmlTags } from "./html-tags.js";
import { lowerCase } from "./lower-case.js";
import { unicodeNormalForm } from "./unicode-normal-form.js";
import { whitespace } from "./whitespace.js";

/** Every step of this package, with every parameter it can have. */
export const OUR_STEPS: readonly CleaningStep[] = [
  controlCharacters(),
  htmlBreaks(),
  htmlEntities(),
  htmlTags(),
  lowerCase(),
  ...(["NFC", "NFD", "NFKC", "NFKD"] as const).map((form) => unicodeNormalForm(form)),
  whitespace(),
];

/** A step is what its name, version and parameters say; two that agree in them are the same. */
export function stepIdentity(step: Pick<CleaningStep, "name" | "version" | "params">): string {
  return canonicalJson([step.name, step.version, step.params ?? {}]);
}

const BY_IDENTITY = new Map(OUR_STEPS.map((step) => [stepIdentity(step), step]));

/** The identities by which another thread finds the same steps, or nothing where one of them is not ours. */
export function namesOfOurs(steps: readonly CleaningStep[]): readonly string[] | undefined {
  const names = steps.map(stepIdentity);
  // A stranger's step may have taken one of our names.
  return names.every((name, i) => BY_IDENTITY.get(name)?.apply === steps[i]!.apply) ? names : undefined;
}

/** The steps of {@link namesOfOurs}. */
export function ourStepsByName(names: readonly string[]): readonly CleaningStep[] {
  return names.map((name) => BY_IDENTITY.get(name)!);
}
