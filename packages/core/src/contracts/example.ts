import * as z from "zod";

/** A further field of a document: a star rating, a source, a timestamp. */
export const attributeSchema = z.union([z.string(), z.number(), z.boolean()]);

/**
 * One document. Readers yield examples, and splits consist of them.
 *
 * `id` is unique in a dataset. Documents of one `group` (a movie, an author) must be in the same split. `split` is the
 * part of an official split (`train`, `test`, `unsup`). `attributes` are further columns.
 */
export const exampleSchema = z.object({
  id: z.string().min(1),
  text: z.string(),
  label: z.string().min(1).optional(),
  group: z.string().min(1).optional(),
  split: z.string().min(1).optional(),
  attributes: z.record(z.string(), attributeSchema).optional(),
});

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
