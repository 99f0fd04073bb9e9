import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseColumns } from "./choose-columns.js";
import { headerOf, inspectCsv } from "./inspect-csv.js";

async function csv(lines: readonly string[]): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "inspect-")), "data.csv");
  await writeFile(file, `\uFEFF${lines.join("\n")}\n`);
  return file;
}

const rows = (label: string, count: number) =>
  Array.from({ length: count }, (_, i) => `text ${label} ${i},${label}`);

describe("inspectCsv", () => {
  it("counts rows by label and quarantines bad ones", async () => {
    const file = await csv(["Review,sentiment", ...rows("a", 6), ...rows("b", 9), ",a"]);
    const columns = await chooseColumns({}, await headerOf(file));
    expect(columns).toEqual({ text: "Review", label: "sentiment" });
    expect(await inspectCsv(file, columns)).toMatchObject({ rows: { a: 6, b: 9 }, unusableRows: 1 });
  });

  it("refuses data that no classifier can be trained on", async () => {
    const columns = { text: "text", label: "label" };
    const one = await csv(["text,label", ...rows("a", 9)]);
    await expect(inspectCsv(one, columns)).rejects.toMatchObject({ code: "UNUSABLE_DATA" });
    const few = await csv(["text,label", ...rows("a", 9), ...rows("b", 4)]);
    await expect(inspectCsv(few, columns)).rejects.toThrow(/"b" has 4 rows/);
    await expect(inspectCsv(few, { text: "nowhere", label: "label" })).rejects.toMatchObject({
      code: "MISSING_COLUMN",
    });
    await expect(chooseColumns({}, ["a", "b"])).rejects.toThrow(/there are a, b/);
  });
});
