// A module for `node --import`: it records every operation that this process does below the folder CRASH_ROOT, in the
// order in which they were done, as lines of JSON in the file CRASH_LOG. `globalThis.acknowledge(text)` records that a call
// has resolved. With CRASH_SEED, two processes with one log take turns at random, one operation at a time.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { recordCalls } from "./record-calls.mjs";
import { recordHandles } from "./record-handles.mjs";
import { recordOperations } from "./record-operations.mjs";
import { takeTurns } from "./take-turns.mjs";

const { CRASH_ROOT: root, CRASH_LOG: log, CRASH_SEED: seed } = process.env;
// The operations of Node are looked up before they are replaced.
const real = { ...fs, promises: { ...fs.promises } };
const inTurn = seed === undefined ? (work) => work() : takeTurns(real, `${log}.turn`, seed);
const write = (entry) => real.appendFileSync(log, `${JSON.stringify(entry)}\n`);
globalThis.acknowledge = (text) => inTurn(() => write({ kind: "acknowledged", text }));

const operations = recordOperations(real, root, inTurn, write);
recordCalls(fs, operations);
await recordHandles(real, operations);
syncBuiltinESMExports();
