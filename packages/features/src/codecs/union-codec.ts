import { assertPart, type Codec, decodeParts, encodeParts, type FittedVectorizer } from "@imdb/core";
import { type FittedUnion, fittedUnion } from "../compose/feature-union.js";

/**
 * Writes and reads fitted unions, each part by its own codec. Parts are a list, since their order is that of
 * the columns.
 */
export function unionCodec(partCodecs: readonly Codec[]): Codec<FittedUnion> {
  return {
    kind: "feature-union",
    version: 1,
    encode(fitted) {
      const names = Object.keys(fitted.parts);
      assertPart(!names.includes("__proto__"), "a part named __proto__ cannot be read again");
      const { descriptions, tensors } = encodeParts(byPlace(Object.values(fitted.parts)), partCodecs);
      const parts = descriptions.map((description, i) => ({ ...description, name: names[i]! }));
      return { params: { parts }, tensors };
    },
    decode(part) {
      const { parts } = part.params;
      assertPart(Array.isArray(parts) && parts.length > 0, "its parts are not a list");
      const decoded = decodeParts<FittedVectorizer>(part, byPlace(parts as readonly unknown[]), partCodecs);
      const named = decoded.map((vectorizer, i): [string, FittedVectorizer] => {
        const { name } = parts[i] as { readonly name?: unknown };
        assertPart(typeof name === "string" && name !== "__proto__", `part ${i} has no name`);
        return [name, vectorizer];
      });
      return fittedUnion(Object.fromEntries(named));
    },
  };
}

function byPlace<T>(parts: readonly T[]): Record<string, T> {
  return Object.fromEntries(parts.map((part, i) => [`parts.${i}`, part]));
}
