import { spawnSync } from "node:child_process";
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
