import * as z from "zod";

/** A single number, string or flag beside a text: a star rating, a source, a timestamp. */
export const attributeSchema = /* @__PURE__ */ (() => z.union([z.string(), z.number(), z.boolean()]))();

/**
 * One document: what every reader yields and every split holds.
 *
 * `id` is unique in a dataset; `group` names what must not cross a split (a movie, an author); `split` is the
 * part an official split assigns it to (`train`, `test`, `unsup`); `attributes` are further columns.
 */
export const exampleSchema = /* @__PURE__ */ (() =>
  z.object({
    id: z.string().min(1),
    text: z.string(),
    label: z.string().min(1).optional(),
    group: z.string().min(1).optional(),
    split: z.string().min(1).optional(),
    attributes: z.record(z.string(), attributeSchema).optional(),
  }))();

/** @see {@link exampleSchema} */
export interface Example<L extends string = string> {
  /** Unique in a dataset. */
  readonly id: string;
  /** The document, as it stands. */
  readonly text: string;
  /** What it is; left out where nobody said. */
  readonly label?: L;
  /** What must not cross a split: a movie, an author. */
  readonly group?: string;
  /** The part that an official split assigns it to. */
  readonly split?: string;
  /** Further columns: a star rating, a source. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}
