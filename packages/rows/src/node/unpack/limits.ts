import { checkOption, type OptionalRule, optional, optionsOf, rule } from "@imdb/core/options";
import { UnpackedTooLarge } from "../../errors.js";

/** Limits for compressed files, against files that unpack to far more than they seem. */
export interface UnpackLimits {
  /** The largest number of bytes to unpack. Default 4 GiB. */
  readonly maxBytes?: number | undefined;
  /** The largest number of unpacked bytes for one packed byte, checked from 16 MiB on. Default 200. */
  readonly maxRatio?: number | undefined;
}

const isAtLeast = (value: unknown, least: number) => typeof value === "number" && value >= least;
const maxBytesRule = rule<number>("a number of bytes above 0", (value) => isAtLeast(value, Number.MIN_VALUE));
const maxRatioRule = rule<number>("a number from 1", (value) => isAtLeast(value, 1));

/** The rules of {@link UnpackLimits}, for a schema of options that has them too. */
export const unpackRules: {
  readonly maxBytes: OptionalRule<number>;
  readonly maxRatio: OptionalRule<number>;
} = { maxBytes: optional(maxBytesRule), maxRatio: optional(maxRatioRule) };

/** The schema of {@link UnpackLimits}. */
export const unpackOptions = optionsOf<UnpackLimits, keyof UnpackLimits>(unpackRules);

const CHECK_RATIO_FROM = 16 * 2 ** 20;

/** Counts the bytes that go into and come out of an unpacker. */
export class UnpackMeter {
  /** Packed bytes read so far. */
  packed = 0;
  private unpacked = 0;
  private readonly file: string;
  private readonly maxBytes: number;
  private readonly maxRatio: number;

  /**
   * @param file  The name of the file, for errors.
   * @throws `INVALID_OPTION` for limits that are not positive numbers.
   */
  constructor(file: string, { maxBytes = 4 * 2 ** 30, maxRatio = 200 }: UnpackLimits) {
    this.file = file;
    this.maxBytes = checkOption("maxBytes", maxBytes, maxBytesRule, file);
    this.maxRatio = checkOption("maxRatio", maxRatio, maxRatioRule, file);
  }

  /** @throws `UNPACKED_TOO_LARGE` when a limit is exceeded. */
  unpack(bytes: number): void {
    const { file, maxBytes, maxRatio } = this;
    this.unpacked += bytes;
    if (this.unpacked > maxBytes) {
      throw UnpackedTooLarge.create({ file, limit: "maxBytes", allowed: maxBytes, actual: this.unpacked });
    }
    const ratio = Math.round(this.unpacked / Math.max(this.packed, 1));
    if (this.unpacked > CHECK_RATIO_FROM && ratio > maxRatio) {
      throw UnpackedTooLarge.create({ file, limit: "maxRatio", allowed: maxRatio, actual: ratio });
    }
  }
}
