import * as z from "zod/mini";

/**
 * The schema of an object with values of one kind, whatever their names. As `z.record` of strings, which a bundle for a
 * browser would hold besides the objects with named fields: 0.6 kB gzipped.
 */
export function byName<V extends z.ZodMiniType>(value: V) {
  return z.catchall(z.object({}), value);
}
