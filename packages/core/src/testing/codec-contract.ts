import type { Codec, EncodedPart } from "../bundle/codec.js";
import { decodePart } from "../bundle/coded-part.js";
import { decodeSafetensors, encodeSafetensors, type Tensor } from "../bundle/safetensors.js";
import { ImdbError } from "../errors/imdb-error.js";
import { canonicalJson } from "../hash/canonical-json.js";
import { hashBytes } from "../hash/content-hash.js";
import { type ContractCase, casesOf, failureOf, rule } from "./contract-case.js";

/**
 * The rules that every {@link Codec} must follow, of this library or another one. What it
 * writes is stable and can be read again, and a hostile part is refused with a typed error.
 *
 * @param codec  The codec under test.
 * @param make   Makes a fitted object of its kind, with parameters and tensors.
 */
export function codecContract<T extends { readonly kind: string }>(
  codec: Codec<T>,
  make: () => Promise<T> | T,
): ContractCase[] {
  const written = async () => codec.encode(await make());
  const read = (part: EncodedPart) => codec.decode(part, codec.version);
  return casesOf({
    async "its kind is the fitted object's, its version a whole number from 1"() {
      const { kind } = await make();
      rule(kind === codec.kind, `the object is a ${kind}, the codec one of ${codec.kind}`);
      rule(Number.isInteger(codec.version) && codec.version >= 1, `version ${codec.version}`);
    },
    async "the same object is written as the same bytes"() {
      const fitted = await make();
      const [first, second] = [codec.encode(fitted), codec.encode(fitted)];
      rule(identity(first) === identity(second), "two encodings differ");
    },
    async "an object that was written and read again is written the same"() {
      const part = await written();
      const again = codec.encode(read(throughBundle(part)));
      rule(identity(again) === identity(part), "the object changed when it was written and read");
    },
    async "a missing or wrong tensor is a typed error, or does no harm"() {
      const part = await written();
      for (const name of Object.keys(part.tensors)) {
        const { [name]: tensor, ...others } = part.tensors;
        for (const wrong of wrongTensors(tensor!)) {
          const tensors = wrong ? { ...others, [name]: wrong } : others;
          await attempt(() => read({ params: part.params, tensors }), `tensor ${name}`);
        }
      }
    },
    async "the tensors it names are those it writes, and others are refused"() {
      if (codec.tensors === undefined) return;
      const { params, tensors } = await written();
      for (const name of Object.keys(tensors)) rule(codec.tensors.includes(name), `it does not name ${name}`);
      const stray = { ...tensors, stray: { shape: [1], data: Float64Array.of(1) } };
      const part = { kind: codec.kind, version: codec.version, params, tensors: stray };
      let isRead = false;
      await attempt(() => {
        decodePart(part, [codec as Codec<never>] as readonly Codec[]);
        isRead = true;
      }, "a stray tensor");
      rule(!isRead, "a stray tensor was read");
    },
    async "a missing or wrong parameter is a typed error, or does no harm"() {
      const part = await written();
      await attempt(() => read({ params: {}, tensors: part.tensors }), "no parameters");
      await attempt(() => read({ params: part.params, tensors: {} }), "no tensors");
      for (const name of Object.keys(part.params)) {
        for (const value of WRONG_VALUES) {
          await attempt(
            () => read({ params: { ...part.params, [name]: value }, tensors: part.tensors }),
            `parameter ${name}`,
          );
        }
      }
    },
  });
}

const WRONG_VALUES = [null, -1, 1e300, 0.5, "", "__proto__", [], [null], {}, { length: 1e9 }, true] as const;

/** Wrong tensors in place of a tensor; `undefined` leaves it out. */
function wrongTensors(tensor: Tensor): (Tensor | undefined)[] {
  const { shape, data } = tensor;
  return [
    undefined,
    { shape: [0], data: data.slice(0, 0) },
    { shape: [data.length + 1], data: Float64Array.from({ length: data.length + 1 }, () => Number.NaN) },
    { shape, data: Float32Array.from(data, () => Number.POSITIVE_INFINITY) },
    { shape, data: Uint32Array.from(data, () => 0xffffffff) },
    { shape, data: Int32Array.from(data, () => -1) },
    { shape, data: Uint8Array.from(data, (_, i) => 255 - i) },
  ];
}

async function attempt(work: () => unknown, where: string): Promise<void> {
  const error = await failureOf(work);
  rule(error === undefined || ImdbError.isInstance(error), `${where}: ${String(error)} is no typed error`);
}

/** The part after it was written to a bundle and read: JSON, and copies of the numbers. */
function throughBundle({ params, tensors }: EncodedPart): EncodedPart {
  return {
    params: JSON.parse(canonicalJson(params)) as EncodedPart["params"],
    tensors: decodeSafetensors(encodeSafetensors(tensors)),
  };
}

function identity({ params, tensors }: EncodedPart): string {
  return `${canonicalJson(params)} ${hashBytes(encodeSafetensors(tensors))}`;
}
