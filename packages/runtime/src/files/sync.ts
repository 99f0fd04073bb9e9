import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "./file-failure.js";

/** Waits until a file, or the names in a folder, are written to disk (fsync). */
async function syncPath(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits until the names in a folder are written to disk. Does nothing on file systems that cannot sync a folder. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its renames are journalled.
  if (process.platform === "win32") return;
  await syncPath(path).catch((error: unknown) => {
    if (!["EINVAL", "ENOTSUP", "ENOSYS"].includes(errorCode(error) ?? "")) throw error;
  });
}

/** Waits until a folder and everything in it are written to disk. */
export async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncTree(path);
    else if (entry.isFile()) await syncPath(path);
  }
  await syncFolder(folder);
}
