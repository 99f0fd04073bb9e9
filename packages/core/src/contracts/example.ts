import * as z from "zod/mini";
import { usualWords } from "../errors/safe-parse-with.js";

// Also a reader that calls `safeParse` itself gets words for what is wrong.
const error = usualWords;
const filled = z.string({ error }).check(z.minLength(1, { error }));

/** A further field of a document: a star rating, a source, a timestamp. */
export const attributeSchema = z.union([z.string(), z.number(), z.boolean()], { error });

/**
 * One document. Readers yield examples, and splits consist of them.
 *
 * `id` is unique in a dataset. Documents of one `group` (a movie, an author) must be in the same split. `split` is the
 * part of an official split (`train`, `test`, `unsup`). `attributes` are further columns.
 */
export const exampleSchema = z.object(
  {
    id: filled,
    text: z.string({ error }),
    label: z.optional(filled),
    group: z.optional(filled),
    split: z.optional(filled),
    attributes: z.optional(z.record(z.string({ error }), attributeSchema, { error })),
  },
  { error },
);

/** @see {@link exampleSchema} */
export interface Example<L extends string = string> {
  /** Unique in a dataset. */
  readonly id: string;
  /** The text of the document. */
  readonly text: string;
  /** Its class; left out for unlabelled documents. */
  readonly label?: L;
  /** Its group: a movie, an author. Documents of one group must be in the same split. */
  readonly group?: string;
  /** Its part of an official split. */
  readonly split?: string;
  /** Further columns: a star rating, a source. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}
