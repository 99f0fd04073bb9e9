import { NoLabels } from "../errors.js";
import type { Batch, BatchFields } from "../sources/source.js";

/**
 * Passes batches on, and refuses data of which no row has a label: of a file whose header lacks the column of the labels at
 * once, of other sources at their end. Without rows there is nothing to refuse.
 *
 * @throws `NO_LABELS`
 */
export async function* requireLabels<L extends string>(
  batches: AsyncIterable<Batch<L>>,
): AsyncGenerator<Batch<L>> {
  let hasLabel = false;
  let first: { readonly source: string; readonly fields: BatchFields } | undefined;
  for await (const batch of batches) {
    const { examples, fields } = batch;
    hasLabel ||= examples.some(({ label }) => label !== undefined);
    if (examples.length > 0) first ??= { source: sourceOf(batch), fields: fields ?? FIELDS };
    if (!hasLabel && first?.fields.areAll && !first.fields.names.includes(first.fields.label)) refuse(first);
    yield batch;
  }
  if (!hasLabel && first !== undefined) refuse(first);
}

/** Those of an example. */
const FIELDS: BatchFields = { names: ["id", "text", "group", "split"], label: "label", areAll: false };

function sourceOf({ placeOf }: Batch): string {
  return placeOf?.(0).source ?? "the examples";
}

function refuse({ source, fields }: { readonly source: string; readonly fields: BatchFields }): never {
  throw NoLabels.create({ source, column: fields.label, columns: fields.names });
}
