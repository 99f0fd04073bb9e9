import type { RunOptions } from "@imdb/core";
import { checkOption, checkRun } from "@imdb/core/options";
import { dialectOptions } from "@imdb/rows";
import { cachedAclImdb, downloadAclImdb } from "../download/acl-imdb-archive.js";
import { environmentS3 } from "../download/environment-s3.js";
import { readAclImdb } from "../sources/acl-imdb.js";
import { combineSources, type SourcesByPart } from "../sources/combine-sources.js";
import { type ReadFromOptions, readFrom } from "../sources/read-from.js";
import type { Source } from "../sources/source.js";
import { filesByPart, type PipelineConfig, pipelineConfigRule } from "./config-schema.js";

/** The fields of the section `data` that describe the source. */
type SourceSection = Pick<
  PipelineConfig["data"],
  | "path"
  | "columns"
  | "labels"
  | "label_type"
  | "other_labels"
  | "entry"
  | "sheet"
  | "encoding"
  | "missing"
  | "delimiter"
  | "quote"
  | "escape_char"
  | "header"
  | "max_bytes"
  | "max_ratio"
>;

/**
 * The source that a configuration names; `path: download` is the public IMDB archive, from the cache or the
 * network, and `path: { train: …, test: … }` the files of the parts. Addresses of `s3` are read by a client that the variables
 * `AWS_…` of the environment describe.
 *
 * @throws the errors of {@link readFrom} and {@link downloadAclImdb}; `MISSING_PEER` for an address of `s3` without `@aws-sdk/client-s3`
 */
export async function sourceFromConfig(
  config: { readonly data: SourceSection },
  run: RunOptions = {},
): Promise<Source> {
  const { data } = checkOption<{ readonly data: SourceSection }>(
    "config",
    config,
    pipelineConfigRule as never,
  );
  checkRun(run, "sourceFromConfig");
  const limits = { maxBytes: data.max_bytes, maxRatio: data.max_ratio };
  if (data.path === "download") {
    return readAclImdb((await cachedAclImdb()) ?? (await downloadAclImdb(run)), limits) as Source;
  }
  const { columns, labels, missing, encoding, entry, sheet } = data;
  const given = Object.entries(columns ?? {}).filter(([, column]) => column !== undefined);
  const options: ReadFromOptions = {
    ...limits,
    ...(columns === undefined ? {} : { columns: Object.fromEntries(given) }),
    ...(labels === undefined ? {} : { labels }),
    ...(data.label_type === undefined ? {} : { labelType: data.label_type }),
    ...(data.other_labels === undefined ? {} : { otherLabels: data.other_labels }),
    ...(missing === undefined ? {} : { missing }),
    ...(entry === undefined ? {} : { entry }),
    ...(sheet === undefined ? {} : { sheet }),
    ...(encoding === undefined ? {} : { encoding }),
    ...dialectOptions.pick({ ...data, escapeChar: data.escape_char }),
    ...(pathsOf(data.path).some(isBucket) ? { s3: await environmentS3() } : {}),
  };
  if (typeof data.path === "string") return readFrom(data.path, options);
  const sources = await Promise.all(
    filesByPart(data.path).map(async ([part, { path, ...own }]) => {
      const given = Object.entries(own).filter(([, value]) => value !== undefined);
      return [part, await readFrom(path, { ...options, ...Object.fromEntries(given) })];
    }),
  );
  return combineSources(Object.fromEntries(sources) as SourcesByPart);
}

function pathsOf(path: SourceSection["path"]): readonly string[] {
  return typeof path === "string" ? [path] : filesByPart(path).map(([, file]) => file.path);
}

function isBucket(path: string): boolean {
  return /^s3:\/\//i.test(path);
}
