import { ImdbError } from "@imdb/core";
import { type ObjectStore, ObjectStoreFailure } from "@imdb/runtime/objects";
import { DamagedVersion } from "../errors.js";
import { documentObject } from "./object-names.js";
import type { Transfer } from "./transfer-options.js";
import { tryAgain } from "./try-again.js";
import { MAX_DOCUMENT, parseDocument, type VersionDocument } from "./version-document.js";

/** The document of a version on a remote; undefined where there is none. @throws `DAMAGED_VERSION`, `OBJECT_STORE_FAILURE` */
export async function readDocument(
  remote: ObjectStore,
  version: string,
  { retries, signal }: Pick<Transfer, "retries" | "signal">,
): Promise<VersionDocument | undefined> {
  const object = documentObject(version);
  const damaged = (problem: string, cause?: unknown) =>
    DamagedVersion.create({ remote: remote.shown, version, object, problem }, { cause });
  let bytes: Uint8Array;
  try {
    bytes = await tryAgain({ retries, signal }, async () => {
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of remote.read(object, 0, signal)) {
        size += chunk.length;
        if (size > MAX_DOCUMENT) throw damaged(`it has more than ${MAX_DOCUMENT} bytes`);
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    });
  } catch (cause) {
    if (ObjectStoreFailure.is(cause) && cause.details.problem === "missing") return undefined;
    throw cause;
  }
  const document = parsed(bytes, object, damaged);
  if (document.version !== version) throw damaged(`it describes the version ${document.version}`);
  return document;
}

function parsed(bytes: Uint8Array, object: string, damaged: (problem: string, cause: unknown) => Error) {
  try {
    return parseDocument(bytes, object);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.replace(/\.$/, "") : String(cause);
    throw damaged(ImdbError.isInstance(cause) ? message : `it is not JSON: ${message}`, cause);
  }
}
