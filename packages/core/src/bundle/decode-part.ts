import { InvalidBundle } from "../errors/codes.js";
import { ImdbError } from "../errors/imdb-error.js";
import type { Codec } from "./codec.js";
import { findCodec } from "./find-codec.js";
import { oneDeeper } from "./nesting-depth.js";
import type { Part } from "./part.js";
import { assertNoStray, assertPart, isTensor } from "./part-tensors.js";

const LONGEST_KIND = 200;

/**
 * Puts a fitted object together again. Everything about the part is checked: it may come from anybody.
 *
 * @param codecs  The allow-list of kinds.
 * @throws `UNKNOWN_CODEC`; `INVALID_BUNDLE` for a part of a newer version, a tensor that the codec does not know,
 *         parts deeper in one another than any object of ours, and whatever else is wrong with it; what its codec
 *         throws.
 */
export function decodePart<T = unknown>(part: Part, codecs: readonly Codec[]): T {
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
