import { byCodePoint } from "@imdb/core";
import { checkOption } from "@imdb/core/options";
import type { ObjectStore } from "@imdb/runtime/objects";
import { VERSIONS, versionOfObject } from "./object-names.js";
import { remoteRule } from "./transfer-options.js";

/**
 * The versions that a remote has whole, in the order of their hashes.
 *
 * @throws `INVALID_OPTION`; `OBJECT_STORE_FAILURE`, also over HTTP, which has no listing
 * @example no-run
 * await listVersions(folderObjects("/mnt/datasets")); // ["sha256:5e8c…"]
 */
export async function listVersions(remote: ObjectStore): Promise<readonly string[]> {
  checkOption("remote", remote, remoteRule, "listVersions");
  const versions: string[] = [];
  for await (const name of remote.list(VERSIONS)) {
    const version = versionOfObject(name);
    if (version !== undefined) versions.push(version);
  }
  return versions.sort(byCodePoint);
}
