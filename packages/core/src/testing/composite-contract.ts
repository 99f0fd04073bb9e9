import type { Codec } from "../bundle/codec.js";
import { decodePart, encodePart } from "../bundle/coded-part.js";
import type { Part, PartDescription } from "../bundle/part.js";
import { InvalidBundle, UnknownCodec } from "../errors/codes.js";
import { ImdbError } from "../errors/imdb-error.js";
import { type ContractCase, casesOf, failureOf, rule } from "./contract-case.js";

/**
 * The rules for the codec of an object that contains others (a pipeline, an ensemble), of this library or another one.
 * `codecContract` has further rules for it.
 *
 * @param codec  The codec under test.
 * @param make   Makes a fitted object of its kind that contains others.
 */
export function compositeContract<T extends { readonly kind: string }>(
  codec: Codec<T>,
  make: () => Promise<T> | T,
): ContractCase[] {
  const codecs = [codec as Codec<never>] as readonly Codec[];
  const written = async () => encodePart(await make(), codecs);
  const changed = async (change: (description: Mutable<PartDescription>) => void, code: string) => {
    const part = await written();
    const places = descriptionsIn(part.params).length;
    rule(places > 0, "it contains no part");
    for (let place = 0; place < places; place++) {
      const params = structuredClone(part.params);
      change(descriptionsIn(params)[place]!);
      await refuses(() => decodePart({ ...part, params }, codecs), code, `part ${place} of ${places}`);
    }
  };
  const withKind = (kind: string, code: string) =>
    changed((description) => {
      description.kind = kind;
    }, code);
  const withVersion = (version: number) =>
    changed((description) => {
      description.version = version;
    }, InvalidBundle.code);
  return casesOf({
    "a nested part of a newer version is refused": () => withVersion(99),
    "a nested part without a version is refused": () => withVersion(0),
    async "a nested part of a kind without a codec is refused"() {
      for (const kind of ["unknown", "__proto__", "constructor", ""]) {
        await withKind(kind, UnknownCodec.code);
      }
      await withKind("k".repeat(1 << 20), InvalidBundle.code);
    },
    async "a tensor that belongs to no part is refused"() {
      const part = await written();
      for (const name of ["stray", "stray.idf", ".", "constructor", "x".repeat(1 << 16)]) {
        const tensors = { ...part.tensors, [name]: { shape: [1], data: Float64Array.of(1) } };
        await refuses(
          () => decodePart({ ...part, tensors }, codecs),
          InvalidBundle.code,
          `tensor ${name.slice(0, 20)}`,
        );
      }
    },
    async "parts that are nested too deeply are a typed error"() {
      const part = await written();
      for (const levels of [20, 1000]) {
        const params = structuredClone(part.params);
        let [innermost] = descriptionsIn(params).slice(-1);
        for (let level = 0; level < levels; level++) {
          innermost!.kind = codec.kind;
          innermost!.params = structuredClone(part.params);
          [innermost] = descriptionsIn(innermost!.params).slice(-1);
        }
        await refuses(
          () => decodePart({ ...part, params, tensors: {} }, codecs),
          undefined,
          `${levels} levels`,
        );
      }
    },
  });
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** All descriptions of parts in the parameters, outer ones before inner ones. */
function descriptionsIn(value: unknown): Mutable<PartDescription>[] {
  if (typeof value !== "object" || value === null) return [];
  const { kind, version, params } = value as Partial<Part>;
  const isOne = typeof kind === "string" && typeof version === "number" && typeof params === "object";
  const inside = Object.values(value).flatMap(descriptionsIn);
  return isOne ? [value as PartDescription, ...inside] : inside;
}

async function refuses(work: () => unknown, code: string | undefined, where: string): Promise<void> {
  const error = await failureOf(work);
  rule(error !== undefined, `${where}: it was read`);
  rule(ImdbError.isInstance(error), `${where}: ${String(error)} is no typed error`);
  rule(code === undefined || error.code === code, `${where}: ${error.code} instead of ${code}`);
}
