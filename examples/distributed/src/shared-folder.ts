import { isAbsolute, join, normalize } from "node:path";
import { defineError } from "@imdb/core";

/** A name leads out of the shared folder. */
export const OutsideSharedFolder = defineError("OUTSIDE_SHARED_FOLDER", "input", (d: { name: string }) => ({
  message: `${JSON.stringify(d.name)} is no name in the shared folder.`,
  remedy: 'Give names below it, such as "datasets/reviews".',
}));

/**
 * The path of a name in the folder that a flow and its workers share.
 *
 * Machines may have the folder under different paths, so what tasks hand on are names in it, with `/` between
 * their parts. They come through a queue, and are not to lead to anything else.
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
