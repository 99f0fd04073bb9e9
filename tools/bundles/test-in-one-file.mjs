import { expect, test } from "vitest";
import { runInOneFile } from "./one-file.mjs";

/**
 * Tests that a program in one file gives the same result without threads, with one warning, and with threads, where a
 * copy of the package's script is named, or is beside it.
 *
 * @param what     What the program does, for the name of the test.
 * @param script   The package whose threads it starts, by its folder.
 * @param program  Returns the program, see `one-file.mjs`.
 * @param others   The number of threads that it starts in any case, such as the one that keeps a lease.
 */
export function testInOneFile(what, script, program, others = 0) {
  test.each(["esm", "cjs"])(
    `in one file of %s, ${what} without threads and with a copy of the script`,
    { timeout: 60_000 },
    async (format) => {
      const { alone, named, beside } = await runInOneFile({ ...program(), script, format });
      expect(alone.threads).toBe(others);
      expect(alone.stderr).toContain(`[IMDB_NO_WORKER_SCRIPT] Warning: @imdb/${script} `);
      expect(alone.stderr.match(/Warning:/g)).toHaveLength(1);
      for (const { threads, result, stderr } of [named, beside]) {
        expect(threads).toBeGreaterThan(others);
        expect(result).toEqual(alone.result);
        expect(stderr).toBe("");
      }
    },
  );
}
