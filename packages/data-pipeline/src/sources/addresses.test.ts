import { createHash, randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { S3 } from "@aws-sdk/client-s3";
import { writerMark } from "@imdb/runtime/files";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { checkData } from "../config/check-data.js";
import { loadPipelineConfig } from "../config/load-config.js";
import { sourceFromConfig } from "../config/source-from-config.js";
import { GOOD, tarOf } from "../testing/acl-archive.js";
import { failure } from "../testing/failure.js";
import { type FileServer, serveFiles } from "../testing/file-server.js";
import { drain } from "../testing/reading.js";
import { readAclImdb } from "./acl-imdb.js";
import { readCsv } from "./files.js";
import { readFrom } from "./read-from.js";

const CSV = "id,text,label\n1,a gem,pos\n2,dull,neg\n";
const EXAMPLES = [
  { id: "1", text: "a gem", label: "pos" },
  { id: "2", text: "dull", label: "neg" },
];
const table = (name: string) =>
  readFile(fileURLToPath(new URL(`./golden/same-table/${name}`, import.meta.url)));

const CAFE = "id,text\n1,café\n";
const LATIN1 = Buffer.from(CAFE, "latin1");
/** Files with the content type that the server says. */
const SAID: Readonly<Record<string, readonly [type: string, body: Buffer]>> = {
  "/said/latin.csv": ["text/csv; charset=ISO-8859-1", LATIN1],
  "/said/quoted.csv": ['text/plain; charset="utf-16le"', Buffer.from(CAFE, "utf16le")],
  "/said/lines.jsonl": ["text/plain; charset=latin1", Buffer.from('{"id":1,"text":"café"}\n', "latin1")],
  "/said/mark.csv": ["text/csv; charset=windows-1252", Buffer.from(`\ufeff${CAFE}`)],
  "/said/utf8.csv": ["text/csv; charset=UTF-8", Buffer.from(CAFE)],
  "/said/wrong.csv": ["text/csv; charset=ISO-8859-1", Buffer.from(CAFE)],
  "/said/ascii.csv": ["text/csv; charset=us-ascii", Buffer.from(CAFE)],
  "/said/unknown.csv": ["text/csv; charset=x-none", Buffer.from(CAFE)],
  "/said/packed.csv.gz": ["application/gzip; charset=latin1", gzipSync(CAFE)],
};

let server: FileServer;
let other: FileServer;
let s3: S3;
let copies: string;
const before = process.env["TMPDIR"];
beforeAll(async () => {
  copies = await mkdtemp(join(tmpdir(), "imdb-addresses-"));
  process.env["TMPDIR"] = copies;
  other = await serveFiles({ "/a.csv": CSV });
  const { cases } = JSON.parse(
    await readFile(
      fileURLToPath(new URL("../../../rows/src/node/unpack/golden/zip.json", import.meta.url)),
      "utf8",
    ),
  );
  server = await serveFiles({
    "/in/a.csv": CSV,
    "/in/a.csv.gz": gzipSync(CSV),
    "/in/a.jsonl": EXAMPLES.map((one) => JSON.stringify(one)).join("\n"),
    "/in/a.json": JSON.stringify(EXAMPLES),
    "/in/table.parquet": await table("pyarrow.parquet"),
    "/in/acl.tar.gz": gzipSync(await tarOf(GOOD)),
    "/in/none.tar": await tarOf([["README", "read me"]]),
    "/in/several.zip": Buffer.from(
      cases.find((one: { what: string }) => one.what === "one of several").file,
      "base64",
    ),
    ...Object.fromEntries(
      Object.entries(SAID).map(([path, [type, body]]) => [path, { headers: { "content-type": type }, body }]),
    ),
    "/part.csv": { status: 206, body: CSV },
    "/packed.csv.gz": { headers: { "content-encoding": "gzip" }, body: gzipSync(CSV) },
    "/away.csv": new URL(`${other.url}/a.csv?token=secret`),
    "/reviews/2024/a b.csv": CSV,
    "/reviews/2024/a%20b.csv": CSV,
  });
  s3 = new S3({
    endpoint: server.url,
    region: "us-east-1",
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
});
afterAll(async () => {
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  s3.destroy();
  await Promise.all([server.stop(), other.stop()]);
  await rm(copies, { recursive: true, force: true });
});

test.each(["a.csv", "a.csv.gz", "a.jsonl", "a.json"])("%s is read over HTTP", async (name) => {
  const source = await readFrom(`${server.url}/in/${name}?token=secret`);
  const { examples, records } = await drain(source);
  expect(examples).toEqual(EXAMPLES);
  expect(records).toMatchObject([{ name, address: `${server.url}/in/${name}` }]);
  expect(server.asked).toContain(`/in/${name}?token=secret`);
  // Again, from the start, and nothing is left behind.
  expect((await drain(source)).examples).toEqual(EXAMPLES);
  expect(await readdir(copies)).toEqual([]);
});

test("Parquet, an archive of reviews and a file of a zip archive are read, with the hash of what is stored", async () => {
  const parquet = await drain(await readFrom(`${server.url}/in/table.parquet`));
  expect(parquet.examples).toHaveLength(8);
  expect(parquet.records[0]!.sha256).toBe(
    createHash("sha256")
      .update(await table("pyarrow.parquet"))
      .digest("hex"),
  );
  const { examples, records } = await drain(readAclImdb(`${server.url}/in/acl.tar.gz`));
  expect(examples).toHaveLength(4);
  expect(records).toMatchObject([
    { kind: "aclImdb", name: "acl.tar.gz", address: `${server.url}/in/acl.tar.gz` },
  ]);
  const zipped = await drain(await readFrom(`${server.url}/in/several.zip`, { entry: "test.csv" }));
  expect(zipped.examples).toEqual([{ id: "1", text: "test" }]);
  expect((await failure(readFrom(`${server.url}/in/several.zip`))).code).toBe("INVALID_OPTION");
  const none = await failure(drain(readAclImdb(`${server.url}/in/none.tar?token=secret`)));
  expect(none.message).toContain(`${server.url}/in/none.tar holds no documents`);
});

test("an object of a bucket is read by the client that is given", async () => {
  const { examples, records } = await drain(readCsv("s3://reviews/2024/a b.csv", { s3 }));
  expect(examples).toEqual(EXAMPLES);
  expect(records).toMatchObject([{ name: "a b.csv", address: "s3://reviews/2024/a b.csv" }]);
  const absent = await failure(drain(readCsv("s3://reviews/none.csv", { s3 })));
  expect(absent).toMatchObject({
    code: "UNREADABLE_ADDRESS",
    details: { address: "s3://reviews/none.csv", status: 404 },
  });
  expect((await failure(drain(readCsv("s3://reviews/none.csv")))).message).toMatch(/^Option s3 of s3:/);
});

test("a redirect to another host is refused, and no message has the query", async () => {
  const error = await failure(drain(readCsv(`${server.url}/away.csv?token=secret`)));
  expect(error.code).toBe("UNREADABLE_ADDRESS");
  expect(error.message).toBe(
    `Cannot read ${server.url}/away.csv: it leads to another host, ${other.url}/a.csv.`,
  );
  expect(`${error.remedy}${JSON.stringify(error.details)}`).not.toContain("secret");
  expect(other.asked).toEqual([]);
});

test("more bytes than maxBytes, and an address without a file, are refused, and nothing is left behind", async () => {
  const large = await failure(drain(readCsv(`${server.url}/in/a.csv`, { maxBytes: 10 })));
  expect(large).toMatchObject({ code: "UNPACKED_TOO_LARGE", details: { file: "a.csv", limit: "maxBytes" } });
  expect(() => readCsv("https://host/")).toThrow(/the address of a file/);
  const missing = await failure(drain(readCsv(`${server.url}/none.csv`)));
  expect(missing.message).toBe(`Cannot read ${server.url}/none.csv: the server answered 404 Not Found.`);
  expect(await readdir(copies)).toEqual([]);
});

test("a part of a file and a file that is packed on the way are refused, with the cause, and nothing is left behind", async () => {
  const part = await failure(drain(readCsv(`${server.url}/part.csv`)));
  expect(part).toMatchObject({ code: "UNREADABLE_ADDRESS", details: { status: 206 } });
  const packed = await failure(drain(readCsv(`${server.url}/packed.csv.gz`)));
  expect(packed.message).toBe(
    `Cannot read ${server.url}/packed.csv.gz: the server packs it on the way (content-encoding: gzip), though it was asked not to.`,
  );
  expect(await readdir(copies)).toEqual([]);
});

test("a client of buckets that looks at no signal is left when the reading is cancelled", async () => {
  const never = new Promise<never>(() => {});
  const stuck = () => new ReadableStream({ pull: () => never });
  for (const getObject of [() => never, async () => ({ Body: { transformToWebStream: stuck } })]) {
    const signal = AbortSignal.timeout(50);
    expect((await failure(drain(readCsv("s3://b/a.csv", { s3: { getObject }, signal })))).code).toBe(
      "CANCELLED",
    );
  }
  expect(await readdir(copies)).toEqual([]);
});

test("copies that killed processes left are removed by the next reading, and those of others stay", async () => {
  const ended = writerMark().replace(/^\d+/, "4194301");
  const names = [ended, writerMark(), "1-1-00000000"].map((mark) => `imdb-copy-${mark}.${randomUUID()}`);
  for (const name of names) {
    await mkdir(join(copies, name));
    await writeFile(join(copies, name, "a.csv"), CSV);
  }
  await drain(readCsv(`${server.url}/in/a.csv`));
  expect((await readdir(copies)).sort()).toEqual(names.slice(1).sort());
  await Promise.all(names.map((name) => rm(join(copies, name), { recursive: true, force: true })));
});

test("a bad row names the file, and a cancelled reading is cancelled", async () => {
  const { invalid } = await drain(readCsv(`${server.url}/in/a.csv`, { labels: { pos: "pos" } }));
  expect(invalid).toMatchObject([{ source: "a.csv", row: 2, line: 3 }]);
  const signal = AbortSignal.abort();
  expect((await failure(drain(readCsv(`${server.url}/in/a.csv`, { signal })))).code).toBe("CANCELLED");
});

test("an address in a settings file is no path beside it", async () => {
  const path = join(copies, "settings.yaml");
  await writeFile(path, `data:\n  path: ${server.url}/in/a.csv\n`);
  expect((await loadPipelineConfig(path)).data.path).toBe(`${server.url}/in/a.csv`);
});

test("a bucket in a settings file is read by the client that the environment describes", async () => {
  const path = join(copies, "bucket.yaml");
  const file = "{ path: 's3://reviews/2024/a b.csv' }";
  await writeFile(path, `data:\n  path: { train: ${file}, test: s3://reviews/none.csv }\n`);
  vi.stubEnv("AWS_ENDPOINT_URL_S3", server.url);
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  try {
    const { data } = await loadPipelineConfig(path);
    const one = await sourceFromConfig({ data: { ...data, path: "s3://reviews/2024/a b.csv" } });
    expect((await drain(one)).examples).toEqual(EXAMPLES);
    const absent = await failure(sourceFromConfig({ data }).then(drain));
    expect(absent).toMatchObject({
      code: "UNREADABLE_ADDRESS",
      details: { address: "s3://reviews/none.csv", status: 404 },
    });
    const { steps } = await checkData({ data });
    expect(steps.at(-1)).toMatchObject({ code: "UNREADABLE_ADDRESS" });
  } finally {
    vi.unstubAllEnvs();
  }
});

test.each([
  ["latin.csv", {}, { encoding: "windows-1252", basis: "server" }],
  ["quoted.csv", {}, { encoding: "utf-16le", basis: "server" }],
  ["lines.jsonl", {}, { encoding: "windows-1252", basis: "server" }],
  ["mark.csv", {}, undefined],
  ["utf8.csv", {}, undefined],
  ["wrong.csv", {}, undefined],
  ["ascii.csv", {}, undefined],
  ["unknown.csv", {}, undefined],
  ["packed.csv.gz", {}, undefined],
  ["latin.csv", { encoding: "windows-1252" }, { encoding: "windows-1252", basis: "name" }],
  ["latin.csv", { encoding: "guess" }, { encoding: "windows-1252", basis: "guess" }],
] as const)("of %s with %j the encoding is %j", async (name, options, encoding) => {
  const { examples, records } = await drain(await readFrom(`${server.url}/said/${name}`, options));
  expect(examples.map(({ text }) => text)).toEqual(["café"]);
  expect(records[0]!.encoding).toEqual(encoding);
});

test("an encoding that is given is not that of the server", async () => {
  const { examples } = await drain(readCsv(`${server.url}/said/latin.csv`, { encoding: "windows-1250" }));
  expect(examples[0]!.text).toBe("café");
  const wrong = await failure(drain(readCsv(`${server.url}/said/latin.csv`, { encoding: "utf-16be" })));
  expect(wrong.code).toBe("INVALID_ENCODING");
});
