import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { folderObjects } from "@imdb/runtime/objects";
import { beforeEach, expect, test } from "vitest";
import { failure } from "../testing/failure.js";
import { newFolder, tenShards } from "../testing/versions.js";
import { contentObject, documentObject } from "./object-names.js";
import { pullVersion } from "./pull-version.js";
import { pushVersion } from "./push-version.js";

const VERSION = `sha256:${"ab".repeat(32)}`;
const HASH = "0".repeat(64);
const file = { bytes: 1, sha256: HASH };

let root: string;
let folder: string;
beforeEach(async () => {
  root = join(await newFolder(), "remote");
  folder = join(await newFolder(), "pulled");
});

async function put(name: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), content);
}

async function putDocument(change: object): Promise<void> {
  const document = { schemaVersion: 1, version: VERSION, files: { "dataset.json": file }, ...change };
  await put(documentObject(VERSION), JSON.stringify(document));
}

/** What a pull fails with. Nothing may have been written. */
async function refusal() {
  const error = await failure(pullVersion(VERSION, folderObjects(root), folder));
  expect((await readdir(dirname(folder))).filter((name) => !name.startsWith(".pulled.pull-"))).toEqual([]);
  return error;
}

test.each([
  "../dataset.json",
  "/etc/passwd",
  "a/../../b",
  "..",
  "C:\\x",
  "train-00000.jsonl/../../x",
  "sub/train-00000.jsonl",
  "train-00000.jsonl\0",
  "train-00000.jsonl\n",
  "mine.sh",
])("a version with a file named %j is refused", async (name) => {
  await put(
    documentObject(VERSION),
    `{"schemaVersion":1,"version":"${VERSION}","files":{"dataset.json":${JSON.stringify(file)},${JSON.stringify(name)}:${JSON.stringify(file)}}}`,
  );
  expect(await refusal()).toMatchObject({
    code: "DAMAGED_VERSION",
    details: { object: documentObject(VERSION) },
  });
});

test.each([
  ["a hash that is a path", { files: { "dataset.json": { bytes: 1, sha256: "../../../../etc/passwd" } } }],
  ["a hash in capitals", { files: { "dataset.json": { bytes: 1, sha256: "AB".repeat(32) } } }],
  ["a hash that is too short", { files: { "dataset.json": { bytes: 1, sha256: "ab" } } }],
  ["a size below zero", { files: { "dataset.json": { bytes: -1, sha256: HASH } } }],
  ["no dataset.json", { files: { "README.md": file } }],
  ["fields of its own", { more: 1 }],
  ["another version", { version: `sha256:${HASH}` }],
  ["a later schema", { schemaVersion: 2 }],
])("a version with %s is refused", async (_, change) => {
  await putDocument(change);
  expect(await refusal()).toMatchObject({
    code: "DAMAGED_VERSION",
    details: { object: documentObject(VERSION) },
  });
});

test("a document that is not JSON, or too large, is refused", async () => {
  await put(documentObject(VERSION), "{");
  expect(await refusal()).toMatchObject({ code: "DAMAGED_VERSION" });
  await put(documentObject(VERSION), " ".repeat((16 << 20) + 1));
  expect(await refusal()).toMatchObject({ code: "DAMAGED_VERSION" });
});

test("a dataset.json of another version, or with other shards, is refused before the shards are read", async () => {
  const { folder: source, version } = await tenShards();
  await pushVersion(source, folderObjects(root));
  const document = JSON.parse(await readFile(join(root, documentObject(version)), "utf8")) as {
    files: Record<string, typeof file>;
  };
  await putDocument({ files: document.files });
  expect(await refusal()).toMatchObject({ details: { problem: `it is of the version ${version}` } });

  const described = JSON.parse(await readFile(join(source, "dataset.json"), "utf8")) as object;
  const content = JSON.stringify({ ...described, version: VERSION, files: {} });
  const sha256 = createHash("sha256").update(content).digest("hex");
  await put(contentObject(sha256), content);
  await putDocument({ files: { ...document.files, "dataset.json": { bytes: content.length, sha256 } } });
  expect(await refusal()).toMatchObject({
    code: "DAMAGED_VERSION",
    details: { object: contentObject(sha256), problem: "its shards are others than those of the version" },
  });
});

test("a link on a remote folder is not followed", async () => {
  const secret = join(await newFolder(), "secret");
  await mkdir(secret);
  await writeFile(join(secret, "a"), "secret");
  const { folder: source } = await tenShards();
  await mkdir(root, { recursive: true });
  await symlink(secret, join(root, "files"));
  expect(await failure(pushVersion(source, folderObjects(root)))).toMatchObject({
    code: "OBJECT_STORE_FAILURE",
    details: { problem: "final" },
  });
  expect(await readdir(secret)).toEqual(["a"]);
});

test.each(["latest", "../x", "sha256:AB", `sha256:${"A".repeat(64)}`, `${VERSION}\n`])(
  "the version %j is no hash",
  async (version) => {
    const error = await failure(pullVersion(version, folderObjects(root), folder));
    expect(error).toMatchObject({ code: "INVALID_OPTION", details: { option: "version" } });
  },
);
