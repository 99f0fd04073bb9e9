import { en } from "zod/locales";
import * as z from "zod/mini";

/** A schema of zod, or of zod/mini, which weighs a quarter of it in a bundle. */
export type AnySchema = z.core.$ZodType & Pick<z.ZodMiniType, "safeParse">;

/** The words for an issue; `undefined` for the usual ones. */
export type IssueWords = (issue: { readonly code: string }) => string | undefined;

/** Parses with a schema. Issues are in English words where no language is set, also without the texts that zod sets. */
export function safeParseWith<S extends AnySchema>(schema: S, value: unknown, words?: IssueWords): Parsed<S> {
  const usual = z.config().localeError ?? ENGLISH;
  const error = words ? (issue: Parameters<typeof ENGLISH>[0]) => words(issue) ?? usual(issue) : usual;
  return schema.safeParse(value, { error }) as Parsed<S>;
}

type Parsed<S> = z.core.util.SafeParseResult<z.output<S>>;

const ENGLISH = en().localeError;
