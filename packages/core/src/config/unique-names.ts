import { isMap, isPair, isScalar, isSeq, YAMLParseError } from "yaml";

/**
 * Refuses a map of a YAML document that has a name twice, in one pass.
 *
 * @throws `YAMLParseError`
 */
export function assertUniqueNames(node: unknown): void {
  if (isPair(node)) {
    assertUniqueNames(node.key);
    assertUniqueNames(node.value);
  } else if (isSeq(node)) node.items.forEach(assertUniqueNames);
  else if (isMap(node)) {
    const seen = new Set<unknown>();
    for (const pair of node.items) {
      const { key } = pair;
      const name = isScalar(key) ? key.value : pair;
      if (seen.has(name)) {
        const [start, end] = (isScalar(key) && key.range) || [0, 0];
        throw new YAMLParseError([start, end], "DUPLICATE_KEY", "Map keys must be unique");
      }
      seen.add(name);
      assertUniqueNames(pair);
    }
  }
}
