// node --test tools/cost: what grows too fast is found, what does not is let pass, and the table has every entry.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { assertEntryCost } from "./cost.mjs";

const letters = (bytes) => "a".repeat(bytes);

test("quadratic time, quadratic bytes out and an error without a type are found", async () => {
  const quadratic = (text) => {
    let sum = 0;
    for (let i = 0; i < text.length; i++)
      for (let k = 0; k < text.length; k += 128) sum += text.charCodeAt(k);
    return void sum;
  };
  await assert.rejects(assertEntryCost({ run: quadratic }, letters), /ms: \d+ for an input of \d+/);
  const large = (text) => text.length ** 2;
  await assert.rejects(assertEntryCost({ run: large }, letters), /bytes: \d+ for an input of \d+/);
  const untyped = () => {
    throw new RangeError("too long");
  };
  await assert.rejects(assertEntryCost({ run: untyped }, letters), /too long/);
});

test("a single jump passes, and work that grows faster at each size does not", async () => {
  const spin = (rounds) => {
    let sum = 0;
    for (let i = 0; i < rounds; i++) sum += Math.sqrt(i);
    return void sum;
  };
  const jump = (text) => spin(text.length * (text.length > 100_000 ? 500 : 25));
  await assertEntryCost({ run: jump }, letters);
  await assert.rejects(assertEntryCost({ run: (text) => spin(text.length ** 2 / 200) }, letters), /ms: \d+/);
});

test("linear work passes, and a refusal with a type", async () => {
  await assertEntryCost({ run: (text) => text.split("").join("").length }, letters);
  const refusal = Object.assign(new Error("it is too long"), { remedy: "", details: {} });
  const refused = () => {
    throw Object.assign(refusal, { [Symbol.for("@imdb/core/ImdbError")]: true });
  };
  await assertEntryCost({ run: refused }, letters);
});

test("the table in docs/security.md has the entries of the tests, and no others", () => {
  const script = fileURLToPath(new URL("table.mjs", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
});
