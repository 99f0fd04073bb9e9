import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, realpathSync, statSync } from "node:fs";
import { copyFile, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { byCodePoint } from "@imdb/core";
import { fileFailure, writeFileAtomic } from "@imdb/runtime/files";
import { assertRelativePath } from "../entities/names.js";
import { ArtifactNotFound, InvalidTrackingName } from "../errors.js";
import type { ArtifactOwner, ArtifactStore } from "../store/artifact-store.js";

/**
 * Artifacts in folders of the local store.
 *
 * @param folderOf  The artifacts folder of a run or a logged model.
 */
export function fileArtifacts(folderOf: (owner: ArtifactOwner) => string): ArtifactStore {
  function resolve(owner: ArtifactOwner, path: string): string {
    assertRelativePath("artifact path", path);
    const folder = folderOf(owner);
    const full = join(folder, path);
    assertInside(folder, full, path);
    return full;
  }

  return {
    async putBytes(owner, path, bytes) {
      await writeFileAtomic(resolve(owner, path), bytes);
    },
    async putFile(owner, path, localFile) {
      const target = resolve(owner, path);
      const temporary = join(dirname(target), `.tmp-${randomUUID()}`);
      try {
        mkdirSync(dirname(target), { recursive: true });
        await copyFile(localFile, temporary);
        await rename(temporary, target);
      } catch (cause) {
        await rm(temporary, { force: true });
        throw fileFailure("copy", localFile, cause);
      }
    },
    async list(owner, path) {
      const folder = path === undefined || path === "" ? folderOf(owner) : resolve(owner, path);
      const prefix = path ? `${path}/` : "";
      try {
        return readdirSync(folder, { withFileTypes: true })
          .filter((entry) => !entry.name.startsWith(".tmp-") && (entry.isDirectory() || entry.isFile()))
          .map((entry) => ({
            path: prefix + entry.name,
            isDirectory: entry.isDirectory(),
            size: entry.isFile() ? statSync(join(folder, entry.name)).size : 0,
          }))
          .sort((a, b) => byCodePoint(a.path, b.path));
      } catch (cause) {
        if (["ENOENT", "ENOTDIR"].includes((cause as NodeJS.ErrnoException).code ?? "")) return [];
        throw fileFailure("read", folder, cause);
      }
    },
    async read(owner, path) {
      const full = resolve(owner, path);
      try {
        return await readFile(full);
      } catch (cause) {
        if (["ENOENT", "ENOTDIR", "EISDIR"].includes((cause as NodeJS.ErrnoException).code ?? "")) {
          throw ArtifactNotFound.create({ uri: folderOf(owner), path }, { cause });
        }
        throw fileFailure("read", full, cause);
      }
    },
  };
}

/** A link planted in the store must not lead a write or a read out of it. */
function assertInside(folder: string, full: string, path: string): void {
  const home = realpathSync(folder);
  for (let at = full; at.length > folder.length; at = dirname(at)) {
    if (!statSync(at, { throwIfNoEntry: false })) continue;
    const real = realpathSync(at);
    if (real !== home && !real.startsWith(home + sep)) {
      const problem = "a symbolic link leads out of the store";
      throw InvalidTrackingName.create({ what: "artifact path", name: path, problem });
    }
    return;
  }
}
