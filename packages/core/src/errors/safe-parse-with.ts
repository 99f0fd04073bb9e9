import { en } from "zod/locales";
import * as z from "zod/mini";

/** A schema of zod, or of zod/mini, which weighs a quarter of it in a bundle. */
export type AnySchema = z.core.$ZodType & Pick<z.ZodMiniType, "safeParse">;

/** Parses with a schema. Issues are in English words where no language is set, also without the texts that zod sets. */
export function safeParseWith<S extends AnySchema>(schema: S, value: unknown): Parsed<S> {
  const hasLanguage = z.config().localeError !== undefined;
  return schema.safeParse(value, hasLanguage ? undefined : { error: ENGLISH }) as Parsed<S>;
}

type Parsed<S> = z.core.util.SafeParseResult<z.output<S>>;

const ENGLISH = en().localeError;
