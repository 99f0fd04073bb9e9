// Replaces the functions of `node:fs` and `node:fs/promises` by ones that are recorded.
import { flagBits, flagsWithoutMaking } from "./record-operations.mjs";

/** The content of a call as bytes. */
export function bytesOf(data, encoding) {
  if (typeof data === "string") return Buffer.from(data, typeof encoding === "string" ? encoding : "utf8");
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** The bytes and the position of `write(buffer, offset, length, position)` and of its other forms. */
export function writtenBytes([data, offset, length, position]) {
  if (typeof data === "string") return { bytes: bytesOf(data, length), position: offset };
  const options = typeof offset === "object" && offset !== null ? offset : { offset, length, position };
  const from = options.offset ?? 0;
  const all = bytesOf(data);
  return {
    bytes: all.subarray(from, from + (options.length ?? all.length - from)),
    position: options.position,
  };
}

/** Writes all of the bytes where the file stands. */
export function writeAll(operations, fd, bytes) {
  for (let at = 0; at < bytes.length; ) at += operations.writeBytes(fd, bytes.subarray(at));
}

export function recordCalls(fs, operations) {
  const { real, open, close, truncate, sync, onNames } = operations;

  function writeFile(path, data, options, usual = "w") {
    const {
      flag = usual,
      mode,
      encoding,
    } = typeof options === "object" && options !== null ? options : { encoding: options };
    if (typeof path === "number") return writeAll(operations, path, bytesOf(data, encoding));
    const fd = open(path, flag, mode);
    try {
      writeAll(operations, fd, bytesOf(data, encoding));
    } finally {
      close(fd);
    }
  }
  const appendFile = (path, data, options) => writeFile(path, data, options, "a");
  const write = (fd, ...args) => {
    const { bytes, position } = writtenBytes(args);
    return operations.writeBytes(fd, bytes, position ?? undefined);
  };
  const writev = (fd, buffers, position) =>
    operations.writeBytes(fd, Buffer.concat(buffers.map((buffer) => bytesOf(buffer))), position ?? undefined);
  const truncatePath = (path, size) => {
    const fd = open(path, "r+");
    try {
      truncate(fd, size);
    } finally {
      close(fd);
    }
  };
  function copyFile(from, to, mode = 0) {
    if (operations.inside(to) === undefined) return real.copyFileSync(from, to, mode);
    writeFile(to, real.readFileSync(from), { flag: mode & real.constants.COPYFILE_EXCL ? "wx" : "w" });
  }

  const calls = {
    open,
    close,
    write,
    writev,
    writeFile,
    appendFile,
    ftruncate: truncate,
    truncate: truncatePath,
    fsync: sync,
    fdatasync: sync,
    ...onNames,
    copyFile,
  };
  for (const [name, call] of Object.entries(calls)) {
    fs[`${name}Sync`] = call;
    fs[name] = withCallback(call, name.startsWith("write"));
    if (name in fs.promises && name !== "open")
      fs.promises[name] = async (...args) => promised(name, call, args);
  }
  fs.promises.open = async (path, flags, mode) => openHandle(operations, path, flags, mode);
}

/** As a function that calls back. */
function withCallback(call, isWrite) {
  return (...args) => {
    const callback = args.pop();
    try {
      const result = call(...args);
      process.nextTick(callback, null, result, ...(isWrite ? [args[1]] : []));
    } catch (error) {
      process.nextTick(callback, error);
    }
  };
}

/** `writeFile` and `appendFile` of promises take handles, and data that comes in parts. */
async function promised(name, call, args) {
  if (name !== "writeFile" && name !== "appendFile") return call(...args);
  const [target, data, options] = args;
  if (typeof target === "object" && "fd" in target) return target[name](data, options);
  if (typeof data !== "string" && !ArrayBuffer.isView(data))
    throw new Error(`data of ${name} that is not recorded`);
  return call(...args);
}

async function openHandle(operations, path, flags = "r", mode = 0o666) {
  const { real, inside, open, close, adopt } = operations;
  if (inside(path) === undefined) {
    const handle = await real.promises.open(path, flags, mode);
    operations.forget(handle.fd);
    return handle;
  }
  const isMaking = flagBits(real.constants, flags) !== flagsWithoutMaking(real.constants, flags);
  if (isMaking) close(open(path, flags, mode));
  const handle = await real.promises.open(path, flagsWithoutMaking(real.constants, flags));
  adopt(handle.fd, path, flags);
  return handle;
}
