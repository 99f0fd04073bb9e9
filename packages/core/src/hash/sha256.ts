import { sha256 as portable } from "@noble/hashes/sha2";

/** What is used of Node, asked for at run time so that no bundler pulls it in. */
interface NodeProcess {
  getBuiltinModule?(name: string): typeof import("node:crypto") | undefined;
}

/**
 * SHA-256. Node's own where there is Node (some 18 times faster, which is what loading a large bundle waits
 * for), the portable one elsewhere.
 *
 * @see FIPS 180-4, Secure Hash Standard.
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  const { process } = globalThis as { process?: NodeProcess };
  const crypto = process?.getBuiltinModule?.("node:crypto");
  return crypto ? crypto.createHash("sha256").update(bytes).digest() : portable(bytes);
}
