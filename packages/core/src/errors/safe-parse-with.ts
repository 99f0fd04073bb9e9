import * as z from "zod/mini";
import { englishWords } from "./english-words.js";

/** A schema of zod, or of zod/mini, which weighs a quarter of it in a bundle. */
export type AnySchema = z.core.$ZodType & Pick<z.ZodMiniType, "safeParse">;

/** The words for an issue; `undefined` for the usual ones. */
export type IssueWords = (issue: { readonly code: string }) => string | undefined;

/** The words of the language that is set, else English: a schema of zod/mini has none of its own. */
export function usualWords(issue: Parameters<typeof englishWords>[0]): ReturnType<z.core.$ZodErrorMap> {
  return (z.config().localeError ?? englishWords)(issue);
}

/**
 * Parses with a schema. Issues are in English words where no language is set, also without the texts that zod sets.
 *
 * A valid value is parsed without words first: with them, zod takes thirty times as long.
 */
export function safeParseWith<S extends AnySchema>(schema: S, value: unknown, words?: IssueWords): Parsed<S> {
  const plain = schema.safeParse(value) as Parsed<S>;
  if (plain.success) return plain;
  const error = words
    ? (issue: Parameters<typeof usualWords>[0]) => words(issue) ?? usualWords(issue)
    : usualWords;
  return schema.safeParse(value, { error }) as Parsed<S>;
}

type Parsed<S> = z.core.util.SafeParseResult<z.output<S>>;
