// The disk of the attacked processes, which can become full. Where this process may mount one, it is a file system of
// its own; elsewhere the processes themselves refuse to write (`faults.mjs`).
import { spawnSync } from "node:child_process";
import { mkdirSync, statfsSync } from "node:fs";

const SIZE = "2g";
/** Bytes that are left on a full disk: a record may be written in part. */
const LEFT = 8_192;

/** Opens the disk in a folder. */
export function openDisk(folder) {
  mkdirSync(folder, { recursive: true });
  return mounts("-t", "tmpfs", "-o", `size=${SIZE},mode=0700`, "tmpfs", folder)
    ? mountedDisk(folder)
    : { kind: "injected", isFull: false, fill() {}, free() {}, close() {} };
}

function mountedDisk(folder) {
  const resize = (size) => mounts("-o", `remount,size=${size}`, folder);
  return {
    kind: "mounted",
    /** Makes the disk as large as what is on it. Takes no memory, unlike a file that fills it. */
    fill() {
      const { blocks, bfree, bsize } = statfsSync(folder);
      resize((blocks - bfree) * bsize + LEFT);
    },
    free: () => resize(SIZE),
    close() {
      if (spawnSync("umount", [folder]).status !== 0) spawnSync("umount", ["-l", folder]);
    },
  };
}

function mounts(...args) {
  return spawnSync("mount", args, { stdio: "ignore" }).status === 0;
}
