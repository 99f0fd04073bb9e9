import { assertObject, assertObjects } from "../errors/assert-argument.js";
import { InvalidBundle, UnknownCodec } from "../errors/codes.js";
import { ImdbError } from "../errors/imdb-error.js";
import type { Codec } from "./codec.js";
import type { Part } from "./part.js";
import { assertNoStray, assertPart, isTensor } from "./part-tensors.js";

const LONGEST_KIND = 200;
/** How many parts may lie in one another, the outermost among them. */
const MAX_DEPTH = 8;

// The number of codecs that are at work. Codecs are synchronous, so a call while this is above 0 comes from a codec.
let depth = 0;

/**
 * Takes a fitted object apart: the one way in which it becomes a part of a bundle or of another object, crosses to
 * a thread, or is kept as the result of a task.
 *
 * @param codecs  Must hold that of the object's kind.
 * @throws `UNKNOWN_CODEC`; `INVALID_BUNDLE` when objects lie deeper in one another than can be read again; what
 *         its codec throws.
 */
export function encodePart(fitted: { readonly kind: string }, codecs: readonly Codec[]): Part {
  assertObject("fitted", fitted, "a fitted object");
  const codec = findCodec(codecs, fitted.kind);
  const { params, tensors } = oneDeeper(() => codec.encode(fitted));
  return { kind: codec.kind, version: codec.version, params, tensors };
}

/**
 * Puts a fitted object together again. Everything about the part is checked: it may come from anybody.
 *
 * @param codecs  The allow-list of kinds.
 * @throws `UNKNOWN_CODEC`; `INVALID_BUNDLE` for a part of a newer version, a tensor that the codec does not know,
 *         parts deeper in one another than any object of ours, and whatever else is wrong with it; what its codec
 *         throws.
 */
export function decodePart<T = unknown>(part: Part, codecs: readonly Codec[]): T {
  assertObject("part", part, "what encodePart returned");
  const { name = "part", kind, version, params, tensors } = part;
  assertPart(typeof kind === "string" && kind.length <= LONGEST_KIND, `its ${name} names no kind`);
  const codec = findCodec(codecs, kind);
  return located(`its ${name} (${kind})`, () => {
    assertPart(Number.isInteger(version) && version >= 1, "its version is no whole number from 1");
    assertPart(
      version <= codec.version,
      `it has version ${version}, this library reads up to ${codec.version}`,
    );
    assertPart(isRecord(params) && isRecord(tensors), "it has no parameters or no tensors");
    const all = Object.entries(tensors);
    for (const [one, tensor] of all) assertPart(isTensor(tensor), `tensor ${one.slice(0, 80)} is none`);
    assertNoStray(codec.tensors && all.find(([one]) => !codec.tensors!.includes(one))?.[0]);
    return oneDeeper(() => codec.decode({ params, tensors }, version)) as T;
  });
}

/** Says in which part something was wrong. */
function located<T>(where: string, work: () => T): T {
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

/** Runs the work of a codec, within that of the codec that asks for it. Throws `INVALID_BUNDLE`. */
function oneDeeper<T>(work: () => T): T {
  assertPart(depth < MAX_DEPTH, `more than ${MAX_DEPTH} parts lie in one another`);
  depth++;
  try {
    return work();
  } finally {
    depth--;
  }
}
