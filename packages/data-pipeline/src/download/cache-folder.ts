import { homedir } from "node:os";
import { join } from "node:path";
import { anObject, checkOption } from "@imdb/core/options";

const NAME = "imdb-mlops";

/**
 * The folder of downloads: `IMDB_CACHE` when set, else the folder that the platform uses for caches
 * (`$XDG_CACHE_HOME` or `~/.cache`, `~/Library/Caches`, `%LOCALAPPDATA%`).
 *
 * @see XDG Base Directory Specification; Apple File System Programming Guide; Windows KNOWNFOLDERID.
 */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  checkOption("env", env, anObject(), "cacheFolder");
  const own = env["IMDB_CACHE"];
  if (own) return own;
  if (platform === "darwin") return join(home, "Library", "Caches", NAME);
  if (platform === "win32") return join(env["LOCALAPPDATA"] || join(home, "AppData", "Local"), NAME, "Cache");
  return join(env["XDG_CACHE_HOME"] || join(home, ".cache"), NAME);
}
