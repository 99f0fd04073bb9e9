import { UnknownCodec } from "../errors/codes.js";
import type { Codec } from "./codec.js";

/** The first codec of a kind. Throws `UNKNOWN_CODEC`. */
export function findCodec(codecs: readonly Codec[], kind: string): Codec {
  const codec = codecs.find((candidate) => candidate.kind === kind);
  if (!codec) throw UnknownCodec.create({ kind, known: codecs.map((candidate) => candidate.kind) });
  return codec;
}
