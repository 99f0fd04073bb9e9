import { constants, copyFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { byCodePoint } from "@imdb/core";
import {
  absolutePath,
  assertNoLink,
  fileFailure,
  readPlainFile,
  statPlainFile,
  writeFileAtomic,
} from "@imdb/runtime/files";
import { assertRelativePath } from "../entities/names.js";
import { ArtifactNotFound } from "../errors.js";
import type { ArtifactEntry, ArtifactOwner, ArtifactStore } from "../store/artifact-store.js";
import { damaged, type OnDamage } from "./damage.js";
import { entriesOf, isFolder, LAYOUT, notPlainProblem, statOf } from "./layout.js";
import { type SmallFiles, uniqueName } from "./small-file.js";

/** Bytes that Node can read into one buffer. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * Artifacts in folders of a local store. Links among them are not followed.
 *
 * @param folderOf  Returns the folder of a run or a logged model.
 * @param onPut     Called after a file was written.
 * @param onDamage  Gets what `list` leaves out: links, pipes and devices.
 */
export function fileArtifacts(
  folderOf: (owner: ArtifactOwner) => string,
  onPut: (owner: ArtifactOwner) => void,
  onDamage: OnDamage,
  files: SmallFiles,
): ArtifactStore {
  function resolve(owner: ArtifactOwner, path: string): string {
    assertRelativePath("artifact path", path);
    const folder = folderOf(owner);
    const full = join(folder, LAYOUT.artifacts, path);
    assertNoLink(folder, full, damaged);
    return full;
  }

  /** In the owner's folder, where nobody looks for artifacts: a killed process leaves none that is incomplete. */
  const temporaryOf = (owner: ArtifactOwner) => join(folderOf(owner), `.tmp-${uniqueName()}`);

  return {
    async putBytes(owner, path, bytes) {
      const target = resolve(owner, path);
      makeParent(target, files);
      await writeFileAtomic(target, bytes, temporaryOf(owner));
      onPut(owner);
    },
    async putFile(owner, path, given) {
      const localFile = absolutePath(given);
      const target = resolve(owner, path);
      const temporary = temporaryOf(owner);
      await statPlainFile(localFile, { links: "followed" });
      makeParent(target, files);
      try {
        await copyFile(localFile, temporary, constants.COPYFILE_EXCL);
        files.syncContent(temporary);
        await rename(temporary, target);
        files.syncParent(target);
      } catch (cause) {
        await rm(temporary, { force: true });
        throw fileFailure("copy", localFile, cause);
      }
      onPut(owner);
    },
    async list(owner, path) {
      const topmost = path === undefined || path === "";
      const folder = topmost ? join(folderOf(owner), LAYOUT.artifacts) : resolve(owner, path);
      return listFolder(folder, topmost ? "" : `${path}/`, onDamage);
    },
    async read(owner, path) {
      const full = resolve(owner, path);
      const bytes = isFolder(full) ? undefined : readPlainFile(full, MAX_BYTES, damaged);
      if (bytes) return bytes;
      throw ArtifactNotFound.create({ uri: join(folderOf(owner), LAYOUT.artifacts), path });
    },
  };
}

function listFolder(folder: string, prefix: string, onDamage: OnDamage): ArtifactEntry[] {
  const entries: ArtifactEntry[] = [];
  for (const entry of entriesOf(folder)) {
    const path = prefix + entry.name;
    const full = join(folder, entry.name);
    if (entry.isDirectory()) entries.push({ path, isDirectory: true, size: 0 });
    else if (entry.isFile()) {
      const stat = statOf(full);
      // The time of the last change, which a copying program cannot set, as it can that of the last write.
      if (stat) entries.push({ path, isDirectory: false, size: stat.size, changed: stat.ctimeMs });
    } else onDamage({ path: full, problem: notPlainProblem(entry) });
  }
  return entries.sort((a, b) => byCodePoint(a.path, b.path));
}

function makeParent(path: string, { makeFolder }: SmallFiles): void {
  try {
    makeFolder(dirname(path));
  } catch (cause) {
    throw fileFailure("write", path, cause);
  }
}
