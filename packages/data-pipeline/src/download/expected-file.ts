import { integer, optionsOf, rule } from "@imdb/core/options";

/** The address of a file, and the checksum and size that it must have. */
export interface ExpectedFile {
  readonly url: string;
  /** 32 hexadecimal digits. */
  readonly md5: string;
  readonly bytes: number;
}

/** The rules of {@link ExpectedFile}. */
export const fileRules = {
  url: rule<string>(
    "an http or https address",
    (url) => /^https?:\/\//.test(`${url}`) && URL.canParse(`${url}`),
  ),
  md5: rule<string>("32 lower-case hexadecimal digits", (md5) => /^[0-9a-f]{32}$/.test(`${md5}`)),
  bytes: integer(1, Number.MAX_SAFE_INTEGER),
};

/** The schema of {@link ExpectedFile}. */
export const expectedFile = optionsOf<ExpectedFile>(fileRules);
