import { portableSha256 } from "./portable-sha256.js";

/** The part of Node that is used. It is looked up at run time, so that no bundler includes it. */
interface NodeProcess {
  getBuiltinModule?(name: string): typeof import("node:crypto") | undefined;
}

/**
 * SHA-256: by the implementation of Node where there is one, else by a portable one. That of Node is about 18 times as
 * fast, and loading a large bundle waits for it.
 *
 * @see FIPS 180-4, Secure Hash Standard.
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  const crypto = cryptoOfNode();
  return crypto ? crypto.createHash("sha256").update(bytes).digest() : portableSha256(bytes);
}

/** Undefined where there is none, also where a function of this name throws, as in the Edge runtime of Next. */
function cryptoOfNode(): typeof import("node:crypto") | undefined {
  const { process } = globalThis as { process?: NodeProcess };
  try {
    return process?.getBuiltinModule?.("node:crypto");
  } catch {
    return undefined;
  }
}
