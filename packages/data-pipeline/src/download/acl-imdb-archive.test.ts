import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Progress } from "@imdb/core";
import { processIdentity } from "@imdb/runtime/leases";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { failure } from "../testing/failure.js";
import { cachedAclImdb, downloadAclImdb } from "./acl-imdb-archive.js";
import { cacheFolder } from "./cache-folder.js";
import { downloadFile } from "./download-file.js";
import type { RetryPolicy } from "./retry-policy.js";

const CONTENT = randomBytes(300_000);
const EXPECTED = { md5: createHash("md5").update(CONTENT).digest("hex"), bytes: CONTENT.length };
const SHORT_WAITS: RetryPolicy = {
  offlineAfter: 400,
  stalledAfter: 200,
  attempts: 4,
  firstWait: 5,
  longestWait: 20,
};

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;
let cacheDir: string;
let server: Server;
let requests: (string | undefined)[];
let handler: Handler;
let url: string;

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), "imdb-download-"));
  requests = [];
  handler = serve;
  server = createServer((request, response) => {
    requests.push(request.headers.range);
    handler(request, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/aclImdb_v1.tar.gz`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(cacheDir, { recursive: true, force: true });
});

/** What a static file server does, ranges included. */
function serve(request: IncomingMessage, response: ServerResponse): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  if (from >= CONTENT.length) response.writeHead(416).end();
  else if (from === 0) response.writeHead(200, { "content-length": CONTENT.length }).end(CONTENT);
  else {
    const range = `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}`;
    response.writeHead(206, { "content-range": range, "content-length": CONTENT.length - from });
    response.end(CONTENT.subarray(from));
  }
}

/** Sends `bytes` of what was asked for, then cuts the connection. */
function cutAfter(bytes: number): Handler {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const range = `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}`;
    response.writeHead(from === 0 ? 200 : 206, {
      "content-range": range,
      "content-length": CONTENT.length - from,
    });
    response.write(CONTENT.subarray(from, from + bytes), () => setTimeout(() => response.destroy(), 20));
  };
}

const path = () => join(cacheDir, "aclImdb_v1.tar.gz");
const get = (run = {}) => downloadFile({ url, ...EXPECTED }, path(), run, SHORT_WAITS);

describe("downloadAclImdb", () => {
  test("downloads once, checks the file, and then returns it from the cache", async () => {
    const seen: Progress[] = [];
    const options = { cacheDir, url, ...EXPECTED, onProgress: (p: Progress) => seen.push(p) };
    expect(await cachedAclImdb({ cacheDir, bytes: EXPECTED.bytes })).toBeUndefined();
    expect(await downloadAclImdb(options)).toBe(path());
    expect(CONTENT.equals(await readFile(path()))).toBe(true);
    expect(await readdir(cacheDir)).toEqual(["aclImdb_v1.tar.gz"]);
    expect(seen.filter((p) => p.stage === "downloading").at(-1)).toMatchObject({
      done: CONTENT.length,
      total: CONTENT.length,
      unit: "bytes",
    });
    expect(await downloadAclImdb(options)).toBe(path());
    expect(requests).toEqual([undefined]);
    expect(await cachedAclImdb({ cacheDir, bytes: EXPECTED.bytes })).toBe(path());
  });

  test("continues after broken connections by requesting only the rest", async () => {
    handler = (request, response, count) =>
      count < 4 ? cutAfter(70_000)(request, response, count) : serve(request, response);
    await get();
    expect(CONTENT.equals(await readFile(path()))).toBe(true);
    expect(requests).toEqual([undefined, "bytes=70000-", "bytes=140000-", "bytes=210000-"]);
  });

  test("continues the download of a killed process", async () => {
    await writeFile(`${path()}.part`, CONTENT.subarray(0, 123_456));
    await get();
    expect(requests).toEqual(["bytes=123456-"]);
    expect(CONTENT.equals(await readFile(path()))).toBe(true);
  });

  test("starts again when the server ignores ranges", async () => {
    await writeFile(`${path()}.part`, CONTENT.subarray(0, 1000));
    handler = (_, response) => response.writeHead(200).end(CONTENT);
    await get();
    expect(CONTENT.equals(await readFile(path()))).toBe(true);
  });

  test.skipIf(process.platform === "win32")("a part that is a link or a pipe is refused", async () => {
    const secret = join(cacheDir, "secret");
    await writeFile(secret, "secret");
    for (const make of [
      () => symlink(secret, `${path()}.part`),
      async () => void execFileSync("mkfifo", [`${path()}.part`]),
    ]) {
      await make();
      await expect(get()).rejects.toMatchObject({ code: "FILE_FAILURE" });
      expect(await readFile(secret, "utf8")).toBe("secret");
      await rm(`${path()}.part`);
    }
  });

  test("a part of another file is detected and replaced", async () => {
    await writeFile(`${path()}.part`, randomBytes(1000));
    await get();
    expect(requests).toEqual(["bytes=1000-", undefined]);
    expect(CONTENT.equals(await readFile(path()))).toBe(true);
    await rm(path());
    await writeFile(`${path()}.part`, randomBytes(CONTENT.length + 5));
    await get();
    expect(CONTENT.equals(await readFile(path()))).toBe(true);
  });

  test("a wrong checksum or size is an error, and nothing is kept", async () => {
    const wrong = downloadFile({ url, ...EXPECTED, md5: "0".repeat(32) }, path(), {}, SHORT_WAITS);
    const error = await failure(wrong);
    expect(error.code).toBe("CHECKSUM_MISMATCH");
    expect(error.details).toMatchObject({ url, actual: EXPECTED.md5, expected: "0".repeat(32) });
    expect(await readdir(cacheDir)).toEqual([]);
    const longer = downloadFile({ url, ...EXPECTED, bytes: 1000 }, path(), {}, SHORT_WAITS);
    expect((await failure(longer)).details).toMatchObject({ what: "size", expected: "1000" });
  });

  test("waits and tries again when the server fails", async () => {
    handler = (request, response, count) =>
      count < 3 ? void response.writeHead(count === 1 ? 500 : 503).end() : serve(request, response);
    await get();
    expect(requests.length).toBe(3);
    expect(CONTENT.equals(await readFile(path()))).toBe(true);
  });

  test("waits as long as the server asks for, but not longer than its longest wait", async () => {
    handler = (request, response, count) =>
      count === 1 ? void response.writeHead(503, { "retry-after": "1" }).end() : serve(request, response);
    const started = performance.now();
    await downloadFile({ url, ...EXPECTED }, path(), {}, { ...SHORT_WAITS, longestWait: 300 });
    const waited = performance.now() - started;
    expect(waited).toBeGreaterThan(295);
    expect(waited).toBeLessThan(1_000);
  });

  test("fails after its attempts, keeps the part, and reports the answer of the server", async () => {
    handler = (_, response) => response.writeHead(500).end();
    const error = await failure(get());
    expect(error.code).toBe("DOWNLOAD_FAILED");
    expect(error.message).toMatch(/500 Internal Server Error/);
    expect(requests.length).toBe(SHORT_WAITS.attempts);
  });

  test("does not retry a file that is not found", async () => {
    handler = (_, response) => response.writeHead(404).end();
    expect((await failure(get())).message).toMatch(/404 Not Found/);
    expect(requests.length).toBe(1);
  });

  test("no network is OFFLINE: connection refused, unknown host, no answer", async () => {
    const closed = { ...EXPECTED, url: "http://127.0.0.1:9/x" };
    expect((await failure(downloadFile(closed, path(), {}, SHORT_WAITS))).code).toBe("OFFLINE");
    const unknown = { ...EXPECTED, url: "http://no-such-host.invalid/x" };
    expect((await failure(downloadFile(unknown, path(), {}, SHORT_WAITS))).code).toBe("OFFLINE");
    handler = () => {};
    const started = performance.now();
    expect((await failure(get())).code).toBe("OFFLINE");
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test("servers that send callers in a circle have answered, and are not asked again and again", async () => {
    handler = (_, response) => response.writeHead(302, { location: "/x" }).end();
    expect((await failure(get())).code).toBe("DOWNLOAD_FAILED");
    expect(requests.length).toBeLessThan(30);
  });

  test("by default it reports within 10 s that there is no network", async () => {
    const started = performance.now();
    const error = await failure(downloadAclImdb({ cacheDir, url: "http://127.0.0.1:9/x" }));
    expect(error.code).toBe("OFFLINE");
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test("a stalled connection is closed and continued", async () => {
    handler = (request, response, count) => {
      if (count > 1) return serve(request, response);
      response.writeHead(200, { "content-length": CONTENT.length });
      response.write(CONTENT.subarray(0, 50_000));
    };
    await get();
    expect(requests).toEqual([undefined, "bytes=50000-"]);
    expect(CONTENT.equals(await readFile(path()))).toBe(true);
  });

  test("a server that sends a byte now and then is given up, and its bytes are kept", async () => {
    handler = (request, response) => {
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
      const range = `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}`;
      response.writeHead(from === 0 ? 200 : 206, { "content-range": range });
      let at = from;
      const drip = setInterval(() => response.write(CONTENT.subarray(at, ++at)), 40);
      response.on("close", () => clearInterval(drip));
    };
    const error = await failure(get());
    expect(error.code).toBe("DOWNLOAD_FAILED");
    expect(error.message).toMatch(/at least 1000 a second/);
    expect(requests).toHaveLength(SHORT_WAITS.attempts);
    handler = serve;
    await get();
    expect(requests.at(-1)).toMatch(/^bytes=[1-9]/);
    expect(CONTENT.equals(await readFile(path()))).toBe(true);
  });

  test("a cancelled download leaves a part that the next call continues", async () => {
    const controller = new AbortController();
    handler = (_, response) => {
      response.writeHead(200, { "content-length": CONTENT.length });
      response.write(CONTENT.subarray(0, 50_000));
    };
    const run = { signal: controller.signal, onProgress: () => controller.abort() };
    expect((await failure(get(run))).code).toBe("CANCELLED");
    expect(await readdir(cacheDir)).toEqual(["aclImdb_v1.tar.gz.part"]);
    handler = serve;
    await get();
    expect(CONTENT.equals(await readFile(path()))).toBe(true);
  });

  test("two downloads of the same file at once both succeed", async () => {
    await Promise.all([get(), get()]);
    expect(CONTENT.equals(await readFile(path()))).toBe(true);
    expect(await readdir(cacheDir)).toEqual(["aclImdb_v1.tar.gz"]);
  });

  test("the lock of a process that has ended is ignored", async () => {
    await writeFile(`${path()}.part`, CONTENT.subarray(0, 1000));
    await writeFile(`${path()}.part.lock`, "999999999");
    await get();
    expect(requests).toEqual(["bytes=1000-"]);
    expect(await readdir(cacheDir)).toEqual(["aclImdb_v1.tar.gz"]);
  });

  test("a process that had the id of this one, and was killed, is not taken for this one", async () => {
    await writeFile(`${path()}.part`, CONTENT.subarray(0, 1000));
    await writeFile(`${path()}.part.lock`, String(process.pid));
    const killed = { ...processIdentity(), started: "1", token: "t" };
    await writeFile(`${path()}.part.lease-1.json`, JSON.stringify(killed));
    await get();
    expect(requests).toEqual(["bytes=1000-"]);
    expect(await readdir(cacheDir)).toEqual(["aclImdb_v1.tar.gz"]);
  });

  test("a download that was replaced while it was paused gives the file no name", async () => {
    const onProgress = () => {
      const other = { host: "elsewhere", pid: 1, place: "elsewhere", token: "t" };
      writeFileSync(`${path()}.part.lease-2.json`, JSON.stringify(other));
    };
    expect((await failure(get({ onProgress }))).code).toBe("LEASE_LOST");
    expect((await readdir(cacheDir)).sort()).toEqual([
      "aclImdb_v1.tar.gz.part",
      "aclImdb_v1.tar.gz.part.lease-1.json",
      "aclImdb_v1.tar.gz.part.lease-2.json",
    ]);
  });

  test("a download that waits for a process that cannot be seen ends with its signal", async () => {
    const other = { host: "elsewhere", pid: 1, place: "elsewhere", token: "t", expiryMs: 3_600_000 };
    writeFileSync(`${path()}.part.lease-1.json`, JSON.stringify(other));
    const began = performance.now();
    expect((await failure(get({ signal: AbortSignal.timeout(200) }))).code).toBe("CANCELLED");
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test("a cache that is a file, and a wrong address, are typed errors", async () => {
    await writeFile(join(cacheDir, "file"), "");
    const inFile = downloadAclImdb({ cacheDir: join(cacheDir, "file", "x"), url, ...EXPECTED });
    expect((await failure(inFile)).code).toBe("FILE_FAILURE");
    for (const options of [null, { cachedir: cacheDir }, { cacheDir: 5 }]) {
      expect((await failure(downloadAclImdb(options as never))).message).toContain(" of downloadAclImdb");
    }
    expect((await failure(downloadAclImdb({ cacheDir, url: "file:///etc/passwd" }))).code).toBe(
      "INVALID_OPTION",
    );
  });
});

test("the cache folder is that of the platform, or IMDB_CACHE", () => {
  expect(cacheFolder({}, "linux", "/home/a")).toBe("/home/a/.cache/imdb-mlops");
  expect(cacheFolder({ XDG_CACHE_HOME: "/c" }, "linux", "/home/a")).toBe("/c/imdb-mlops");
  expect(cacheFolder({}, "darwin", "/Users/a")).toBe("/Users/a/Library/Caches/imdb-mlops");
  expect(cacheFolder({ LOCALAPPDATA: "/L" }, "win32", "/Users/a")).toBe("/L/imdb-mlops/Cache");
  expect(cacheFolder({ IMDB_CACHE: "/mine", XDG_CACHE_HOME: "/c" }, "linux", "/h")).toBe("/mine");
});
