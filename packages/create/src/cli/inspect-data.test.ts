import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { chooseColumns } from "./choose-columns.js";
import { headerOf, inspectData } from "./inspect-data.js";

async function csv(lines: readonly string[]): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "inspect-")), "data.csv");
  await writeFile(file, `\uFEFF${lines.join("\n")}\n`);
  return file;
}

const rows = (label: string, count: number) =>
  Array.from({ length: count }, (_, i) => `text ${label} ${i},${label}`);

describe("inspectData", () => {
  it("counts rows by label and quarantines bad ones", async () => {
    const file = await csv(["Review,sentiment", ...rows("a", 6), ...rows("b", 9), ",a"]);
    const columns = await chooseColumns({}, await headerOf(file));
    expect(columns).toEqual({ text: "Review", label: "sentiment" });
    expect(await inspectData(file, columns)).toMatchObject({ rows: { a: 6, b: 9 }, unusableRows: 1 });
  });

  it("reads JSON Lines and compressed files too", async () => {
    const lines = Array.from(
      { length: 12 },
      (_, i) => `{"Body": "text ${i}", "kind": "${i % 2 ? "a" : "b"}"}\n`,
    );
    const folder = await mkdtemp(join(tmpdir(), "inspect-"));
    await writeFile(join(folder, "data.jsonl"), lines.join(""));
    await writeFile(join(folder, "data.jsonl.gz"), gzipSync(lines.join("")));
    for (const name of ["data.jsonl", "data.jsonl.gz"]) {
      const file = join(folder, name);
      expect(await headerOf(file)).toEqual(["Body", "kind"]);
      expect((await inspectData(file, { text: "Body", label: "kind" })).rows).toEqual({ a: 6, b: 6 });
    }
  });

  it("refuses data that no classifier can be trained on", async () => {
    const columns = { text: "text", label: "label" };
    const one = await csv(["text,label", ...rows("a", 9)]);
    await expect(inspectData(one, columns)).rejects.toMatchObject({ code: "UNUSABLE_DATA" });
    const few = await csv(["text,label", ...rows("a", 9), ...rows("b", 4)]);
    await expect(inspectData(few, columns)).rejects.toThrow(/"b" has 4 rows/);
    await expect(inspectData(few, { text: "nowhere", label: "label" })).rejects.toMatchObject({
      code: "MISSING_COLUMN",
    });
    await expect(chooseColumns({}, ["a", "b"])).rejects.toThrow(/there are a, b/);
  });
});
