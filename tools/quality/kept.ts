import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";

const folder = new URL("outputs/", import.meta.url).pathname;

/** What `make` gives, from the second time on read from `outputs/`: a search that was stopped begins again at once. */
export async function kept<T>(name: string, make: () => Promise<T>): Promise<T> {
  const path = `${folder}${name}`;
  if (existsSync(path)) return deserialize(readFileSync(path)) as T;
  const made = await make();
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, serialize(made));
  return made;
}
