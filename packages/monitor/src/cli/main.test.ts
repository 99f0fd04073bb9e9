import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const run = (...args: string[]) =>
  spawnSync(process.execPath, [main, ...args], { encoding: "utf8", timeout: 20_000 });

test("the version is that of the package", () => {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(manifest) as { readonly version: string };
  for (const argument of ["--version", "-v"]) {
    expect(run(argument)).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
  }
});

test("help is asked for, and a command that is none is an error with the same text", () => {
  for (const argument of ["--help", "-h", "help"]) {
    const { status, stdout } = run(argument);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^imdb-monitor: tests prediction logs/);
  }
  const { status, stdout, stderr } = run("chek");
  expect([status, stdout]).toEqual([3, ""]);
  expect(stderr).toMatch(/^imdb-monitor: tests prediction logs/);
});
