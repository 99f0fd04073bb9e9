import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Example } from "@imdb/core";
import { parseWith } from "@imdb/core";
import * as z from "zod";

const FILES = ["amazon", "imdb", "yelp"] as const;
const sentenceSchema = z.object({ text: z.string(), class: z.union([z.literal(0), z.literal(1)]) });
/** Each file ends with a row without text and class. */
const endSchema = z.object({ text: z.literal(""), class: z.null() });
const sentencesSchema = z.array(z.union([sentenceSchema, endSchema]));

/**
 * About 3,000 labelled sentences from Amazon, IMDB and Yelp reviews, which the npm package `sentiment` contains for its
 * tests. They are real data, and small enough to run the complete job without a network.
 *
 * @see Kotzias et al. (2015), From Group to Individual Labels Using Deep Features.
 */
export async function* embeddedSentences(): AsyncGenerator<Example<"neg" | "pos">> {
  for (const [file, path] of embeddedFiles()) {
    const sentences = parseWith(sentencesSchema, JSON.parse(await readFile(path, "utf8")), path);
    for (const [i, sentence] of sentences.entries()) {
      if (sentence.class === null) continue;
      const label = sentence.class === 1 ? "pos" : "neg";
      // Some sentences occur more than once. Equal sentences are one group, so they are not in both parts.
      const group = sentence.text.trim();
      yield { id: `${file}/${i}`, text: sentence.text, label, group, attributes: { site: file } };
    }
  }
}

/** The names and paths of the files of the sentences. */
export function embeddedFiles(): readonly (readonly [name: string, path: string])[] {
  const require = createRequire(import.meta.url);
  return FILES.map((file) => [file, require.resolve(`sentiment/test/fixtures/${file}.json`)]);
}
