import { assertObject } from "../errors/assert-argument.js";
import type { Codec, EncodedPart } from "./codec.js";
import { decodePart, encodePart } from "./coded-part.js";
import type { Part, PartDescription } from "./part.js";
import { assertNoStray, assertPart } from "./part-tensors.js";
import type { Tensor } from "./safetensors.js";

/** The codecs of nested parts: one list for all, or a function from the name of a part to its list. */
export type NestedCodecs = readonly Codec[] | ((name: string) => readonly Codec[]);

/** A part with more nested parts is refused: a hostile bundle could name any number. */
const MAX_PARTS = 1000;

/**
 * Encodes the fitted objects inside another one.
 *
 * @param fitted  The objects by name. The names of their tensors begin with it.
 * @returns  The description of each object in order, for the parameters of the outer part, and the tensors of all. The
 *           name of a tensor is the name of its part, a dot, and its own name.
 * @throws `INVALID_BUNDLE` for more than 1,000 of them, one named `__proto__`, and one whose name begins with the name
 *         of another and a dot; what `encodePart` throws.
 */
export function encodeParts(
  fitted: Readonly<Record<string, { readonly kind: string }>>,
  codecs: NestedCodecs,
): { readonly descriptions: readonly PartDescription[]; readonly tensors: EncodedPart["tensors"] } {
  assertObject("fitted", fitted, "fitted objects by name");
  assertReadableNames(Object.keys(fitted));
  const tensors: Record<string, Tensor> = {};
  const descriptions = Object.entries(fitted).map(([name, one]) => {
    assertObject(`fitted.${name}`, one, "a fitted object");
    const { tensors: own, kind, version, params } = encodePart(one, codecsOf(name, codecs));
    for (const [tensor, value] of Object.entries(own)) tensors[`${name}.${tensor}`] = value;
    return { kind, version, params };
  });
  return { descriptions, tensors };
}

/**
 * Makes the fitted objects that {@link encodeParts} encoded.
 *
 * @param descriptions  The description of each object by its name. It may come from an untrusted source: it is checked.
 * @returns  The objects in order.
 * @throws `INVALID_BUNDLE` also for a tensor that belongs to none of them; what `decodePart` throws.
 */
export function decodeParts<T = unknown>(
  part: Pick<EncodedPart, "tensors">,
  descriptions: Readonly<Record<string, unknown>>,
  codecs: NestedCodecs,
): T[] {
  assertObject("part", part, "an encoded part");
  assertObject("part", part.tensors, "an encoded part");
  assertObject("descriptions", descriptions, "descriptions by the name of their part");
  const names = Object.keys(descriptions);
  assertPartCount(names.length);
  const { own, stray } = tensorsByPart(part.tensors, names);
  const decoded = names.map((name) => {
    const { kind, version, params } = Object(descriptions[name]) as Part;
    return decodePart<T>({ name, kind, version, params, tensors: own.get(name)! }, codecsOf(name, codecs));
  });
  assertNoStray(stray);
  return decoded;
}

/** Refuses names by which no reader finds the tensors of a part again. */
function assertReadableNames(names: readonly string[]): void {
  assertPartCount(names.length);
  assertPart(!names.includes("__proto__"), "a part named __proto__ cannot be read again");
  for (const name of names) {
    const other = names.find((one) => name.startsWith(`${one}.`));
    assertPart(other === undefined, `the tensors of its parts ${other} and ${name} cannot be told apart`);
  }
}

/** The tensors of each part, and the name of the first tensor that belongs to none. */
function tensorsByPart(tensors: EncodedPart["tensors"], names: readonly string[]) {
  const own = new Map(names.map((name) => [name, Object.create(null) as Record<string, Tensor>]));
  const longest = Math.max(0, ...names.map((name) => name.length));
  let stray: string | undefined;
  for (const [full, tensor] of Object.entries(tensors)) {
    const name = partOf(full, own, longest);
    if (name === undefined) stray ??= full;
    else own.get(name)![full.slice(name.length + 1)] = tensor;
  }
  return { own, stray };
}

/** The part whose name and a dot are the beginning of a tensor's name. */
function partOf(tensor: string, parts: ReadonlyMap<string, unknown>, longest: number): string | undefined {
  for (let dot = tensor.indexOf("."); dot >= 0 && dot <= longest; dot = tensor.indexOf(".", dot + 1)) {
    const name = tensor.slice(0, dot);
    if (parts.has(name)) return name;
  }
  return undefined;
}

function codecsOf(name: string, codecs: NestedCodecs): readonly Codec[] {
  return typeof codecs === "function" ? codecs(name) : codecs;
}

function assertPartCount(parts: number): void {
  assertPart(parts <= MAX_PARTS, `it has ${parts} parts, over ${MAX_PARTS}`);
}
