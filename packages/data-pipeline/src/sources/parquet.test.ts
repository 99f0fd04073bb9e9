import { ImdbError } from "@imdb/core";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { failure } from "../testing/failure.js";
import { drain, rowsArbitrary, scratchFiles } from "../testing/reading.js";
import { readParquet } from "./files.js";

const written = scratchFiles();

describe("Parquet", () => {
  test("round trips any text, in row groups", async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, async (rows) => {
        const columnData = (["id", "text", "label"] as const).map((name) => ({
          name,
          data: rows.map((row) => row[name]),
          type: "STRING" as const,
        }));
        const bytes = new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 7 }));
        expect((await drain(readParquet(await written(bytes, ".parquet")))).examples).toEqual(rows);
      }),
      { numRuns: 30 },
    );
  });

  test("reads numbers, flags and 64-bit integers as labels and attributes", async () => {
    const columnData = [
      { name: "text", data: ["a", "b"], type: "STRING" as const },
      { name: "label", data: [0n, 1n], type: "INT64" as const },
      { name: "stars", data: [2.5, 5], type: "DOUBLE" as const },
    ];
    const path = await written(new Uint8Array(parquetWriteBuffer({ columnData })), ".parquet");
    const options = { labels: { "0": "neg", "1": "pos" }, columns: { attributes: ["stars"] } };
    expect((await drain(readParquet(path, options))).examples).toMatchObject([
      { text: "a", label: "neg", attributes: { stars: 2.5 } },
      { text: "b", label: "pos", attributes: { stars: 5 } },
    ]);
  });

  test("any damage is a typed error or the rows", async () => {
    const columnData = [{ name: "text", data: ["a", "b", "c"], type: "STRING" as const }];
    const good = new Uint8Array(parquetWriteBuffer({ columnData }));
    for (let i = 0; i < good.length; i += 3) {
      const bad = good.slice();
      bad[i] = bad[i]! ^ 0xff;
      const path = await written(bad, ".parquet");
      await drain(readParquet(path)).catch((error: unknown) => {
        if (!ImdbError.isInstance(error)) throw error;
      });
    }
    expect((await failure(drain(readParquet(await written("PAR1", ".parquet"))))).code).toBe(
      "UNREADABLE_FILE",
    );
  });
});
