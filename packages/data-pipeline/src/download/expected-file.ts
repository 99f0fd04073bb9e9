import { InvalidOption } from "@imdb/core";
import { httpUrl } from "@imdb/runtime/remote";

/** A file as it must arrive. */
export interface ExpectedFile {
  readonly url: string;
  /** 32 hexadecimal digits. */
  readonly md5: string;
  readonly bytes: number;
}

/** @throws `INVALID_OPTION` */
export function checkExpectedFile({ url, md5, bytes }: ExpectedFile): void {
  httpUrl("url", url);
  if (!/^[0-9a-f]{32}$/.test(md5)) {
    throw InvalidOption.create({ option: "md5", value: md5, expected: "32 lower-case hexadecimal digits" });
  }
  if (!Number.isSafeInteger(bytes) || bytes < 1) {
    throw InvalidOption.create({ option: "bytes", value: bytes, expected: "a whole number above 0" });
  }
}
