import type { FileHandle } from "node:fs/promises";
import { fileFailure, openPlainHandle, orFileFailure, syncFileData } from "@imdb/runtime/files";
import { tailOf } from "./file-tail.js";

/** A file that is appended to. When a batch is continued, it is first cut to the bytes of its checkpoint. */
export interface AppendFile {
  readonly path: string;
  readonly bytes: number;
  append(data: Uint8Array): Promise<void>;
  /** The SHA-256 of its last bytes, by which a continued batch knows it. */
  tail(): Promise<string>;
  /** Waits until everything appended is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a file and cuts it to its first `bytes`.
 *
 * @param tail  The `tail` that the file had with these bytes; `undefined` for a file that begins.
 * @throws `FILE_FAILURE`, also when the file is shorter than that, or another one, because something else has changed it
 */
export async function openAppendFile(
  path: string,
  bytes: number,
  tail: string | undefined,
): Promise<AppendFile> {
  const { handle: file, found } = await openPlainHandle(path, bytes === 0 ? "create or change" : "change");
  try {
    const { size } = found;
    if (size < bytes) throw new Error(`it has ${size} bytes, its checkpoint says ${bytes}`);
    if (tail !== undefined && tail !== (await tailOf(file, bytes))) {
      throw new Error("its bytes are not those of its checkpoint; delete the checkpoint to start again");
    }
    await file.truncate(bytes);
    return appendFile(path, file, bytes);
  } catch (cause) {
    await file.close();
    throw fileFailure("continue", path, cause);
  }
}

function appendFile(path: string, file: FileHandle, from: number): AppendFile {
  let at = from;

  async function append(data: Uint8Array): Promise<void> {
    for (let from = 0; from < data.length; ) {
      const { bytesWritten } = await file.write(data, from, data.length - from, at);
      from += bytesWritten;
      at += bytesWritten;
    }
  }

  return {
    path,
    get bytes() {
      return at;
    },
    tail: () => orFileFailure(tailOf(file, at), "read", path),
    append: (data) => orFileFailure(append(data), "write", path),
    sync: () => orFileFailure(syncFileData(file), "write", path),
    close: () => file.close(),
  };
}
