import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { inspectData } from "./cli/inspect-data.js";
import { createProject } from "./create-project.js";

async function place() {
  const base = await mkdtemp(join(tmpdir(), "create-"));
  const rows = Array.from(
    { length: 20 },
    (_, i) => `"Text ${i}, of ${i % 4 ? "good" : "bad"} quality",${i % 4 ? "good" : "bad"}`,
  );
  const file = join(base, "mine.csv");
  await writeFile(file, `"my ""text"": #",kind\n${rows.join("\n")}\n,good\n`);
  return { base, data: await inspectData(file, { text: 'my "text": #', label: "kind" }) };
}

describe("createProject", () => {
  it("creates all files for the CSV, and fills in all placeholders", async () => {
    const { base, data } = await place();
    const { path, name, files } = await createProject({ folder: "sub/my-project", base, data });
    expect(name).toBe("my-project");
    for (const file of [
      "config.yaml",
      "data/raw.csv",
      "src/train.ts",
      ".gitignore",
      ".github/workflows/ci.yml",
    ]) {
      expect(files).toContain(file);
    }
    for (const file of files) expect(await readFile(join(path, file), "utf8")).not.toMatch(/\{\{\w+\}\}/);
    expect(await readFile(join(path, "data/raw.csv"))).toEqual(await readFile(data.file));
    expect(parse(await readFile(join(path, "config.yaml"), "utf8"))).toMatchObject({
      project: "my-project",
      data: { columns: { text: 'my "text": #', label: "kind" } },
      features: { min_df: 1 },
      minimum_accuracy: 0.75,
    });
    expect(JSON.parse(await readFile(join(path, "package.json"), "utf8")).name).toBe("my-project");
  });

  it.each([
    ["mine.jsonl", "raw.jsonl", []],
    ["Mine.CSV.GZ", "raw.csv.gz", []],
    ["mine.parquet", "raw.parquet", ["hyparquet", "hyparquet-compressors"]],
    ["mine.xlsx", "raw.xlsx", ["read-excel-file"]],
    ["mine", "raw.csv", []],
  ])("keeps what %s says of its format, and asks for what reads it", async (name, raw, readers) => {
    const { base, data } = await place();
    const file = join(base, name);
    await writeFile(file, "any content");
    const { path, files } = await createProject({ folder: "formats", base, data: { ...data, file } });
    expect(files).toContain(`data/${raw}`);
    expect(parse(await readFile(join(path, "config.yaml"), "utf8")).data.path).toBe(`data/${raw}`);
    const { dependencies } = JSON.parse(await readFile(join(path, "package.json"), "utf8"));
    expect(Object.keys(dependencies).filter((one) => !/^@imdb|^zod$/.test(one))).toEqual(readers);
    for (const reader of readers) expect(dependencies[reader]).toMatch(/^\^\d/);
  });

  it("never writes into a folder that is not empty, through a link, or over a file", async () => {
    const { base, data } = await place();
    await mkdir(join(base, "full"));
    await writeFile(join(base, "full", "note.txt"), "mine");
    await writeFile(join(base, "file"), "mine");
    await mkdir(join(base, "elsewhere"));
    await symlink(join(base, "elsewhere"), join(base, "link"));
    const codes = {
      full: "PROJECT_FOLDER_TAKEN",
      file: "PROJECT_FOLDER_TAKEN",
      link: "INVALID_PROJECT_FOLDER",
    };
    for (const [folder, code] of Object.entries({ ...codes, "link/inner": "INVALID_PROJECT_FOLDER" })) {
      await expect(createProject({ folder, base, data })).rejects.toMatchObject({ code });
    }
    expect(await readdir(join(base, "full"))).toEqual(["note.txt"]);
    expect(await readdir(join(base, "elsewhere"))).toEqual([]);
  });

  it.each([
    ["../out", "INVALID_PROJECT_FOLDER"],
    ["a/../../out", "INVALID_PROJECT_FOLDER"],
    ["/absolute", "INVALID_PROJECT_FOLDER"],
    ["nul\u0000byte", "INVALID_PROJECT_FOLDER"],
    ["", "INVALID_PROJECT_FOLDER"],
    [".", "INVALID_PROJECT_NAME"],
    ["-rf", "INVALID_PROJECT_NAME"],
    ["node_modules", "INVALID_PROJECT_NAME"],
    ["Upper", "INVALID_PROJECT_NAME"],
    ["$(touch x)", "INVALID_PROJECT_NAME"],
    ["a".repeat(101), "INVALID_PROJECT_NAME"],
  ])("refuses %j with %s and writes nothing", async (folder, code) => {
    const { base, data } = await place();
    await expect(createProject({ folder, base, data })).rejects.toMatchObject({ code });
    expect(await readdir(base)).toEqual(["mine.csv"]);
  });
});
