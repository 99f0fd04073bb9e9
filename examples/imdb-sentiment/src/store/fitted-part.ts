import type { Codec, JsonValue, Tensor } from "@imdb/core";
import { z } from "zod";

/** A fitted object as its codec takes it apart. */
export const partSchema = z.strictObject({
  kind: z.string(),
  version: z.int().min(1),
  params: z.record(z.string(), z.json()),
});

type Tensors = Readonly<Record<string, Tensor>>;

/** Takes a fitted object apart. */
export function takeApart(fitted: { readonly kind: string }, codecs: readonly Codec[]) {
  const codec = codecOf(codecs, fitted.kind);
  const { params, tensors } = codec.encode(fitted);
  const part: { kind: string; version: number; params: Readonly<Record<string, JsonValue>> } = {
    kind: codec.kind,
    version: codec.version,
    params,
  };
  return { part, tensors };
}

/** Puts it together again; only the kinds of these codecs come back. */
export function putTogether<T>(
  { kind, version, params }: z.infer<typeof partSchema>,
  tensors: Tensors,
  codecs: readonly Codec[],
): T {
  return codecOf(codecs, kind).decode({ params, tensors }, version) as T;
}

function codecOf(codecs: readonly Codec[], kind: string): Codec {
  const codec = codecs.find((candidate) => candidate.kind === kind);
  if (codec === undefined) throw new Error(`no codec of the kind ${kind}`);
  return codec;
}
