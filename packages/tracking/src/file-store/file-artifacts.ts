import { randomUUID } from "node:crypto";
import { mkdirSync, realpathSync, statSync } from "node:fs";
import { copyFile, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { byCodePoint } from "@imdb/core";
import { fileFailure, writeFileAtomic } from "@imdb/runtime/files";
import { assertRelativePath } from "../entities/names.js";
import { ArtifactNotFound, InvalidTrackingName } from "../errors.js";
import { hasCode } from "../process/os-error.js";
import type { ArtifactOwner, ArtifactStore } from "../store/artifact-store.js";
import { entriesOf } from "./layout.js";

/**
 * Artifacts in folders of a local store.
 *
 * @param folderOf  Returns the artifacts folder of a run or a logged model.
 * @param onPut     Called after a file was written.
 */
export function fileArtifacts(
  folderOf: (owner: ArtifactOwner) => string,
  onPut: (owner: ArtifactOwner) => void,
): ArtifactStore {
  function resolve(owner: ArtifactOwner, path: string): string {
    assertRelativePath("artifact path", path);
    const folder = folderOf(owner);
    const full = join(folder, path);
    assertInside(folder, full, path);
    return full;
  }

  return {
    async putBytes(owner, path, bytes) {
      const target = resolve(owner, path);
      await writeFileAtomic(target, bytes, temporaryFor(target));
      onPut(owner);
    },
    async putFile(owner, path, localFile) {
      const target = resolve(owner, path);
      const temporary = temporaryFor(target);
      try {
        mkdirSync(dirname(target), { recursive: true });
        await copyFile(localFile, temporary);
        await rename(temporary, target);
      } catch (cause) {
        await rm(temporary, { force: true });
        throw fileFailure("copy", localFile, cause);
      }
      onPut(owner);
    },
    async list(owner, path) {
      const folder = path === undefined || path === "" ? folderOf(owner) : resolve(owner, path);
      const prefix = path ? `${path}/` : "";
      return entriesOf(folder)
        .filter((entry) => !entry.name.startsWith(".tmp-") && (entry.isDirectory() || entry.isFile()))
        .map((entry) => {
          const path = prefix + entry.name;
          if (entry.isDirectory()) return { path, isDirectory: true, size: 0 };
          const stat = statSync(join(folder, entry.name), { throwIfNoEntry: false });
          return { path, isDirectory: false, size: stat?.size ?? 0, changed: stat?.mtimeMs };
        })
        .sort((a, b) => byCodePoint(a.path, b.path));
    },
    async read(owner, path) {
      const full = resolve(owner, path);
      try {
        return await readFile(full);
      } catch (cause) {
        if (hasCode(cause, "ENOENT", "ENOTDIR", "EISDIR")) {
          throw ArtifactNotFound.create({ uri: folderOf(owner), path }, { cause });
        }
        throw fileFailure("read", full, cause);
      }
    },
  };
}

/** A path in the same folder, with a name that `list` leaves out. */
function temporaryFor(path: string): string {
  return join(dirname(path), `.tmp-${randomUUID()}`);
}

/** Refuses a path that a symbolic link in the store leads out of the artifacts folder. */
function assertInside(folder: string, full: string, path: string): void {
  const realFolder = realpathSync(folder);
  for (let at = full; at.length > folder.length; at = dirname(at)) {
    if (!statSync(at, { throwIfNoEntry: false })) continue;
    const real = realpathSync(at);
    if (real !== realFolder && !real.startsWith(realFolder + sep)) {
      const problem = "a symbolic link leads out of the store";
      throw InvalidTrackingName.create({ what: "artifact path", name: path, problem });
    }
    return;
  }
}
