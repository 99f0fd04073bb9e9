import { writeChunksAtomic } from "@imdb/runtime/files";
import { type ObjectStore, ObjectStoreFailure } from "@imdb/runtime/objects";
import { DamagedVersion } from "../errors.js";
import { checker } from "./file-content.js";
import { contentObject } from "./object-names.js";
import { createRepeater } from "./try-again.js";
import type { VersionFile } from "./version-document.js";

/** What is received, and where it goes. */
export interface Receiving {
  readonly remote: ObjectStore;
  readonly version: string;
  readonly name: string;
  readonly file: VersionFile;
  readonly path: string;
  readonly retries: number;
  readonly signal: AbortSignal;
}

/**
 * Receives an object and verifies it. After an interruption the rest is asked for. The file appears whole and right, or not
 * at all.
 *
 * @throws `DAMAGED_VERSION`, which names the object; `OBJECT_STORE_FAILURE`, `FILE_FAILURE`, `CANCELLED`
 */
export async function receiveObject(receiving: Receiving): Promise<void> {
  await writeChunksAtomic(receiving.path, received(receiving));
}

async function* received(receiving: Receiving): AsyncGenerator<Uint8Array> {
  const { remote, version, name, file, retries, signal } = receiving;
  const object = contentObject(file.sha256);
  const damaged = (problem: string) =>
    DamagedVersion.create({ remote: remote.shown, version, object, file: name, problem });
  const check = checker(file, damaged);
  const again = createRepeater({ retries, signal });
  for (;;) {
    const before = check.received();
    try {
      for await (const chunk of remote.read(object, before, signal)) {
        check.add(chunk);
        yield chunk;
      }
      return check.end();
    } catch (cause) {
      const missing = ObjectStoreFailure.is(cause) && cause.details.problem === "missing";
      if (missing) throw damaged("it is not there");
      await again.afterFailure(cause, check.received() > before ? "got on" : "did nothing");
    }
  }
}
