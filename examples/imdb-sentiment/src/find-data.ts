import { stat } from "node:fs/promises";
import { defineError, type Example, FileFailure, type RunOptions } from "@imdb/core";
import { cachedAclImdb, downloadAclImdb, Offline, readAclImdb } from "@imdb/data-pipeline";
import type { Arguments } from "./arguments.js";
import { embeddedFiles, embeddedSentences } from "./embedded-data.js";
import { fingerprintFiles, fingerprintPath } from "./fingerprint.js";

/** The reviews that a run works on. */
export interface RawData {
  /** The data and its source, in one line. */
  readonly source: string;
  readonly kind: "imdb" | "embedded";
  read(run: RunOptions): AsyncIterable<Example<"neg" | "pos">>;
  /** A hash of the bytes and file names. It does not depend on the folder. */
  fingerprint(run: RunOptions): Promise<string>;
}

export const EmbeddedOnly = defineError("EMBEDDED_ONLY", "input", (d: { data: string }) => ({
  message: `--embedded and --data ${d.data} ask for different data.`,
  remedy: "Use only one of them.",
}));

/**
 * Finds the data. It tries in this order: the path of the arguments, the cache, a download, and (without a network) the
 * sentences that are included in the example.
 *
 * @throws `FILE_FAILURE` when the path of the arguments does not exist; and what the download throws, except when there
 *         is no network.
 */
export async function findData(args: Arguments, run: RunOptions): Promise<RawData> {
  const named = args.data ?? (args.embedded ? undefined : process.env["IMDB_DATA"] || undefined);
  if (args.embedded) {
    if (args.data) throw EmbeddedOnly.create({ data: args.data });
    return embedded("asked for with --embedded");
  }
  if (named !== undefined) return named === args.data ? given(named, "--data") : given(named, "IMDB_DATA");
  const cached = await cachedAclImdb();
  if (cached) return imdb(cached, "from the cache");
  try {
    return imdb(await downloadAclImdb(run), "downloaded");
  } catch (error) {
    if (!Offline.is(error)) throw error;
    return embedded("there is no network to download the 50,000 IMDB reviews");
  }
}

async function given(path: string, by: string): Promise<RawData> {
  try {
    await stat(path);
  } catch (cause) {
    const reason = `${by} names it, and it is not there`;
    throw FileFailure.create({ path, action: "read", reason }, { cause });
  }
  return imdb(path, `given by ${by}`);
}

function imdb(path: string, how: string): RawData {
  const source = `Large Movie Review Dataset (IMDB): ${path}, ${how}`;
  return {
    source,
    kind: "imdb",
    read: (run) => readAclImdb(path, run),
    fingerprint: (run) => fingerprintPath(path, run),
  };
}

function embedded(why: string): RawData {
  const source = `3,000 embedded sentences (Amazon, IMDB, Yelp; Kotzias et al. 2015): ${why}`;
  const fingerprint = (run: RunOptions) => fingerprintFiles(embeddedFiles(), run);
  return { source, kind: "embedded", read: () => embeddedSentences(), fingerprint };
}
