// The operations that change files, each done synchronously and then recorded.
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The bits of flags that make or empty a file. */
const MAKING = (constants) => constants.O_CREAT | constants.O_EXCL | constants.O_TRUNC;

/** @returns The operations by which all functions of `node:fs` are replaced. */
export function recordOperations(real, root, inTurn, write) {
  /** The open files below the root: their ids in the record, and where they write next. */
  const files = new Map();
  let opened = 0;

  /** The path in the root with slashes; undefined for a path outside. */
  function inside(path) {
    const full = path instanceof URL ? fileURLToPath(path) : Buffer.isBuffer(path) ? path.toString() : path;
    const found = relative(root, resolve(full));
    return found === ".." || found.startsWith(`..${sep}`) ? undefined : found.split(sep).join("/");
  }
  const both = (from, to) => inside(from) !== undefined && inside(to) !== undefined;

  function done(kind, path, work, more = {}) {
    if (inside(path) === undefined) return work();
    return inTurn(() => {
      const result = work();
      write({ kind, path: inside(path), ...more });
      return result;
    });
  }

  function open(path, flags = "r", mode = 0o666) {
    if (inside(path) === undefined) return outside(real.openSync(path, flags, mode));
    return inTurn(() => {
      const bits = flagBits(real.constants, flags);
      const isNew = (bits & real.constants.O_CREAT) !== 0 && !real.existsSync(path);
      const fd = real.openSync(path, flags, mode);
      const isDirectory = real.fstatSync(fd).isDirectory();
      const id = `${process.pid}-${opened++}`;
      files.set(fd, { id, position: 0, isAppending: (bits & real.constants.O_APPEND) !== 0 });
      const isEmptied = (bits & real.constants.O_TRUNC) !== 0;
      write({ kind: isDirectory ? "open folder" : "open", path: inside(path), id, isNew, isEmptied });
      return fd;
    });
  }

  /** The number of a file outside may have been that of a file inside. */
  function outside(fd) {
    files.delete(fd);
    return fd;
  }

  /** Opens a file that a handle has opened: the handle's number is known, and the file has been made. */
  function adopt(fd, path, flags) {
    const id = `${process.pid}-${opened++}`;
    const isAppending = (flagBits(real.constants, flags) & real.constants.O_APPEND) !== 0;
    files.set(fd, { id, position: 0, isAppending });
    write({ kind: real.fstatSync(fd).isDirectory() ? "open folder" : "open", path: inside(path), id });
  }

  function close(fd) {
    files.delete(fd);
    real.closeSync(fd);
  }

  /** @param position  A number, or anything else for where the file stands. */
  function writeBytes(fd, bytes, position) {
    const file = files.get(fd);
    if (!file) return real.writeSync(fd, bytes, 0, bytes.length, position);
    return inTurn(() => {
      const count = real.writeSync(fd, bytes, 0, bytes.length, position);
      const at = file.isAppending ? undefined : typeof position === "number" ? position : file.position;
      if (typeof position !== "number") file.position += count;
      const data = Buffer.from(bytes.buffer, bytes.byteOffset, count).toString("base64");
      write({ kind: "write", id: file.id, at, data });
      return count;
    });
  }

  function truncate(fd, size = 0) {
    const file = files.get(fd);
    if (!file) return real.ftruncateSync(fd, size);
    return inTurn(() => {
      real.ftruncateSync(fd, size);
      write({ kind: "truncate", id: file.id, size });
    });
  }

  function sync(fd) {
    const file = files.get(fd);
    if (!file) return real.fsyncSync(fd);
    return inTurn(() => {
      real.fsyncSync(fd);
      write({ kind: "sync", id: file.id });
    });
  }

  function mkdir(path, options) {
    const { recursive = false, mode } =
      typeof options === "object" && options !== null ? options : { mode: options };
    if (inside(path) === undefined) return real.mkdirSync(path, options);
    if (!recursive) return done("mkdir", path, () => real.mkdirSync(path, mode));
    const parent = resolve(join(path instanceof URL ? fileURLToPath(path) : path, ".."));
    const first =
      real.existsSync(parent) || inside(parent) === undefined ? undefined : mkdir(parent, options);
    try {
      done("mkdir", path, () => real.mkdirSync(path, mode));
      return first ?? path;
    } catch (error) {
      if (error.code === "EEXIST" && real.statSync(path).isDirectory()) return first;
      throw error;
    }
  }

  const unlink = (path) => done("unlink", path, () => real.unlinkSync(path));
  const rmdir = (path) => done("rmdir", path, () => real.rmdirSync(path));

  function rm(path, { recursive = false, force = false } = {}) {
    if (inside(path) === undefined) return real.rmSync(path, { recursive, force });
    try {
      if (!real.lstatSync(path).isDirectory()) return unlink(path);
      if (!recursive) return real.rmSync(path, { force });
      for (const name of real.readdirSync(path)) rm(join(path, name), { recursive, force });
      return rmdir(path);
    } catch (error) {
      if (!force || error.code !== "ENOENT") throw error;
    }
  }

  function rename(from, to) {
    if (!both(from, to)) return real.renameSync(from, to);
    return done("rename", from, () => real.renameSync(from, to), { to: inside(to) });
  }

  function link(from, to) {
    if (!both(from, to)) return real.linkSync(from, to);
    return done("link", from, () => real.linkSync(from, to), { to: inside(to) });
  }

  function mkdtemp(prefix, options) {
    let made;
    if (inside(prefix) === undefined) return real.mkdtempSync(prefix, options);
    return inTurn(() => {
      made = real.mkdtempSync(prefix, options);
      write({ kind: "mkdir", path: inside(made) });
      return made;
    });
  }

  const forget = (fd) => void files.delete(fd);
  const known = (fd) => files.has(fd);
  return {
    real,
    inside,
    known,
    forget,
    open,
    adopt,
    close,
    writeBytes,
    truncate,
    sync,
    onNames: { mkdir, unlink, rmdir, rm, rename, link, mkdtemp },
  };
}

/** The flags for opening again what has been made. */
export function flagsWithoutMaking(constants, flags) {
  return flagBits(constants, flags) & ~MAKING(constants);
}

export function flagBits(constants, flags) {
  if (typeof flags === "number") return flags;
  const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND } = constants;
  const isExclusive = flags.includes("x");
  const plain = flags.replace(/[xs]/g, "");
  const bits = {
    r: O_RDONLY,
    "r+": O_RDWR,
    w: O_WRONLY | O_CREAT | O_TRUNC,
    "w+": O_RDWR | O_CREAT | O_TRUNC,
    a: O_WRONLY | O_CREAT | O_APPEND,
    "a+": O_RDWR | O_CREAT | O_APPEND,
  }[plain];
  if (bits === undefined) throw new Error(`flags that are not recorded: ${flags}`);
  return isExclusive ? bits | O_EXCL : bits;
}
