import { readFileSync } from "node:fs";
import { callback, checkOption } from "@imdb/core/options";
import { fileFailure } from "../files/index.js";

/**
 * The version of the package that a command belongs to, for its option `--version`.
 *
 * @param manifest  Returns the address of its `package.json`: `() => new URL("../../package.json", import.meta.url)`.
 * @throws `INVALID_OPTION`, `FILE_FAILURE`
 */
export function commandVersion(manifest: () => URL): string {
  checkOption("manifest", manifest, callback<() => URL>(), "commandVersion");
  const url = manifest();
  try {
    return (JSON.parse(readFileSync(url, "utf8")) as { readonly version: string }).version;
  } catch (cause) {
    throw fileFailure("read", url.pathname, cause);
  }
}

/** Whether an argument asks for the version. */
export function asksForVersion(argument: string | undefined): boolean {
  return argument === "--version" || argument === "-v";
}
