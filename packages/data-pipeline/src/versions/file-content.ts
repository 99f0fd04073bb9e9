import { createHash } from "node:crypto";
import { join } from "node:path";
import { openPlainHandle, orFileFailure } from "@imdb/runtime/files";
import type { ObjectBody } from "@imdb/runtime/objects";
import { InvalidDataset } from "../errors.js";
import type { VersionFile } from "./version-document.js";

const CHUNK = 1 << 20;

/** The bytes of a file of a dataset's folder, in chunks of 1 MiB. @throws `INVALID_DATASET`, `FILE_FAILURE` */
export async function* chunksOf(folder: string, file: string): AsyncGenerator<Uint8Array> {
  const path = join(folder, file);
  const refuse = (_: string, problem: string) => InvalidDataset.create({ folder, file, problem });
  const { handle } = await openPlainHandle(path, "read", { refuse });
  try {
    for (;;) {
      const read = handle.read(Buffer.allocUnsafeSlow(CHUNK), 0, CHUNK, null);
      const { bytesRead, buffer } = await orFileFailure(read, "read", path);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** The size and hash of a file as it is. */
export async function measure(folder: string, file: string): Promise<VersionFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of chunksOf(folder, file)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** The content of a file as the body of an object, whose end is only given when its hash is right. */
export function bodyOf(folder: string, file: string, expected: VersionFile): ObjectBody {
  return {
    size: expected.bytes,
    sha256: expected.sha256,
    open: () =>
      verified(chunksOf(folder, file), expected, (problem) =>
        InvalidDataset.create({ folder, file, problem }),
      ),
  };
}

/** Chunks, of which the last one is held back until size and hash are found right. Throws what `refuse` makes. */
async function* verified(
  chunks: AsyncIterable<Uint8Array>,
  expected: VersionFile,
  refuse: (problem: string) => Error,
): AsyncGenerator<Uint8Array> {
  const check = checker(expected, refuse);
  let held: Uint8Array | undefined;
  for await (const chunk of chunks) {
    check.add(chunk);
    if (held !== undefined) yield held;
    held = chunk;
  }
  check.end();
  if (held !== undefined) yield held;
}

/** Compares a content with what is expected, chunk by chunk. */
export function checker({ bytes, sha256 }: VersionFile, refuse: (problem: string) => Error) {
  const hash = createHash("sha256");
  let received = 0;
  return {
    add(chunk: Uint8Array): void {
      received += chunk.length;
      if (received > bytes) throw refuse(`it has more than ${bytes} bytes`);
      hash.update(chunk);
    },
    received: () => received,
    end(): void {
      if (received !== bytes) throw refuse(`it has ${received} bytes, expected are ${bytes}`);
      if (hash.digest("hex") !== sha256) throw refuse("its SHA-256 is another");
    },
  };
}
