// A model of a disk: what a process sees, and what is left of it when the machine loses power.
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const NOTHING = Buffer.alloc(0);

const newFile = (data = NOTHING) => ({ type: "file", data, synced: data });
const newFolder = () => ({ type: "folder", entries: new Map(), synced: new Map() });

/** Reads a folder as one whose content is all on the disk. */
export function readDisk(path) {
  const folder = newFolder();
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const below = join(path, entry.name);
    folder.entries.set(entry.name, entry.isDirectory() ? readDisk(below) : newFile(readFileSync(below)));
  }
  folder.synced = new Map(folder.entries);
  return folder;
}

/**
 * Makes a function that does the recorded operations on a disk, one after the other.
 *
 */
export function operator(root) {
  const opened = new Map();

  function place(path) {
    const names = path === "" ? [] : path.split("/");
    const name = names.pop();
    let folder = root;
    for (const part of names) folder = folder.entries.get(part);
    return { folder, name };
  }
  const at = (path) => {
    const { folder, name } = place(path);
    return name === undefined ? root : folder.entries.get(name);
  };
  const put = (path, node) => {
    const { folder, name } = place(path);
    folder.entries.set(name, node);
  };
  const remove = (path) => {
    const { folder, name } = place(path);
    folder.entries.delete(name);
  };

  const operations = {
    open({ path, id, isNew, isEmptied }) {
      if (isNew) put(path, newFile());
      const node = at(path);
      if (isEmptied) node.data = NOTHING;
      opened.set(id, node);
    },
    "open folder"({ path, id }) {
      opened.set(id, at(path));
    },
    write({ id, at: position, data }, half) {
      const node = opened.get(id);
      const all = Buffer.from(data, "base64");
      const bytes = half ? all.subarray(0, all.length >> 1) : all;
      const start = position ?? node.data.length;
      const before = Buffer.concat([
        node.data.subarray(0, start),
        Buffer.alloc(Math.max(0, start - node.data.length)),
      ]);
      node.data = Buffer.concat([before, bytes, node.data.subarray(start + bytes.length)]);
    },
    truncate({ id, size }) {
      const node = opened.get(id);
      node.data = Buffer.concat([
        node.data.subarray(0, size),
        Buffer.alloc(Math.max(0, size - node.data.length)),
      ]);
    },
    sync({ id }) {
      const node = opened.get(id);
      node.synced = node.type === "file" ? node.data : new Map(node.entries);
    },
    mkdir: ({ path }) => put(path, newFolder()),
    unlink: ({ path }) => remove(path),
    rmdir: ({ path }) => remove(path),
    rename({ path, to }) {
      const node = at(path);
      remove(path);
      put(to, node);
    },
    link: ({ path, to }) => put(to, at(path)),
  };
  return {
    operate: (entry) => operations[entry.kind](entry, false),
    /** What `look` returns while a write is half done. */
    halfway(entry, look) {
      const node = opened.get(entry.id);
      const before = node.data;
      operations.write(entry, true);
      const seen = look();
      node.data = before;
      return seen;
    },
  };
}

/** What is on a disk after a crash, as functions of its nodes. */
export const VIEWS = {
  /** The process was killed. */
  killed: { entries: (folder) => folder.entries, data: (file) => file.data },
  /** The power was lost: names are there, and what was not synced of the files is not. */
  "not written": { entries: (folder) => folder.entries, data: (file) => file.synced },
  /** As before, and half of it is there. */
  "half written": { entries: (folder) => folder.entries, data: half },
  /** The power was lost: neither names nor content that were not synced are there. */
  "names lost": { entries: (folder) => folder.synced, data: (file) => file.synced },
};

function half({ data, synced }) {
  if (data === synced) return data;
  const isAppended = data.length >= synced.length && data.subarray(0, synced.length).equals(synced);
  const kept = isAppended ? synced.length : 0;
  return data.subarray(0, kept + ((data.length - kept) >> 1));
}

/** A copy of what a view shows: names with contents, as plain data. Files with two names are one value. */
export function viewOf(root, view) {
  const seen = new Map();
  const copy = (node) => {
    if (node.type === "file") {
      if (!seen.has(node)) seen.set(node, { data: view.data(node) });
      return seen.get(node);
    }
    return new Map([...view.entries(node)].map(([name, below]) => [name, copy(below)]));
  };
  return copy(root);
}

/** A text that is the same for equal copies. */
export function fingerprint(copy) {
  if (!(copy instanceof Map)) return copy.data.toString("base64");
  return `{${[...copy].map(([name, below]) => `${JSON.stringify(name)}:${fingerprint(below)}`).join()}}`;
}

/** Makes a folder hold what a copy has. */
export function writeDisk(copy, path) {
  rmSync(path, { recursive: true, force: true });
  const written = new Map();
  const write = (node, to) => {
    if (node instanceof Map) {
      mkdirSync(to);
      for (const [name, below] of node) write(below, join(to, name));
    } else if (written.has(node)) linkSync(written.get(node), to);
    else {
      writeFileSync(to, node.data);
      written.set(node, to);
    }
  };
  write(copy, path);
}
