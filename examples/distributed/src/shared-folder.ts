import { isAbsolute, join, normalize } from "node:path";
import { defineError } from "@imdb/core";

/** A name refers to a file outside the shared folder. */
export const OutsideSharedFolder = defineError("OUTSIDE_SHARED_FOLDER", "input", (d: { name: string }) => ({
  message: `${JSON.stringify(d.name)} is not a name inside the shared folder.`,
  remedy: 'Use a relative name inside it, such as "datasets/reviews".',
}));

/**
 * The path of a name in the folder that a flow and its workers share.
 *
 * The folder may have different paths on different machines, so tasks exchange names relative to it, with `/` as the
 * separator. The names come from a queue, so they are checked: they must not refer to a file outside the folder.
 *
 * @throws `OUTSIDE_SHARED_FOLDER`
 */
export function within(shared: string, name: string): string {
  const path = normalize(name);
  if (name === "" || isAbsolute(path) || path.split(/[\\/]/).includes("..")) {
    throw OutsideSharedFolder.create({ name });
  }
  return join(shared, path);
}
