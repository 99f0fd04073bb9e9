import { type CostEntry, costEntry } from "../../../../tools/cost/cost.mjs";
import { CSV_TEXTS, inside, numbered, SOME_TEXTS } from "../../../../tools/cost/inputs.mjs";
import { fileOf, folderOf } from "../../../../tools/cost/scratch.mjs";
import { headerOf, inspectData } from "../cli/inspect-data.js";
import { createProject } from "../create-project.js";
import { fill } from "../placeholders.js";

/** The ways into this package for what comes from outside, with hostile inputs. */
export const costEntries: readonly CostEntry[] = [
  costEntry({
    name: "inspectData",
    inputs: inside(
      { ...CSV_TEXTS, "rows of two labels": numbered((i) => `a text ${i},${i % 2}\n`, "text,label\n") },
      (text) => fileOf(text, ".csv"),
    ),
    run: async (file: string) =>
      JSON.stringify(await inspectData(file, { text: "text", label: "label" })).length,
  }),
  costEntry({
    name: "headerOf",
    inputs: inside(CSV_TEXTS, (text) => fileOf(text, ".csv")),
    run: async (file: string) => (await headerOf(file)).length,
  }),
  costEntry({
    name: "createProject",
    inputs: {
      ...inside(SOME_TEXTS, (text) => ({ folder: text, text, base: folderOf({}) })),
      ...Object.fromEntries(
        Object.entries(SOME_TEXTS).map(([name, make]) => [
          `a column of ${name}`,
          (n: number) => ({ folder: "p", text: make(n), base: folderOf({}) }),
        ]),
      ),
    },
    run: async ({ folder, text, base }: { folder: string; text: string; base: string }) => {
      const data = {
        file: fileOf("text,label\n", ".csv"),
        columns: { text, label: "label" },
        rows: { a: 5, b: 5 },
        unusableRows: 0,
      };
      await createProject({ folder, base, data });
    },
  }),
  costEntry({
    name: "columns in a project",
    inputs: SOME_TEXTS,
    run: (text: string) => fill("{{a}} {{b}}", { a: text, b: text }).length,
  }),
];
