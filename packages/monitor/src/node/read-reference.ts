import { readFile } from "node:fs/promises";
import { checkOption, text as textRule } from "@imdb/core/options";
import { readBundleFiles } from "@imdb/runtime/bundles";
import { orFileFailure } from "@imdb/runtime/files";
import { UnusableReference } from "../errors.js";
import { checkProfile } from "../profile/check-profile.js";
import type { Profile } from "../profile/schema.js";

/**
 * Reads a reference profile from a JSON file, or from a model bundle (a folder or a `.tar` file).
 *
 * @throws `INVALID_OPTION`; `FILE_FAILURE`; `UNUSABLE_REFERENCE` for a file that is not JSON and for a bundle without a
 *         profile; `SCHEMA_MISMATCH`; the errors of reading a bundle.
 */
export async function readReference(path: string): Promise<Profile> {
  checkOption("path", path, textRule, "readReference");
  const text = path.endsWith(".json") ? await readText(path) : await fromBundle(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw UnusableReference.create({ path, problem: "it is not JSON" }, { cause });
  }
  if (value === null) throw UnusableReference.create({ path, problem: "the bundle was saved without one" });
  return checkProfile(value as Profile, `The reference profile of ${path}`);
}

async function fromBundle(path: string): Promise<string> {
  const files = await readBundleFiles(path);
  const reference = files.get("reference.json");
  if (!reference) throw UnusableReference.create({ path, problem: "the bundle has no reference.json" });
  return new TextDecoder().decode(reference);
}

/** @throws `FILE_FAILURE` */
export function readText(path: string): Promise<string> {
  return orFileFailure(readFile(path, "utf8"), "read", path);
}
