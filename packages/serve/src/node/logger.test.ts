import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("../testing/logger-main.ts", import.meta.url));
let child: ChildProcessByStdio<null, Readable, null>;
afterEach(() => void child.kill("SIGKILL"));

function start(...args: string[]) {
  child = spawn(process.execPath, ["--import", "tsx", "-C", "@imdb/source", PROGRAM, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return child;
}

test("a program ends when the reader of its log has gone, as after `| head -1`", async () => {
  const { stdout } = start();
  stdout.destroy();
  expect(await once(child, "exit")).toEqual([0, null]);
}, 20_000);

test("a line is there when it is logged, not when the process ends", async () => {
  const { stdout } = start("paused");
  const [line] = await once(stdout, "data");
  expect(JSON.parse(String(line))).toMatchObject({ level: "info", msg: "line", service: "imdb-serve" });
  expect(child.exitCode).toBeNull();
}, 20_000);

test("nothing is lost at the end of the process", async () => {
  const { stdout } = start();
  let output = "";
  stdout.setEncoding("utf8").on("data", (data: string) => {
    output += data;
  });
  await once(stdout, "end");
  expect(output.trim().split("\n")).toHaveLength(21);
  expect(output).toContain("the last line");
}, 20_000);
