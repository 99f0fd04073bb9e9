// Loaded into each attacked process before everything else (`node --import`): its clock can be set, and its disk can be
// full, by a control file that the storm writes. Also in its threads.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const CONTROL = process.env.IMDB_STORM_CONTROL;
const LOOK_MS = 100;
const readFileSync = fs.readFileSync;
let control = { offsetMs: 0, isDiskFull: false };

function look() {
  try {
    control = JSON.parse(readFileSync(CONTROL, "utf8"));
  } catch {
    // The storm has ended and removed it.
  }
}

if (CONTROL !== undefined) {
  look();
  setInterval(look, LOOK_MS).unref();
  shiftClock();
  if (process.env.IMDB_STORM_DISK === "injected") limitDisk();
}

/** Lets `Date` show another time. Timers and `performance.now` are monotonic, as after a real change of the clock. */
function shiftClock() {
  const RealDate = Date;
  const now = () => RealDate.now() + control.offsetMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
  });
}

/** Lets writes fail after a part, as on a full disk. */
function limitDisk() {
  const full = () => Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const half = (bytes) => bytes.subarray(0, bytes.length >> 1);
  const toBytes = (data) => (typeof data === "string" ? Buffer.from(data) : data);
  const { writeFileSync, writeSync } = fs;
  const { writeFile, appendFile, open } = fs.promises;
  fs.writeSync = (file, data, ...rest) => {
    // Standard output is no file of the disk.
    if (!control.isDiskFull || file <= 2) return writeSync(file, data, ...rest);
    writeSync(file, half(toBytes(data)));
    throw full();
  };
  fs.writeFileSync = (path, data, options) => {
    if (!control.isDiskFull) return writeFileSync(path, data, options);
    // Some versions of Node write by the function above.
    control = { ...control, isDiskFull: false };
    writeFileSync(path, half(toBytes(data)), options);
    control = { ...control, isDiskFull: true };
    throw full();
  };
  const limited = (write) => async (path, data, options) => {
    if (!control.isDiskFull) return write(path, data, options);
    await write(path, half(toBytes(data)), options);
    throw full();
  };
  fs.promises.writeFile = limited(writeFile);
  fs.promises.appendFile = limited(appendFile);
  fs.promises.open = async (...args) => {
    const file = await open(...args);
    for (const name of ["appendFile", "writeFile"]) {
      const write = file[name].bind(file);
      file[name] = async (data, options) => {
        if (!control.isDiskFull) return write(data, options);
        await write(half(toBytes(data)), options);
        throw full();
      };
    }
    return file;
  };
  syncBuiltinESMExports();
}
