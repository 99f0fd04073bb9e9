import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createProfile, profileSchema, type SuiteResult } from "../index.js";
import { checkCommand } from "./check-command.js";
import { profileCommand } from "./profile-command.js";
import { suiteCommand } from "./suite-command.js";

let folder = "";
let said = "";
const at = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "monitor-cli-"));
  said = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const texts = (n: number, of: (i: number) => string) => Array.from({ length: n }, (_, i) => of(i));
const good = (i: number) => `a film about number ${i} ${"and more ".repeat(i % 7)}`;
const predictions = (n: number) =>
  Array.from({ length: n }, (_, i) => {
    const pos = ((i * 37) % 101) / 100;
    return { label: pos > 0.5 ? "pos" : "neg", probabilities: { neg: 1 - pos, pos } };
  });

function log(list: readonly string[]): string {
  const lines = predictions(list.length).map((prediction, i) =>
    JSON.stringify({
      id: `r${i}`,
      time: "2026-01-01T00:00:00.000Z",
      modelVersion: "1",
      text: list[i],
      latencyMs: 1,
      ...prediction,
    }),
  );
  return `${lines.join("\n")}\n`;
}

async function reference(): Promise<string> {
  const profile = createProfile(texts(1200, good), { predictions: predictions(1200) });
  await writeFile(at("reference.json"), JSON.stringify(profile));
  return at("reference.json");
}

describe("imdb-monitor check", () => {
  test("passes on similar data, and writes pages and JSON", async () => {
    await writeFile(at("log.jsonl"), log(texts(600, good)));
    const files = ["--html", at("suite.html"), "--json", at("suite.json"), "--drift-html", at("drift.html")];
    expect(await checkCommand([at("log.jsonl"), await reference(), ...files])).toBe(0);
    expect(said).toMatch(/^pass: \d+ passed, 0 warned, 0 failed\n$/);
    const html = await readFile(at("suite.html"), "utf8");
    expect(html).toContain("tests passed.");
    expect(html).toContain("log.rejectedLines");
    const result = JSON.parse(await readFile(at("suite.json"), "utf8")) as SuiteResult;
    expect(result).toMatchObject({ status: "pass", exitCode: 0, counts: { fail: 0 } });
    expect(await readFile(at("drift.html"), "utf8")).toContain(">Columns</h2>");
  });

  test("fails on other texts, and lists the failed tests, also on the page", async () => {
    await writeFile(at("log.jsonl"), log(texts(600, (i) => (i % 3 ? "" : "kurz"))));
    expect(await checkCommand([at("log.jsonl"), await reference(), "--html", at("suite.html")])).toBe(1);
    expect(said).toContain("fail texts.emptyShare: 0.66");
    const html = await readFile(at("suite.html"), "utf8");
    expect(html.indexOf("texts.emptyShare")).toBeLessThan(html.indexOf("log.rejectedLines"));
    expect(html).toMatch(/\d+ of \d+ tests failed\./);
  });

  test("fails for lines that are not records, unless they are allowed", async () => {
    await writeFile(at("log.jsonl"), `${log(texts(600, good))}{"id": "half\nnot JSON\n`);
    const from = await reference();
    expect(await checkCommand([at("log.jsonl"), from])).toBe(1);
    expect(said).toContain("fail log.rejectedLines: 2, expected ≤ 0");
    expect(await checkCommand([at("log.jsonl"), from, "--max-rejected", "2"])).toBe(0);
  });

  test("tests the columns that a log has, and lists the other columns of the reference", async () => {
    const labelled = predictions(1200).map((one) => ({ ...one, actual: one.label }));
    const vectorizer = { countTerms: () => ({ total: 4, unknown: 2 }) };
    const profile = createProfile(texts(1200, good), { predictions: labelled, vectorizer });
    await writeFile(at("labelled.json"), JSON.stringify(profile));
    await writeFile(at("log.jsonl"), log(texts(600, good)));
    expect(await checkCommand([at("log.jsonl"), at("labelled.json")])).toBe(0);
    expect(said).toContain("not in the log, so not tested: actual, unknownWordShare\n");
    const lines = log(texts(600, good)).trimEnd().split("\n");
    const wrong = lines.map((line) => JSON.stringify({ ...JSON.parse(line), actual: "pos" }));
    await writeFile(at("labelled.jsonl"), `${wrong.join("\n")}\n`);
    expect(await checkCommand([at("labelled.jsonl"), at("labelled.json")])).toBe(1);
    expect(said).toContain("fail accuracy: 0.");
    expect(await suiteCommand([at("labelled.json"), at("suite.json")])).toBe(0);
    expect(await readFile(at("suite.json"), "utf8")).not.toMatch(/unknownWordShare|accuracy/);
  });

  test("runs your own suite; warnings have their own exit code", async () => {
    await writeFile(at("log.jsonl"), log(texts(20, good)));
    const tests = [{ figure: "count", condition: { gte: 100 }, severity: "warn" }];
    await writeFile(at("suite.json"), JSON.stringify({ schemaVersion: 1, tests }));
    const from = await reference();
    expect(await checkCommand([at("log.jsonl"), from, "--suite", at("suite.json")])).toBe(2);
    expect(said).toContain("warn count: 20, expected ≥ 100");
  });

  test("wrong arguments and references are refused by name", async () => {
    const from = await reference();
    await expect(checkCommand([from])).rejects.toMatchObject({ code: "INVALID_OPTION" });
    await expect(checkCommand(["log", from, "--loud"])).rejects.toMatchObject({ code: "INVALID_OPTION" });
    await expect(checkCommand(["log", from, "--sute", "a.json"])).rejects.toMatchObject({
      code: "INVALID_OPTION",
      remedy: "Write --suite instead of --sute.",
    });
    await expect(checkCommand(["log", from, "--max-rejected", "-1"])).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
    await writeFile(at("bad.json"), "null");
    await expect(checkCommand(["log", at("bad.json")])).rejects.toMatchObject({ code: "UNUSABLE_REFERENCE" });
    await writeFile(at("bad.json"), "{");
    await expect(checkCommand(["log", at("bad.json")])).rejects.toMatchObject({ code: "UNUSABLE_REFERENCE" });
    await writeFile(at("bad.json"), "{}");
    await expect(checkCommand(["log", at("bad.json")])).rejects.toMatchObject({ code: "SCHEMA_MISMATCH" });
  });
});

test("imdb-monitor profile and suite write files for check", async () => {
  await writeFile(at("log.jsonl"), log(texts(1200, good)));
  expect(await profileCommand([at("log.jsonl"), at("made.json")])).toBe(0);
  expect(profileSchema.parse(JSON.parse(await readFile(at("made.json"), "utf8"))).count).toBe(1200);
  expect(await suiteCommand([at("made.json"), at("suite.json")])).toBe(0);
  expect(await checkCommand([at("log.jsonl"), at("made.json"), "--suite", at("suite.json")])).toBe(0);
});
