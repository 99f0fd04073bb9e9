import type { ContentHash, Example } from "@imdb/core";
import { exampleHash, sha256 } from "./example-hash.js";

/**
 * The version of a set of examples: the content hash of the sorted list of their content hashes. Order,
 * packaging and machine make no difference; any change of an example does.
 */
export function versionOf(examples: Iterable<Example>): ContentHash {
  const hashes: ContentHash[] = [];
  for (const example of examples) hashes.push(exampleHash(example));
  return versionOfHashes(hashes);
}

/** The same from hashes that were made one by one, in any order. Sorts them in place. */
export function versionOfHashes(hashes: ContentHash[]): ContentHash {
  // Hexadecimal digits sort alike by code unit and by code point.
  hashes.sort();
  return sha256(hashes.length === 0 ? "[]" : `["${hashes.join('","')}"]`);
}
