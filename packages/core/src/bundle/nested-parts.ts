import { assertObject } from "../errors/assert-argument.js";
import type { Codec, EncodedPart } from "./codec.js";
import { decodePart, encodePart } from "./coded-part.js";
import type { Part, PartDescription } from "./part.js";
import { assertNoStray, assertPart } from "./part-tensors.js";
import type { Tensor } from "./safetensors.js";

/** The codecs of the parts that make up another: the same for all, or by the name of the part. */
export type NestedCodecs = readonly Codec[] | ((name: string) => readonly Codec[]);

/** More in one part are refused: a hostile bundle could name parts without end. */
const MAX_PARTS = 1000;

/**
 * Takes apart the fitted objects that make up another.
 *
 * @param fitted  The objects by the names that their tensors go under.
 * @returns  What the outer part's parameters say of each, in order, and the tensors of all, each under its part's
 *           name and a dot.
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
    const { tensors: own, ...description } = encodePart(one, codecsOf(name, codecs));
    for (const [tensor, value] of Object.entries(own)) tensors[`${name}.${tensor}`] = value;
    return description;
  });
  return { descriptions, tensors };
}

/**
 * Puts together the fitted objects that {@link encodeParts} took apart.
 *
 * @param descriptions  What the outer part says of each, by its name. May be anything: it is checked.
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
  assertFew(names.length);
  const { own, stray } = shareOut(part.tensors, names);
  const decoded = names.map((name) => {
    const { kind, version, params } = Object(descriptions[name]) as Part;
    return decodePart<T>({ name, kind, version, params, tensors: own.get(name)! }, codecsOf(name, codecs));
  });
  assertNoStray(stray);
  return decoded;
}

/** Refuses names by which no reader finds the tensors of a part again. */
function assertReadableNames(names: readonly string[]): void {
  assertFew(names.length);
  assertPart(!names.includes("__proto__"), "a part named __proto__ cannot be read again");
  for (const name of names) {
    const other = names.find((one) => name.startsWith(`${one}.`));
    assertPart(other === undefined, `the tensors of its parts ${other} and ${name} cannot be told apart`);
  }
}

/** Gives each part its tensors; of the others the first, if there is one. */
function shareOut(tensors: EncodedPart["tensors"], names: readonly string[]) {
  const own = new Map(names.map((name) => [name, Object.create(null) as Record<string, Tensor>]));
  const longest = Math.max(0, ...names.map((name) => name.length));
  let stray: string | undefined;
  for (const [full, tensor] of Object.entries(tensors)) {
    const name = ownerOf(full, own, longest);
    if (name === undefined) stray ??= full;
    else own.get(name)![full.slice(name.length + 1)] = tensor;
  }
  return { own, stray };
}

/** The part whose name and a dot a tensor's name begins with. */
function ownerOf(tensor: string, parts: ReadonlyMap<string, unknown>, longest: number): string | undefined {
  for (let dot = tensor.indexOf("."); dot >= 0 && dot <= longest; dot = tensor.indexOf(".", dot + 1)) {
    const name = tensor.slice(0, dot);
    if (parts.has(name)) return name;
  }
  return undefined;
}

function codecsOf(name: string, codecs: NestedCodecs): readonly Codec[] {
  return typeof codecs === "function" ? codecs(name) : codecs;
}

function assertFew(parts: number): void {
  assertPart(parts <= MAX_PARTS, `it has ${parts} parts, over ${MAX_PARTS}`);
}
