import { defineError } from "@imdb/core";

/** No term is left to make features of. */
export const EmptyVocabulary = defineError(
  "EMPTY_VOCABULARY",
  "input",
  (d: { documents: number; tokens: number; minDf: number; maxDf: number }) => ({
    message:
      d.tokens === 0
        ? `No term was found in ${d.documents} documents.`
        : `No term of ${d.documents} documents with ${d.tokens} distinct tokens survives minDf ${d.minDf} and maxDf ${d.maxDf}.`,
    remedy:
      d.tokens === 0
        ? "Check that the texts are not empty, and that the tokenizer and the stop words leave some words."
        : "Lower minDf or raise maxDf, and check that documents have at least as many tokens as the shortest n-gram.",
  }),
);

/** A tokenizer is a function, which a bundle cannot contain. */
export const TokenizerNotSerializable = defineError(
  "TOKENIZER_NOT_SERIALIZABLE",
  "input",
  (d: { tokenizer: string }) => ({
    message: `The tokenizer ${JSON.stringify(d.tokenizer)} is a function, and a bundle contains no code.`,
    remedy:
      "Make it with customTokenizer(kind, tokenize) and pass it to createFeatureCodecs where the bundle is saved and loaded.",
  }),
);
