import { describe, expect, test } from "vitest";
import { winkTokenizer } from "./wink-tokenizer.js";

const TEXT = "I didn't  like it, and it isn't good :( caf\u00e9";

describe("winkTokenizer", () => {
  test("returns lemmas and marks of negation, with their places", async () => {
    const tokens = (await winkTokenizer()).tokenize(TEXT);
    expect(tokens.map(({ text }) => text)).toEqual([
      "i",
      "do",
      "not",
      "NOT_like",
      "NOT_it",
      "and",
      "it",
      "be",
      "not",
      "NOT_good",
      ":(",
      "NOT_caf\u00e9",
    ]);
    expect(tokens.map(({ start, end }) => TEXT.slice(start, end))).toEqual([
      "I",
      "did",
      "n't",
      "like",
      "it",
      "and",
      "it",
      "is",
      "n't",
      "good",
      ":(",
      "caf\u00e9",
    ]);
  });

  test("keeps parts of speech", async () => {
    const tokenizer = await winkTokenizer({
      partsOfSpeech: ["ADJ", "VERB"],
      form: "normal",
      markNegation: false,
    });
    expect(tokenizer.tokenize(TEXT).map(({ text }) => text)).toEqual(["like", "good"]);
    await expect(winkTokenizer({ form: "stemmed" as never })).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
  });
});
