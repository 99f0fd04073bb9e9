import { type FileHandle, open } from "node:fs/promises";
import { fileFailure } from "@imdb/runtime/files";

/** A file that grows at its end, and is cut back to what counts when a batch goes on. */
export interface GrowingFile {
  readonly path: string;
  readonly bytes: number;
  append(data: Uint8Array): Promise<void>;
  /** Waits until the disk has what was appended. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a file and cuts it to its first `bytes`.
 *
 * @throws `FILE_FAILURE`; also when the file is shorter than that, because something else has touched it.
 */
export async function openGrowingFile(path: string, bytes: number): Promise<GrowingFile> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, bytes === 0 ? "w" : "r+");
    const { size } = await file.stat();
    if (size < bytes) throw new Error(`it has ${size} bytes, its checkpoint says ${bytes}`);
    await file.truncate(bytes);
    return growing(path, file, bytes);
  } catch (cause) {
    await file?.close();
    throw fileFailure("continue", path, cause);
  }
}

function growing(path: string, file: FileHandle, from: number): GrowingFile {
  let at = from;
  const guarded = async (action: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (cause) {
      throw fileFailure(action, path, cause);
    }
  };
  return {
    path,
    get bytes() {
      return at;
    },
    append: (data) =>
      guarded("write", async () => {
        for (let from = 0; from < data.length; ) {
          const { bytesWritten } = await file.write(data, from, data.length - from, at);
          from += bytesWritten;
          at += bytesWritten;
        }
      }),
    sync: () => guarded("write", () => file.datasync()),
    close: () => file.close(),
  };
}
