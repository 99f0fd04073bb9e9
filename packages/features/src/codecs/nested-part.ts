import { type Codec, type EncodedPart, type JsonValue, UnknownCodec } from "@imdb/core";
import { require } from "./part-fields.js";

/** A part inside a part: its description, and its tensors under a prefix. */
export interface NestedPart {
  readonly description: {
    readonly kind: string;
    readonly version: number;
    readonly params: EncodedPart["params"];
  };
  readonly tensors: EncodedPart["tensors"];
}

/** Encodes a fitted object as a part of another. */
export function encodeNested(
  fitted: { readonly kind: string },
  prefix: string,
  codecs: readonly Codec[],
): NestedPart {
  const codec = find(fitted.kind, codecs);
  const { params, tensors } = codec.encode(fitted);
  const prefixed = Object.entries(tensors).map(([name, value]) => [`${prefix}.${name}`, value]);
  return {
    description: { kind: codec.kind, version: codec.version, params },
    tensors: Object.fromEntries(prefixed),
  };
}

/**
 * Decodes a part of another.
 *
 * @param description  What the outer parameters say of it; hostile.
 * @throws `INVALID_BUNDLE`, `UNKNOWN_CODEC`
 */
export function decodeNested(
  part: EncodedPart,
  description: JsonValue | undefined,
  prefix: string,
  codecs: readonly Codec[],
): unknown {
  require(isRecord(description), `${prefix} is not described`);
  const { kind, version, params } = description;
  require(typeof kind === "string" && isRecord(params), `${prefix} has no kind or no parameters`);
  const codec = find(kind, codecs);
  const readable = typeof version === "number" && Number.isInteger(version) && version >= 1;
  require(readable && version <= codec.version, `${prefix} has version ${version} of ${codec.version}`);
  const tensors: Record<string, EncodedPart["tensors"][string]> = Object.create(null);
  for (const [name, value] of Object.entries(part.tensors)) {
    if (name.startsWith(`${prefix}.`)) tensors[name.slice(prefix.length + 1)] = value;
  }
  return codec.decode({ params, tensors }, version);
}

function find(kind: string, codecs: readonly Codec[]): Codec {
  const codec = codecs.find((candidate) => candidate.kind === kind);
  if (!codec) throw UnknownCodec.create({ kind, known: codecs.map((candidate) => candidate.kind) });
  return codec;
}

function isRecord(
  value: JsonValue | undefined,
): value is { readonly [key: string]: JsonValue | undefined } & EncodedPart["params"] {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
