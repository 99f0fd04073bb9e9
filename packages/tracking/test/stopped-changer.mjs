// Describes a registered model, and sends itself a signal in the middle of the change: it has the lock, has read the
// model, and has not given the new file its name. Started by update-lock.test.ts from the built package:
// `node stopped-changer.mjs FOLDER SIGNAL`. Prints what came of it.
import fs, { writeSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [folder, signal] = process.argv.slice(2);
const { openSync } = fs;
let isArmed = false;
fs.openSync = (path, ...rest) => {
  if (isArmed && /models.lr..tmp-/.test(String(path))) {
    writeSync(1, "in the middle\n");
    process.kill(process.pid, signal);
  }
  return openSync(path, ...rest);
};
syncBuiltinESMExports();

const { fileStore } = await import("@imdb/tracking");
const store = fileStore(folder);
isArmed = true;
const outcome = await store.registry.describeRegisteredModel("lr", "of the stopped process").then(
  () => "changed",
  (error) => error.code,
);
writeSync(1, `${outcome}\n`);
