import { once } from "node:events";
import { mkdtemp, readdir, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3 } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { folderObjects, httpObjects, type ObjectStore, ObjectStoreFailure, s3Objects } from "./index.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "objects-"));
});

async function read(store: ObjectStore, name: string, from = 0): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.read(name, from)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

async function namesOf(store: ObjectStore, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const name of store.list(prefix)) names.push(name);
  return names.sort();
}

/** A checksum, which only a bucket looks at. */
const sha256 = "ab".repeat(32);

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

describe("objects in a folder", () => {
  test("are written whole, replaced, created once, read from a byte on, and listed", async () => {
    const store = folderObjects(join(folder, "made/when/needed"));
    expect(await namesOf(store, "a/")).toEqual([]);
    expect(await store.size("a/b/c.json")).toBeUndefined();
    await store.write("a/b/c.json", { size: 5, sha256, open: () => chunks("he", "llo") });
    expect(await store.size("a/b/c.json")).toBe(5);
    expect(await read(store, "a/b/c.json", 3)).toBe("lo");
    await store.write("a/b/c.json", { size: 2, sha256, open: () => chunks("hi") });
    expect(await read(store, "a/b/c.json")).toBe("hi");
    expect(await store.create("a/b/c.json", Buffer.from("no"))).toBe("kept");
    expect(await store.create("a/d", Buffer.from("new"))).toBe("written");
    expect(await read(store, "a/b/c.json")).toBe("hi");
    expect(await namesOf(store, "a/")).toEqual(["a/b/c.json", "a/d"]);
    expect(await namesOf(store, "a/b/")).toEqual(["a/b/c.json"]);
  });

  test("a content that fails, or is not as long as was said, leaves nothing", async () => {
    const store = folderObjects(folder);
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("half");
      throw new Error("the disk broke");
    }
    const write = store.write("x", { size: 9, sha256, open: failing });
    await expect(write).rejects.toMatchObject({ code: "OBJECT_STORE_FAILURE" });
    await expect(store.write("x", { size: 9, sha256, open: () => chunks("half") })).rejects.toThrow(
      /4 bytes, and 9/,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  test("of twenty writers at once one creates", async () => {
    const store = folderObjects(folder);
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, i) => store.create("one", Buffer.from(`writer ${i}`))),
    );
    expect(made.filter((how) => how === "written")).toHaveLength(1);
    expect(await read(store, "one")).toBe(`writer ${made.indexOf("written")}`);
  });

  test("links are not followed, and a missing object is named", async () => {
    await writeFile(join(folder, "secret"), "secret");
    await symlink(join(folder, "secret"), join(folder, "link"));
    await symlink(folder, join(folder, "folder"));
    const store = folderObjects(folder);
    for (const name of ["link", "folder/secret"]) {
      await expect(read(store, name)).rejects.toMatchObject({
        code: "OBJECT_STORE_FAILURE",
        details: { object: name, problem: "final" },
      });
    }
    await expect(read(store, "none/none")).rejects.toMatchObject({
      details: { object: "none/none", problem: "missing" },
    });
  });
});

const NAMES = [
  "../a",
  "/a",
  "a/../b",
  "a//b",
  "a/",
  "",
  ".",
  ".hidden",
  "a/.b",
  "a\\b",
  "a b",
  "a\n",
  "ä",
  "a\0",
];
describe.each([
  ["a folder", () => folderObjects("never-made")],
  ["a bucket", () => s3Objects({ client: new S3({ region: "x" }), bucket: "reviews" })],
  ["a server", () => httpObjects({ url: "http://127.0.0.1:9/" })],
])("a name that could lead out of %s is refused", (_, make) => {
  test.each(NAMES)("%j", async (name) => {
    const refused = { code: "INVALID_OPTION", details: { option: "name" } };
    const store = make();
    await expect((async () => store.size(name))()).rejects.toMatchObject(refused);
    await expect(read(store, name)).rejects.toMatchObject(refused);
    const body = { size: 0, sha256, open: () => chunks() };
    await expect((async () => store.write(name, body))()).rejects.toMatchObject(refused);
    await expect((async () => store.create(name, Buffer.of(1)))()).rejects.toMatchObject(refused);
    await expect((async () => namesOf(store, `${name}/`))()).rejects.toMatchObject({
      code: "INVALID_OPTION",
    });
  });
});

describe("large objects", () => {
  const SIZE = 24 << 20;
  let server: Server;
  let received: { bytes: number; coding: string | undefined; checksum: string | undefined };
  /** A content in chunks of 64 KiB, which says how far ahead of the server it was read. */
  let ahead: number;
  async function* content(bytes = SIZE): AsyncGenerator<Uint8Array> {
    for (let given = 0; given < bytes; given += 65_536) {
      ahead = Math.max(ahead, given - received.bytes);
      yield Buffer.alloc(65_536, 97);
    }
  }
  beforeEach(async () => {
    ahead = 0;
    received = { bytes: 0, coding: undefined, checksum: undefined };
    server = createServer(async (request, response) => {
      received.coding = request.headers["content-encoding"];
      received.checksum = request.headers["x-amz-checksum-sha256"] as string | undefined;
      try {
        for await (const chunk of request) {
          received.bytes += (chunk as Buffer).length;
          // Slower than the sender.
          await new Promise((done) => setImmediate(done));
        }
        response.end();
      } catch {
        response.destroy();
      }
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const stores = {
    s3: (url: string) =>
      s3Objects({
        client: new S3({
          endpoint: url,
          region: "us-east-1",
          forcePathStyle: true,
          maxAttempts: 1,
          credentials: { accessKeyId: "a", secretAccessKey: "b" },
          logger: { debug() {}, info() {}, warn() {}, error() {} },
        }),
        bucket: "reviews",
      }),
    http: (url: string) => httpObjects({ url }),
  };

  test.each(["s3", "http"] as const)(
    "over %s are streamed, as fast as the server takes them",
    async (kind) => {
      const store = stores[kind](`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      await store.write("large", { size: SIZE, sha256, open: () => content() });
      expect(received.bytes).toBe(SIZE);
      expect(received.coding).toBeUndefined();
      if (kind === "s3") expect(received.checksum).toBe(Buffer.from(sha256, "hex").toString("base64"));
      expect(ahead).toBeLessThan(8 << 20);
    },
  );

  test.each(["s3", "http"] as const)("over %s whose content fails end with its error", async (kind) => {
    const store = stores[kind](`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const broken = ObjectStoreFailure.create({
      store: "here",
      action: "read",
      object: "it",
      problem: "final",
      status: undefined,
      reason: "the disk broke",
    });
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield* content(12 << 20);
      throw broken;
    }
    await expect(store.write("large", { size: SIZE, sha256, open: failing })).rejects.toBe(broken);
  });
});

test("options that cannot be used are refused", () => {
  expect(() => folderObjects("")).toThrow(/folder/);
  expect(() => s3Objects({ client: {} as never, bucket: "b" })).toThrow(/client/);
  expect(() => s3Objects({ client: new S3({ region: "x" }), bucket: "" })).toThrow(/bucket/);
  expect(() => httpObjects({ url: "ftp://a.example/" })).toThrow(/url/);
  expect(() => httpObjects({ url: "https://a.example/", header: {} } as never)).toThrow(/headers/);
});
