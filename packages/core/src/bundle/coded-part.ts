import { isCleaning } from "../contracts/cleaning.js";
import { type FittedVectorizer, withCleaning } from "../contracts/vectorizer.js";
import { displayFitted } from "../display/index.js";
import { assertObject, assertObjects } from "../errors/assert-argument.js";
import { InvalidBundle, UnknownCodec } from "../errors/codes.js";
import { ImdbError } from "../errors/imdb-error.js";
import type { Codec } from "./codec.js";
import type { Part } from "./part.js";
import { assertNoStray, assertPart, isTensor } from "./part-tensors.js";

const MAX_KIND_LENGTH = 200;
/** The greatest depth of nested parts; the outermost part has depth 1. */
const MAX_DEPTH = 8;

// The number of codecs that are at work. Codecs are synchronous, so a call while this is above 0 comes from a codec.
let depth = 0;

/**
 * Encodes a fitted object as JSON and tensors. Bundles, objects that hold other objects, threads and stored results of
 * tasks all use this form.
 *
 * @param codecs  Must contain the codec of the object's kind.
 * @throws `UNKNOWN_CODEC`; `INVALID_BUNDLE` for objects that are nested more deeply than can be read again;
 *         `INVALID_OPTION` for a wrong argument; what its codec throws.
 */
export function encodePart(fitted: { readonly kind: string }, codecs: readonly Codec[]): Part {
  assertObject("fitted", fitted, "a fitted object");
  const codec = findCodec(codecs, fitted.kind);
  const { params, tensors } = oneDeeper(() => codec.encode(fitted));
  const { cleaning } = fitted as FittedVectorizer;
  return { kind: codec.kind, version: codec.version, params, tensors, ...(cleaning && { cleaning }) };
}

/**
 * Makes a fitted object of an encoded part. Everything about the part is checked: it may come from an untrusted source.
 *
 * @param codecs  The allow-list of kinds.
 * @throws `UNKNOWN_CODEC`; `INVALID_BUNDLE` for a part of a newer version, a tensor that the codec does not know,
 *         parts that are nested too deeply, and every other defect of the part; `INVALID_OPTION` for a wrong argument;
 *         what its codec throws.
 */
export function decodePart<T = unknown>(part: Part, codecs: readonly Codec[]): T {
  assertObject("part", part, "what encodePart returned");
  const { name = "part", kind, version, params, tensors } = part;
  assertPart(typeof kind === "string" && kind.length <= MAX_KIND_LENGTH, `its ${name} names no kind`);
  const codec = findCodec(codecs, kind);
  return inPart(`its ${/^\d/.test(name) ? `part ${name}` : name} (${kind})`, () => {
    assertPart(Number.isInteger(version) && version >= 1, "its version is no whole number from 1");
    assertPart(
      version <= codec.version,
      `it has version ${version}, this library reads up to ${codec.version}`,
    );
    assertPart(isRecord(params) && isRecord(tensors), "it has no parameters or no tensors");
    const all = Object.entries(tensors);
    for (const [one, tensor] of all) assertPart(isTensor(tensor), `tensor ${one.slice(0, 80)} is none`);
    assertNoStray(codec.tensors && all.find(([one]) => !codec.tensors!.includes(one))?.[0]);
    const fitted = oneDeeper(() => codec.decode({ params, tensors }, version)) as object;
    return displayFitted(part.cleaning === undefined ? fitted : cleanedAs(part.cleaning, fitted)) as T;
  });
}

/** A fitted vectorizer with the cleaning of its training texts, which no codec writes. */
function cleanedAs(cleaning: unknown, fitted: unknown): object {
  if (!isCleaning(cleaning)) throw InvalidBundle.create({ problem: "its cleaning is no list of steps" });
  return withCleaning(fitted as object, cleaning);
}

/** Runs work; an error of it names the part. */
function inPart<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (InvalidBundle.is(cause)) {
      throw InvalidBundle.create(
        { ...cause.details, problem: `${where}: ${cause.details.problem}` },
        { cause },
      );
    }
    if (ImdbError.isInstance(cause)) throw cause;
    throw InvalidBundle.create({ problem: `${where} cannot be read: ${String(cause)}` }, { cause });
  }
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first codec of a kind. Throws `UNKNOWN_CODEC`. */
function findCodec(codecs: readonly Codec[], kind: string): Codec {
  assertObjects("codecs", codecs, "a list of codecs");
  const codec = codecs.find((candidate) => candidate.kind === kind);
  if (!codec) throw UnknownCodec.create({ kind, known: codecs.map((candidate) => candidate.kind) });
  return codec;
}

/** Runs a codec one level deeper than the codec that calls it. Throws `INVALID_BUNDLE`. */
function oneDeeper<T>(work: () => T): T {
  assertPart(depth < MAX_DEPTH, `more than ${MAX_DEPTH} parts are nested`);
  depth++;
  try {
    return work();
  } finally {
    depth--;
  }
}
