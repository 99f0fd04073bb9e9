import { InvalidOption } from "@imdb/core";
import { UnpackedTooLarge } from "../errors.js";

/** Limits against files that unpack to far more than they seem. */
export interface UnpackLimits {
  /** Most bytes to unpack. Default 4 GiB. */
  readonly maxBytes?: number | undefined;
  /** Most unpacked bytes for one packed byte, looked at from 16 MiB on. Default 200. */
  readonly maxRatio?: number | undefined;
}

/** Counts what goes into and comes out of an unpacker. */
export interface UnpackMeter {
  readonly packed: number;
  read(bytes: number): void;
  /** @throws `UNPACKED_TOO_LARGE` */
  unpack(bytes: number): void;
}

const RATIO_FREE_BYTES = 16 * 2 ** 20;

/**
 * A meter that stops at the limits.
 *
 * @param file  Its name, for the error.
 * @throws `INVALID_OPTION` for limits that are not positive numbers.
 */
export function createUnpackMeter(
  file: string,
  { maxBytes = 4 * 2 ** 30, maxRatio = 200 }: UnpackLimits,
): UnpackMeter {
  if (!(maxBytes > 0)) {
    throw InvalidOption.create({
      option: "maxBytes",
      value: maxBytes,
      expected: "a number of bytes above 0",
    });
  }
  if (!(maxRatio >= 1)) {
    throw InvalidOption.create({ option: "maxRatio", value: maxRatio, expected: "a number from 1" });
  }
  let packed = 0;
  let unpacked = 0;
  return {
    get packed() {
      return packed;
    },
    read(bytes) {
      packed += bytes;
    },
    unpack(bytes) {
      unpacked += bytes;
      if (unpacked > maxBytes) {
        throw UnpackedTooLarge.create({ file, limit: "maxBytes", allowed: maxBytes, actual: unpacked });
      }
      const ratio = Math.round(unpacked / Math.max(packed, 1));
      if (unpacked > RATIO_FREE_BYTES && ratio > maxRatio) {
        throw UnpackedTooLarge.create({ file, limit: "maxRatio", allowed: maxRatio, actual: ratio });
      }
    },
  };
}
