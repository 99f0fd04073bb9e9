import fc from "fast-check";

const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("good", "Film", "bad", "very", "lengthyword", "lengthywords") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("caf\u00e9", "\u0130x", "\u03a3\u03a3", "\u{1d400}\u{1d401}", "x"),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
);

/** Texts of up to 60 words that come often, short and long ones, odd ones among them. */
export const wordText: fc.Arbitrary<string> = fc
  .array(word, { maxLength: 60 })
  .map((words) => words.join(" "));
