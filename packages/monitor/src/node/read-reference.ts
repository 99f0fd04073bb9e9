import { readFile } from "node:fs/promises";
import { parseWith } from "@imdb/core";
import { readBundleFiles } from "@imdb/runtime/bundles";
import { orFileFailure } from "@imdb/runtime/files";
import { UnusableReference } from "../errors.js";
import { type Profile, profileSchema } from "../profile/schema.js";

/**
 * Reads a reference profile: from a JSON file, or from a model bundle (folder or `.tar`).
 *
 * @throws `FILE_FAILURE`, `UNUSABLE_REFERENCE` for what is no JSON or a bundle without a profile, `SCHEMA_MISMATCH`,
 *         and what reading a bundle throws.
 */
export async function readReference(path: string): Promise<Profile> {
  const text = path.endsWith(".json") ? await readText(path) : await fromBundle(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw UnusableReference.create({ path, problem: "it is not JSON" }, { cause });
  }
  if (value === null) throw UnusableReference.create({ path, problem: "the bundle was made without one" });
  return parseWith(profileSchema, value, `The reference profile of ${path}`);
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
