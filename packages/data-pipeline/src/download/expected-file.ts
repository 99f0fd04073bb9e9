import { integer, optionsOf, rule } from "@imdb/core/options";

/** A file as it must arrive. */
export interface ExpectedFile {
  readonly url: string;
  /** 32 hexadecimal digits. */
  readonly md5: string;
  readonly bytes: number;
}

/** The schema of {@link ExpectedFile}. */
export const expectedFile = optionsOf<ExpectedFile>({
  url: rule("an http or https address", (url) => /^https?:\/\//.test(`${url}`) && URL.canParse(`${url}`)),
  md5: rule("32 lower-case hexadecimal digits", (md5) => /^[0-9a-f]{32}$/.test(`${md5}`)),
  bytes: integer(1, Number.MAX_SAFE_INTEGER),
});
