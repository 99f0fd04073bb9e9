// Changes files in each way that is recorded: `node every-call.mjs FOLDER`.
import fs from "node:fs";
import {
  appendFile,
  copyFile,
  link,
  mkdir,
  mkdtemp,
  open,
  rename,
  rm,
  rmdir,
  truncate,
  unlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";

const [folder] = process.argv.slice(2);
const at = (...names) => join(folder, ...names);

fs.mkdirSync(at("sync", "deep"), { recursive: true });
const fd = fs.openSync(at("sync", "a"), "w");
fs.writeSync(fd, "0123456789");
fs.writeSync(fd, Buffer.from("xyz"), 1, 2, 4);
fs.writevSync(fd, [Buffer.from("v1"), Buffer.from("v2")]);
fs.ftruncateSync(fd, 12);
fs.fsyncSync(fd);
fs.closeSync(fd);
fs.appendFileSync(at("sync", "a"), "appended");
fs.linkSync(at("sync", "a"), at("sync", "b"));
fs.renameSync(at("sync", "deep"), at("renamed"));
fs.writeFileSync(at("renamed", "c"), "c", { flag: "wx" });
fs.mkdirSync(at("tree", "below"), { recursive: true });
fs.writeFileSync(at("tree", "below", "d"), "d");
fs.rmSync(at("tree"), { recursive: true });
fs.rmSync(at("absent"), { force: true });

await mkdir(at("promises", "deep"), { recursive: true });
await writeFile(at("promises", "e"), "eeee");
await appendFile(at("promises", "e"), Uint8Array.of(0x66));
await truncate(at("promises", "e"), 3);
await copyFile(at("promises", "e"), at("promises", "f"));
await link(at("promises", "e"), at("promises", "g"));
await rename(at("promises", "g"), at("promises", "f"));
await unlink(at("promises", "e"));
await rmdir(at("promises", "deep"));
await writeFile(join(await mkdtemp(at("made-")), "h"), "h");
await rm(at("absent"), { force: true });

const handle = await open(at("handle"), "w+");
await handle.write("0123456789");
await handle.write(Buffer.from("ab"), 0, 2, 3);
await handle.writeFile("rest");
await handle.truncate(13);
await handle.sync();
await promisify(fs.fsync)(handle.fd);
await handle.close();
const appended = await open(at("handle"), "a+");
await appended.appendFile("end");
await appended.close();
const existing = await open(at("handle"), "r+");
await existing.write("R", 0);
await existing.close();

await pipeline(
  async function* () {
    yield "one ";
    yield Buffer.from("two");
  },
  fs.createWriteStream(at("stream")),
);
await promisify(fs.writeFile)(at("callback"), "called back");
globalThis.acknowledge("done");
