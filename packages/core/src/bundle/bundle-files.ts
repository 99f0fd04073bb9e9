import { assertArgument } from "../errors/assert-argument.js";

/** The files of a bundle by name; no folders. */
export type BundleFiles = ReadonlyMap<string, Uint8Array>;

/** @throws `INVALID_OPTION` unless the value is a map. */
export function assertFiles(files: BundleFiles): void {
  const isMap = Object.prototype.toString.call(files) === "[object Map]";
  assertArgument("files", files, "a Map from file names to bytes", isMap);
}
