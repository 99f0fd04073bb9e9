import { defineError } from "@imdb/core";

/** No term is left to make features of. */
export const EmptyVocabulary = defineError(
  "EMPTY_VOCABULARY",
  "input",
  (d: { documents: number; terms: number; minDf: number; maxDf: number }) => ({
    message:
      d.terms === 0
        ? `No term was found in ${d.documents} documents.`
        : `None of ${d.terms} terms in ${d.documents} documents survives minDf ${d.minDf} and maxDf ${d.maxDf}.`,
    remedy:
      d.terms === 0
        ? "Check that the texts are not empty, and that the tokenizer and the stop words leave something."
        : "Lower minDf or raise maxDf.",
  }),
);

/** A tokenizer is a function of the caller's, which no bundle can hold. */
export const TokenizerNotSerializable = defineError(
  "TOKENIZER_NOT_SERIALIZABLE",
  "input",
  (d: { tokenizer: string }) => ({
    message: `The tokenizer ${JSON.stringify(d.tokenizer)} is a function, and a bundle holds no code.`,
    remedy:
      "Make it with customTokenizer(kind, tokenize) and pass it to createFeatureCodecs where the bundle is saved and loaded.",
  }),
);
