import assert from "node:assert/strict";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { trainOnCsv } from "./train-tickets.js";

test("four classes are learnt, and an invalid row is quarantined with its place", async () => {
  const folder = await mkdtemp(join(tmpdir(), "own-csv-"));
  const tickets = await readFile(fileURLToPath(new URL("../tickets.csv", import.meta.url)), "utf8");
  const file = join(folder, "tickets.csv");
  await writeFile(file, `${tickets}9999,billing,\n`);

  const csv = { file, id: "ticket", text: "message", label: "queue" };
  const { data, model, evaluation } = await trainOnCsv(csv, folder);
  assert.deepEqual(model.classes, ["account", "billing", "delivery", "returns"]);
  assert.ok(evaluation.accuracy > 0.8, `accuracy ${evaluation.accuracy}`);
  assert.equal(evaluation.perClass.length, 4);
  assert.equal(data.quarantined.length, 1);
  assert.equal(data.quarantined[0]?.id, "9999");
  assert.match(await readFile(join(folder, "evaluation.html"), "utf8"), /delivery/);
});
