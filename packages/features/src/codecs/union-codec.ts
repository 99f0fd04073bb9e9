import type { Codec, FittedVectorizer, JsonValue } from "@imdb/core";
import { type FittedUnion, fittedUnion } from "../compose/feature-union.js";
import { decodeNested, encodeNested } from "./nested-part.js";
import { require } from "./part-fields.js";

/** Unions of more parts are not read: a hostile bundle could name parts without end. */
const MAX_PARTS = 64;

/**
 * Writes and reads fitted unions, each part by its own codec. Parts are a list, since their order is that of
 * the columns.
 */
export function unionCodec(partCodecs: readonly Codec[]): Codec<FittedUnion> {
  return {
    kind: "feature-union",
    version: 1,
    encode({ parts }) {
      const encoded = Object.entries(parts).map(([name, part], i) => ({
        name,
        ...encodeNested(part, `parts.${i}`, partCodecs),
      }));
      return {
        params: { parts: encoded.map(({ name, description }) => ({ ...description, name })) as JsonValue[] },
        tensors: Object.assign({}, ...encoded.map((part) => part.tensors)),
      };
    },
    decode(part) {
      const { parts } = part.params;
      const isList = Array.isArray(parts) && parts.length > 0 && parts.length <= MAX_PARTS;
      require(isList, `its parts are no list of at most ${MAX_PARTS}`);
      const decoded = parts.map((description: JsonValue, i): [string, FittedVectorizer] => {
        const name = (description as { name?: unknown } | null)?.name;
        require(typeof name === "string" && name !== "__proto__", `part ${i} has no name`);
        return [name, decodeNested(part, description, `parts.${i}`, partCodecs) as FittedVectorizer];
      });
      return fittedUnion(Object.fromEntries(decoded));
    },
  };
}
