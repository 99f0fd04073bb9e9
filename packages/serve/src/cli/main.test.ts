import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { saveBundle } from "@imdb/runtime/bundles";
import { afterAll, beforeAll, expect, test } from "vitest";
import { trainedFiles } from "../testing/trained-model.js";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "serve-cli-"));
  await saveBundle(await trainedFiles(), join(folder, "model"));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

function run(...args: string[]) {
  return runWith({}, ...args);
}

function runWith(env: Record<string, string>, ...args: string[]) {
  const options = {
    encoding: "utf8",
    cwd: folder,
    timeout: 20_000,
    env: { ...process.env, ...env },
  } as const;
  return spawnSync(process.execPath, [main, ...args], options);
}

test("an unknown command is answered with the usage and the nearest command", () => {
  for (const command of ["constructor", "toString", "sirve"]) {
    const { status, stderr } = run(command);
    expect(status, command).toBe(2);
    expect(stderr).toMatch(/^imdb-serve: predictions from a model bundle/);
    expect(stderr).toContain(`There is no command "${command}"; expected one of serve, score, export-onnx.`);
    expect(stderr).not.toContain("    at ");
  }
  expect(run("sirve").stderr).toMatch(/Write serve instead\. \[UNKNOWN_COMMAND\]\n$/);
});

test("help is the usage, of one command or of all", () => {
  for (const args of [[], ["--help"], ["-h"], ["help"]]) {
    const { status, stdout, stderr } = run(...args);
    expect([status, stderr]).toEqual([0, ""]);
    for (const command of ["serve", "score", "export-onnx"])
      expect(stdout).toContain(`imdb-serve ${command} `);
  }
  for (const command of ["serve", "score", "export-onnx"]) {
    const { status, stdout, stderr } = run(command, "--help");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(new RegExp(`^ {2}imdb-serve ${command} BUNDLE`));
  }
});

test("the version is that of the package", async () => {
  const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  for (const argument of ["--version", "-v"]) {
    expect(run(argument)).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
  }
});

test.each([
  [
    ["score", "model", "in.csv", "out.jsonl", "--delimeter", ";"],
    /no option --delimeter; .* Write --delimiter instead/,
  ],
  [["score", "model", "in.csv"], /arguments is "model in.csv", expected BUNDLE INPUT OUTPUT/],
  [["score", "a", "b", "c", "--threads"], /--threads is undefined, expected a value/],
  [["score", "a", "b", "c", "--threads", "--keep", "id"], /--threads is "--keep", expected a value/],
  [["serve", "model", "--watch=yes"], /--watch is "yes", expected no value/],
  [["serve", "model", "--port", "99999"], /--port is "99999", expected a whole number from 0 to 65535/],
  [["serve", "model", "-p", "80"], /no option -p; /],
  [["export-onnx", "model", "file", "--quick"], /no option --quick; expected no option/],
])("the arguments %j are refused by name, without a stack", (args, message) => {
  const { status, stderr } = run(...args);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/\[INVALID_OPTION\]\n$/);
  expect(stderr).not.toContain("    at ");
  expect(status).toBe(2);
});

test.each([
  ["max_in_flite: 3", /settings\.yaml is not valid: \(root\): .*"max_in_flite"/],
  ["maxInFlight: 3", /settings\.yaml is not valid: \(root\): .*"maxInFlight"/],
  ["limits: { body_bites: 3 }", /settings\.yaml is not valid: limits: .*"body_bites"/],
  ["limits: { body_bytes: 0 }", /settings\.yaml is not valid: limits\.body_bytes: /],
  ["api_keys: []", /settings\.yaml is not valid: api_keys: it names no key; leave it out/],
  ["api_keys:", /settings\.yaml is not valid: api_keys: /],
  ['api_keys: [""]', /settings\.yaml is not valid: api_keys\.0: /],
  ["limits: [", /settings\.yaml is not valid: .*line 1/],
])("a configuration with %j is refused by file, path and name", async (text, message) => {
  await writeFile(join(folder, "settings.yaml"), text);
  const { status, stderr } = run("serve", "model", "--config", "settings.yaml", "--log-level", "silent");
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("    at ");
  expect(status).toBe(1);
});

test("a port in use is a message with a remedy", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as { port: number };
  const { status, stderr } = run("serve", "model", "--port", String(port), "--log-level", "silent");
  other.close();
  expect(stderr).toMatch(/Cannot listen on 127\.0\.0\.1:\d+: .* Choose a free port .*\[CANNOT_LISTEN\]\n$/);
  expect(status).toBe(1);
});

test.each(["", ",", " , "])(
  "IMDB_SERVE_API_KEYS=%j, a secret that is missing, does not open the service",
  (keys) => {
    const { status, stderr } = runWith({ IMDB_SERVE_API_KEYS: keys }, "serve", "model", "--port", "0");
    expect(stderr).toMatch(/IMDB_SERVE_API_KEYS is .*expected API keys.*\[INVALID_OPTION\]\n$/);
    expect(status).not.toBe(0);
  },
);
