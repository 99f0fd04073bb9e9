import { constants } from "node:buffer";
import { decodeManifest } from "@imdb/core";
import { checkOption, text as textRule } from "@imdb/core/options";
import { readBundleFiles } from "@imdb/runtime/bundles";
import { readPlainBytes } from "@imdb/runtime/files";
import { UnusableReference } from "../errors.js";
import { checkProfile } from "../profile/check-profile.js";
import type { Profile } from "../profile/schema.js";

/**
 * Reads a reference profile from a JSON file, or from a model bundle (a folder or a `.tar` file). A profile without a positive
 * class gets that of its bundle.
 *
 * @throws `INVALID_OPTION`; `FILE_FAILURE`; `UNUSABLE_REFERENCE` for a file that is not JSON, for a bundle without a profile, and
 *         for a profile with another positive class than its bundle; `SCHEMA_MISMATCH`; the errors of reading a bundle.
 */
export async function readReference(path: string): Promise<Profile> {
  checkOption("path", path, textRule, "readReference");
  const { text, positive } = path.endsWith(".json")
    ? { text: await readText(path), positive: undefined }
    : await fromBundle(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw UnusableReference.create({ path, problem: "it is not JSON" }, { cause });
  }
  if (value === null) throw UnusableReference.create({ path, problem: "the bundle was saved without one" });
  const profile = checkProfile(value as Profile, `The reference profile of ${path}`);
  if (positive === undefined || positive === profile.positive) return profile;
  if (profile.positive === undefined) return { ...profile, positive };
  const problem = `its positive class is ${profile.positive}, that of the bundle is ${positive}`;
  throw UnusableReference.create({ path, problem });
}

async function fromBundle(path: string) {
  const files = await readBundleFiles(path);
  const reference = files.get("reference.json");
  if (!reference) throw UnusableReference.create({ path, problem: "the bundle has no reference.json" });
  const manifest = files.get("manifest.json");
  const positive = manifest && decodeManifest(manifest).positive;
  return { text: new TextDecoder().decode(reference), positive };
}

/** @throws `FILE_FAILURE` */
export async function readText(path: string): Promise<string> {
  const options = { limit: constants.MAX_STRING_LENGTH, links: "followed" } as const;
  return (await readPlainBytes(path, options)).toString("utf8");
}
