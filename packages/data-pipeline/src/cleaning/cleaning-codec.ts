import {
  type Codec,
  type EncodedPart,
  type FittedVectorizer,
  InvalidBundle,
  parseWith,
  UnknownCodec,
} from "@imdb/core";
import * as z from "zod";
import { type CleanedVectorizer, cleanedVectorizer } from "./cleaned-vectorizer.js";
import { type CleaningStep, recordsOf } from "./cleaning-step.js";
import { OUR_STEPS, stepIdentity } from "./our-steps.js";

const PREFIX = "inner.";

const paramsSchema = z.strictObject({
  steps: z.array(
    z.strictObject({ name: z.string(), version: z.int(), params: z.record(z.string(), z.json()) }),
  ),
  inner: z.strictObject({
    kind: z.string(),
    version: z.int().min(1),
    params: z.record(z.string(), z.json()),
  }),
});

/**
 * Writes and reads a {@link CleanedVectorizer}. A bundle names its steps; only these and your own `steps` can
 * be named.
 *
 * @param codecs  Of the vectorizers that may be inside.
 * @param steps   Your own cleaning steps that bundles may name.
 */
export function cleaningCodec(codecs: readonly Codec[], steps: readonly CleaningStep[] = []): Codec {
  const known = new Map([...OUR_STEPS, ...steps].map((step) => [stepIdentity(step), step]));
  return {
    kind: "CleanedVectorizer",
    version: 1,
    encode(fitted) {
      const { steps: used, inner } = fitted as CleanedVectorizer;
      const codec = find(codecs, inner.kind);
      for (const step of used) stepOf(known, stepIdentity(step));
      const { params, tensors } = codec.encode(inner);
      return {
        params: {
          steps: recordsOf(used).map(({ name, version, params }) => ({ name, version, params })),
          inner: { kind: inner.kind, version: codec.version, params },
        },
        tensors: Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [PREFIX + name, tensor])),
      };
    },
    decode(part) {
      const params = parseWith(paramsSchema, part.params, "The bundle's cleaning");
      const codec = find(codecs, params.inner.kind);
      if (params.inner.version > codec.version) {
        const problem = `${codec.kind} has version ${params.inner.version}, this library reads up to ${codec.version}`;
        throw InvalidBundle.create({ problem });
      }
      const inner = codec.decode(innerPart(part, params.inner.params), params.inner.version);
      const used = params.steps.map((step) => stepOf(known, stepIdentity(step)));
      return cleanedVectorizer(inner as FittedVectorizer, used);
    },
  };
}

function innerPart(part: EncodedPart, params: unknown): EncodedPart {
  const tensors: Record<string, EncodedPart["tensors"][string]> = Object.create(null);
  for (const [name, tensor] of Object.entries(part.tensors)) {
    if (!name.startsWith(PREFIX)) {
      throw InvalidBundle.create({ problem: `the tensor ${name.slice(0, 80)} belongs to no part` });
    }
    tensors[name.slice(PREFIX.length)] = tensor;
  }
  return { params: params as EncodedPart["params"], tensors };
}

function find(codecs: readonly Codec[], kind: string): Codec {
  const codec = codecs.find((candidate) => candidate.kind === kind);
  if (!codec) throw UnknownCodec.create({ kind, known: codecs.map((candidate) => candidate.kind) });
  return codec;
}

function stepOf(known: ReadonlyMap<string, CleaningStep>, wanted: string): CleaningStep {
  const step = known.get(wanted);
  if (!step) throw UnknownCodec.create({ kind: `cleaning step ${wanted}`, known: [...known.keys()] });
  return step;
}
