import { integer, type OptionRule } from "@imdb/core/options";

/** The rule of a number of threads. */
export const threadCount: OptionRule<number> = integer(1, 1024);

/**
 * Does pieces of work on several workers, each of which takes the next piece as soon as it is free.
 *
 * @param workers  The function by which each worker does a piece.
 * @returns        The result of each piece, in the order of the pieces.
 */
export async function runOnWorkers<In, Out>(
  pieces: readonly In[],
  workers: readonly ((piece: In) => Promise<Out>)[],
): Promise<Out[]> {
  const results: Out[] = new Array(pieces.length);
  let next = 0;
  await Promise.all(
    workers.map(async (work) => {
      while (next < pieces.length) {
        const piece = next++;
        try {
          results[piece] = await work(pieces[piece]!);
        } catch (error) {
          // The results of the other pieces are not needed.
          next = pieces.length;
          throw error;
        }
      }
    }),
  );
  return results;
}
