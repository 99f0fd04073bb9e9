import {
  type Cleaning,
  cleaningOf,
  cleaningOfExamples,
  type Example,
  type Role,
  type Split,
} from "@imdb/core";
import { isCleanedBy } from "@imdb/core/cleaning";

/** One document: a raw text, or an example. The examples of a split know how their texts were cleaned. */
export type OneInput<Input> = Input | Example;

/** Documents: raw texts, examples, a split, or the texts of a split. */
export type ManyInputs<Input> = readonly Input[] | readonly Example[] | Split<Role>;

/** The texts of documents, and whether they are cleaned already. */
export interface InputTexts {
  readonly texts: readonly string[];
  readonly isCleaned: boolean;
}

/**
 * The text of one document. A plain text is raw; that of an example of a split is cleaned as the split is.
 *
 * @throws `CLEANING_MISMATCH` for one that was cleaned in another way than the training texts.
 */
export function oneText(input: OneInput<string>, expected: Cleaning): InputTexts {
  if (typeof input === "string" || !isExample(input)) return { texts: [input as string], isCleaned: false };
  return { texts: [input.text], isCleaned: isCleanedBy(cleaningOfExamples([input]) as Cleaning, expected) };
}

/**
 * The texts of documents. A plain list of texts is raw; a split, a part of its texts and its examples are cleaned.
 *
 * @returns Several parts, in the order of the documents, where some are cleaned and others are not.
 * @throws `CLEANING_MISMATCH` for those that were cleaned in another way than the training texts.
 */
export function manyTexts(inputs: ManyInputs<string>, expected: Cleaning): readonly InputTexts[] {
  const list = "texts" in Object(inputs) ? (inputs as Split).texts : (inputs as readonly OneInput<string>[]);
  if (!Array.isArray(list) || !list.some(isExample)) {
    const texts = list as readonly string[];
    return [{ texts, isCleaned: isCleanedBy(cleaningOf(texts), expected) }];
  }
  const cleaning = list.every(isExample) ? cleaningOfExamples(list) : "mixed";
  if (cleaning === "mixed") return list.map((input) => oneText(input, expected));
  return [{ texts: list.map(({ text }) => text), isCleaned: isCleanedBy(cleaning, expected) }];
}

function isExample(input: unknown): input is Example {
  return typeof input === "object" && input !== null && typeof (input as Example).text === "string";
}
