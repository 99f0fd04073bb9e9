import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { assertNoLink, fateOfWriter, fileFailure } from "@imdb/runtime/files";
import { hasCode, isUnwritable } from "../process/os-error.js";
import { damaged, damageWarnings, type OnDamage } from "./damage.js";
import { keyFiles } from "./key-files.js";
import { entriesOf, folderNames, isFolder, LAYOUT } from "./layout.js";
import {
  type Durability,
  makeParentAndRetry,
  type SmallFiles,
  smallFiles,
  uniqueName,
} from "./small-file.js";

/** The folder of a local store, and how files are written there. */
export interface StoreFolder {
  readonly root: string;
  /** The folder of deleted experiments and of folders that are being created. */
  readonly trash: string;
  readonly durability: Durability;
  readonly files: SmallFiles;
  /** Warns of damage that a reader of many leaves out. */
  readonly warn: OnDamage;
}

/** What a new folder of the layout holds. */
interface FolderContent {
  readonly meta: string;
  /** Names of the folders to create in it. */
  readonly folders: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
}

/**
 * Opens the folder of a store, and creates it when it is missing. Removes the unfinished folders of processes that
 * have ended. A folder that is there and cannot be written is opened for reading.
 *
 * @throws `FILE_FAILURE`; `DAMAGED_TRACKING_STORE` when its trash is a link.
 */
export function openStoreFolder(root: string, durability: Durability): StoreFolder {
  const trash = join(root, LAYOUT.trash);
  const files = smallFiles(root, durability);
  try {
    prepareTrash(trash, files);
    removeDeadLocks(root);
  } catch (cause) {
    if (!isUnwritable(cause) || !statSync(root, { throwIfNoEntry: false })?.isDirectory())
      throw fileFailure("open", root, cause);
  }
  return { root, trash, durability, files, warn: damageWarnings() };
}

function prepareTrash(trash: string, { makeFolder }: SmallFiles): void {
  const temporary = folderNames(trash).filter((name) => name.startsWith("tmp-"));
  if (!isFolder(trash)) makeFolder(trash);
  for (const name of temporary) removeIfEnded(join(trash, name));
}

/** What versions before `@imdb/runtime/leases` locked with. Nobody asks for it any more. */
const EARLIER_LOCK = /^\.(?:lock-[0-9a-f]{16}|sync-[0-9a-f]{8}\.lock)(?:\.[0-9a-f-]{36})?$/;
/** What a process leaves that was killed while it made the file of a lock. */
const UNFINISHED_LOCK = /^\.\.(?:lock|sync)-.*\.tmp$/;

function removeDeadLocks(root: string): void {
  // Not by `entriesOf`: the folder of the store itself may be a link.
  for (const name of readdirSync(root)) {
    if (EARLIER_LOCK.test(name)) removeIfPossible(join(root, name));
    else if (UNFINISHED_LOCK.test(name)) removeIfEnded(join(root, name));
  }
}

/** Removes the half-written files of killed processes in the folder of a run. */
export function removeLeftovers(runDir: string): void {
  const names = entriesOf(runDir).map(({ name }) => name);
  for (const name of names) if (name.startsWith(".tmp-")) removeIfEnded(join(runDir, name));
}

/** Removes what a process has left that has ended. What a process has made that cannot be seen from here stays. */
function removeIfEnded(path: string): void {
  if (fateOfWriter(path) === "ended") removeIfPossible(path);
}

/** What cannot be removed does no harm, and must not keep the store from being opened. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // It is tried again when the store is opened again.
  }
}

/**
 * Creates a folder of the layout as a whole: it is filled in the trash, where MLflow ignores folders of such a name,
 * and then moved to its path.
 *
 * @returns False when something is at the path already.
 * @throws `FILE_FAILURE`
 */
export function createFolder(
  { root, trash, files }: StoreFolder,
  path: string,
  { meta, folders, tags, params = {} }: FolderContent,
): boolean {
  const temporary = join(trash, `tmp-${uniqueName()}`);
  assertNoLink(root, dirname(path), damaged);
  try {
    makeParentAndRetry(temporary, () => mkdirSync(temporary));
    for (const folder of folders) mkdirSync(join(temporary, folder));
    files.replace(join(temporary, LAYOUT.meta), meta, temporary);
    keyFiles(files, temporary, LAYOUT.tags, path).setAll(tags);
    keyFiles(files, temporary, LAYOUT.params, path).setAll(params);
    files.syncParent(join(temporary, LAYOUT.meta));
    files.makeFolder(dirname(path));
    files.beforeLastStep();
    renameSync(temporary, path);
    files.syncParent(path);
    return true;
  } catch (cause) {
    rmSync(temporary, { recursive: true, force: true });
    // Windows says EPERM of a folder that is there.
    if (hasCode(cause, "ENOTEMPTY", "EEXIST", "EPERM") && existsSync(path)) return false;
    throw fileFailure("create", path, cause);
  }
}

/** Removes a folder at once: it is moved to the trash first. @throws `FILE_FAILURE` */
export function removeFolder({ trash, files }: StoreFolder, path: string): void {
  const removed = join(trash, `tmp-${uniqueName()}`);
  try {
    files.beforeLastStep();
    makeParentAndRetry(removed, () => renameSync(path, removed));
    files.syncParent(path);
    rmSync(removed, { recursive: true, force: true });
  } catch (cause) {
    throw fileFailure("remove", path, cause);
  }
}
