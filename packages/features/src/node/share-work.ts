import { integer, type OptionRule } from "@imdb/core/options";

/** The number of threads that can be started. */
export const threadCount: OptionRule<number> = integer(1, 1024);

/**
 * Does pieces of work on several lanes, each of which takes the next piece as soon as it is free.
 *
 * @param lanes  How each lane does a piece.
 * @returns      What came of each piece, in the order of the pieces.
 */
export async function shareWork<In, Out>(
  pieces: readonly In[],
  lanes: readonly ((piece: In) => Promise<Out>)[],
): Promise<Out[]> {
  const results: Out[] = new Array(pieces.length);
  let next = 0;
  await Promise.all(
    lanes.map(async (work) => {
      while (next < pieces.length) {
        const piece = next++;
        try {
          results[piece] = await work(pieces[piece]!);
        } catch (error) {
          // Nobody will ask for the others.
          next = pieces.length;
          throw error;
        }
      }
    }),
  );
  return results;
}
