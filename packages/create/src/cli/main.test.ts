import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

function run(...args: string[]) {
  return spawnSync(process.execPath, [main, ...args], { encoding: "utf8", timeout: 20_000 });
}

test.each([
  [["app", "--dta", "a.csv"], /no option --dta; .* Write --data instead of --dta\. \[INVALID_OPTION\]\n$/],
  [["app", "--labels", "kind"], /no option --labels; .* Write --label instead of --labels\./],
  [["app", "--data"], /--data is undefined, expected a value/],
  [["app", "more"], /arguments is "app more", expected \[FOLDER\]/],
])("the arguments %j are refused by name, without a stack", (args, message) => {
  const { status, stderr } = run(...args);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("    at ");
  expect(status).toBe(2);
});

test("help is the usage, and a file that is missing is named", () => {
  expect(run("--help")).toMatchObject({ status: 0, stderr: "" });
  expect(run("-h").stdout).toMatch(/--data FILE \[--text/);
  const { status, stderr } = run("app", "--yes", "--data", "none.csv");
  expect(stderr).toMatch(/none\.csv.*\[FILE_FAILURE\]\n$/s);
  expect(status).toBe(1);
});

test("the options of a reader are written into the project, and bad rows are named", () => {
  const cwd = mkdtempSync(join(tmpdir(), "create-cli-"));
  const rows = Array.from({ length: 20 }, (_, i) => `${i % 2 ? "ham" : "spam"}\tun caf\xe9, ${i}\n`);
  writeFileSync(join(cwd, "spam.csv"), Buffer.from(`${rows.join("")}ham\n`, "latin1"));
  const reading = ["--encoding", "windows-1252", "--delimiter", "\\t", "--header", "v1,v2", "--quote", ""];
  const args = ["app", "--yes", "--data", "spam.csv", "--label", "v1", "--text", "v2", ...reading];
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(
    "1 row cannot be used and will be set aside: row 21, line 21: it has 1 fields, the header has 2.",
  );
  expect(readFileSync(join(cwd, "app", "config.yaml"), "utf8")).toContain(
    '\n  encoding: "windows-1252"\n  delimiter: "\\t"\n  quote: ""\n  header: ["v1","v2"]\n  # Of two',
  );
});
