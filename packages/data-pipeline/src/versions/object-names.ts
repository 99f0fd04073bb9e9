/** Where the documents of versions are on a remote. */
export const VERSIONS = "versions/sha256/";

/** The object that holds the content of this SHA-256, in hexadecimal. */
export function contentObject(sha256: string): string {
  return `files/sha256/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
}

/** The object that describes a version, which is written last: a version without it is not there. */
export function documentObject(version: string): string {
  const hash = version.slice("sha256:".length);
  return `${VERSIONS}${hash.slice(0, 2)}/${hash.slice(2)}.json`;
}

/** The version that an object describes; undefined where it is none. */
export function versionOfObject(name: string): string | undefined {
  const [, first, rest] = /^versions\/sha256\/([0-9a-f]{2})\/([0-9a-f]{62})\.json$/.exec(name) ?? [];
  return first === undefined ? undefined : `sha256:${first}${rest}`;
}
