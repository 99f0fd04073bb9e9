import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { isAddress, parseAddress } from "./address.js";
import { type ReadAddressOptions, readAddress } from "./read-address.js";
import type { RemoteFailure } from "./remote-failure.js";
import type { S3Objects } from "./s3-calls.js";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
});

async function serve(answer: Answer): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

class Failed extends Error {
  readonly failure: RemoteFailure;
  constructor(failure: RemoteFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}

const OPTIONS: ReadAddressOptions = {
  failed: (failure) => new Failed(failure),
  signal: undefined,
  stalledMs: 2_000,
  retries: 0,
  s3: undefined,
};

async function read(address: string, options: Partial<ReadAddressOptions> = {}): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readAddress(parseAddress(address), { ...OPTIONS, ...options }))
    chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function failureOf(work: Promise<unknown>): Promise<RemoteFailure> {
  const error = await work.then(
    () => expect.fail("it was read"),
    (thrown) => thrown,
  );
  if (!(error instanceof Failed)) throw error;
  return error.failure;
}

test.each([
  ["text/csv; charset=windows-1252", ["windows-1252"]],
  ['text/csv; header=present; Charset="utf-16le"', ["utf-16le"]],
  ["text/csv", []],
  ["application/x-charset=no", []],
])("the charset of %s is told as %j", async (type, expected) => {
  const url = await serve((_, response) => response.writeHead(200, { "content-type": type }).end("a"));
  const told: string[] = [];
  await read(`${url}/a.csv`, { onCharset: (charset) => told.push(charset) });
  expect(told).toEqual(expected);
});

describe("a file over HTTP", () => {
  test("is streamed as it is stored", async () => {
    const accepted: unknown[] = [];
    const url = await serve((request, response) => {
      accepted.push(request.headers["accept-encoding"]);
      response.write("a");
      setTimeout(() => response.end("b"), 5);
    });
    expect(await read(`${url}/a.csv?token=secret`)).toBe("ab");
    expect(accepted).toEqual(["identity"]);
  });

  test("an answer that asks to wait is waited for, another one is the failure", async () => {
    let asked = 0;
    const url = await serve((_, response) => {
      response.writeHead(asked++ === 0 ? 503 : 404).end();
    });
    const failure = await failureOf(read(`${url}/a.csv`, { retries: 2 }));
    expect(failure).toMatchObject({ status: 404, attempts: 2, reason: "the server answered 404 Not Found" });
  });

  test("a redirect is followed on its host, and not to another host or port, nor for ever", async () => {
    const other = await serve((_, response) => response.end("of another host"));
    const url = await serve(({ url: asked }, response) => {
      if (asked === "/end.csv") {
        response.end("of this host");
        return;
      }
      const location = asked === "/here" ? "end.csv" : asked === "/loop" ? "/loop" : `${other}/a.csv?token=1`;
      response.writeHead(302, { location }).end();
    });
    expect(await read(`${url}/here`)).toBe("of this host");
    const failure = await failureOf(read(`${url}/there`));
    expect(failure).toMatchObject({ reason: "it leads to another host", location: `${other}/a.csv?token=1` });
    expect((await failureOf(read(`${url}/loop`))).reason).toBe("it leads on more than 5 times");
    const port = url.split(":")[2]!;
    const named = await serve((_, response) => {
      response.writeHead(302, { location: `http://localhost:${port}/end.csv` }).end();
    });
    expect((await failureOf(read(`${named}/a.csv`))).location).toContain("localhost");
  });

  test("a file that breaks off or stalls is the failure, at any place", async () => {
    const url = await serve(({ url: asked }, response) => {
      if (asked === "/never") return;
      response.writeHead(200, { "content-length": "100" });
      response.write("part");
      if (asked === "/broken") setTimeout(() => response.destroy(), 20);
    });
    expect((await failureOf(read(`${url}/broken`))).reason).toMatch(/terminated|closed|aborted/);
    for (const name of ["stalled", "never"]) {
      const { reason } = await failureOf(read(`${url}/${name}`, { stalledMs: 100 }));
      expect(reason).toBe("no byte was received for 100 ms");
    }
  });

  test("a part of a file, and one of another length than was said, are no file", async () => {
    const url = await serve(({ url: asked }, response) => {
      if (asked === "/part") response.writeHead(206, { "content-range": "bytes 0-3/100" }).end("part");
      else if (asked === "/none") response.writeHead(204).end();
      else response.socket!.end("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
    });
    expect(await failureOf(read(`${url}/part`))).toMatchObject({
      status: 206,
      reason: "the server answered 206 Partial Content, which is not the whole file (200)",
    });
    expect((await failureOf(read(`${url}/none`))).status).toBe(204);
    await failureOf(read(`${url}/cut`));
  });

  test("a file that the server packs on the way is refused with the cause", async () => {
    const packed = gzipSync("id,text\n1,a\n");
    const url = await serve(({ url: asked }, response) => {
      response.writeHead(200, { "content-encoding": asked === "/same" ? "identity" : "x-gzip" });
      response.end(asked === "/cut" ? packed.subarray(0, -12) : packed);
    });
    for (const name of ["a.csv.gz", "cut"])
      expect((await failureOf(read(`${url}/${name}`))).reason).toBe(
        "the server packs it on the way (content-encoding: x-gzip), though it was asked not to",
      );
    expect(await read(`${url}/same`)).toBe(packed.toString());
  });

  test("a server that sends some bytes now and then is too slow, and one that sends enough is not", async () => {
    const url = await serve(({ url: asked }, response) => {
      const part = "x".repeat(asked === "/slow" ? 1 : 300);
      const timer = setInterval(() => response.write(part), 20);
      response.on("close", () => clearInterval(timer));
      if (asked !== "/slow") setTimeout(() => response.end(), 700);
    });
    const { reason } = await failureOf(read(`${url}/slow`, { stalledMs: 200 }));
    expect(reason).toMatch(/^\d+ bytes were received in 400 ms, and at least 1000 a second are waited for$/);
    expect((await read(`${url}/enough`, { stalledMs: 200 })).length).toBeGreaterThan(1_000);
  });

  test("the time of a caller between two chunks does not count", async () => {
    const url = await serve((_, response) => {
      response.write("a");
      setTimeout(() => response.end("b"), 20);
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of readAddress(parseAddress(`${url}/a`), { ...OPTIONS, stalledMs: 200 })) {
      chunks.push(chunk);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(Buffer.concat(chunks).toString()).toBe("ab");
  });

  test("the caller's signal ends it, and so does a caller that stops", async () => {
    let closed = 0;
    const url = await serve((_, response) => {
      response.on("close", () => closed++);
      response.write("part");
    });
    const cancelled = new AbortController();
    const reading = failureOf(read(`${url}/a.csv`, { signal: cancelled.signal }));
    setTimeout(() => cancelled.abort(new Error("enough")), 50);
    expect((await reading).reason).toBe("enough");
    for await (const chunk of readAddress(parseAddress(`${url}/a.csv`), OPTIONS)) {
      expect(Buffer.from(chunk).toString()).toBe("part");
      break;
    }
    await expect.poll(() => closed).toBe(2);
  });
});

describe("an object of a bucket", () => {
  const objects = (answer: () => Promise<unknown>) => ({ getObject: answer as never });

  test("is streamed by the client, by its bucket and key", async () => {
    const asked: unknown[] = [];
    const s3 = {
      async getObject(input: unknown) {
        asked.push(input);
        return { Body: { transformToWebStream: () => new Blob(["a", "b"]).stream() } };
      },
    };
    expect(await read("s3://reviews/2024/a%20b?.csv", { s3 })).toBe("ab");
    expect(asked).toEqual([{ Bucket: "reviews", Key: "2024/a%20b?.csv" }]);
    expect(await read("s3://reviews/empty.csv", { s3: objects(async () => ({})) })).toBe("");
  });

  test("what the client throws is the failure; without one there is an option to give", async () => {
    const missing = Object.assign(new Error("no such key"), {
      name: "NoSuchKey",
      $metadata: { httpStatusCode: 404 },
    });
    const failure = await failureOf(
      read("s3://reviews/a.csv", { s3: objects(() => Promise.reject(missing)) }),
    );
    expect(failure).toMatchObject({ status: 404, reason: "NoSuchKey: no such key" });
    await expect(read("s3://reviews/a.csv")).rejects.toMatchObject({
      code: "INVALID_OPTION",
      details: { option: "s3" },
    });
  });

  test("a client that does not answer is ended", async () => {
    const s3 = {
      getObject: (_: unknown, { abortSignal }: { abortSignal: AbortSignal }) =>
        new Promise<never>((_, reject) => {
          abortSignal.addEventListener("abort", () => reject(abortSignal.reason));
        }),
    };
    const { reason } = await failureOf(read("s3://reviews/a.csv", { s3, stalledMs: 50 }));
    expect(reason).toMatch(/no byte was received for 50 ms/);
  });
});

describe("a client of a bucket that does not look at its signal", () => {
  const never = new Promise<never>(() => {});
  const stuck = () => new ReadableStream({ pull: () => never, cancel: () => never });
  const clients: [string, S3Objects][] = [
    ["in its call", { getObject: () => never }],
    ["in its body", { getObject: async () => ({ Body: { transformToWebStream: stuck } }) }],
  ];

  test.each(clients)("%s: the deadline and the signal end the reading", async (_, s3) => {
    const late = await failureOf(read("s3://reviews/a.csv", { s3, stalledMs: 50 }));
    expect(late.reason).toMatch(/no byte was received for 50 ms/);
    const signal = AbortSignal.timeout(50);
    const { cause } = await failureOf(read("s3://reviews/a.csv", { s3, signal }));
    expect(cause).toBe(signal.reason);
    const ended = AbortSignal.abort(new Error("before"));
    expect((await failureOf(read("s3://reviews/a.csv", { s3, signal: ended }))).reason).toMatch(/before/);
  });

  test("a part of an object, and one of another length than was said, are no object", async () => {
    const object = (answer: object): S3Objects => ({
      getObject: async () => ({
        Body: { transformToWebStream: () => new Blob(["part"]).stream() },
        ...answer,
      }),
    });
    const part = object({ $metadata: { httpStatusCode: 206 } });
    expect((await failureOf(read("s3://reviews/a.csv", { s3: part }))).status).toBe(206);
    const long = await failureOf(read("s3://reviews/a.csv", { s3: object({ ContentLength: 5 }) }));
    expect(long.reason).toBe("4 bytes were received, and the server said 5");
    const whole = object({ ContentLength: 4, $metadata: { httpStatusCode: 200 } });
    expect(await read("s3://reviews/a.csv", { s3: whole })).toBe("part");
  });
});

describe("an address", () => {
  test("is told from a path", () => {
    for (const text of ["http://a/b.csv", "HTTPS://a/b.csv", "s3://a/b"]) expect(isAddress(text)).toBe(true);
    for (const text of ["a.csv", "/http://a", "C:\\s3\\a.csv", "ftp://a/b.csv", "s3:/a/b", "file:///a"])
      expect(isAddress(text)).toBe(false);
  });

  test("has the name of its file, and is shown without query and fragment", () => {
    expect(parseAddress("https://host/in/a%20b.csv.gz?key=secret#x")).toMatchObject({
      shown: "https://host/in/a%20b.csv.gz",
      name: "a b.csv.gz",
    });
    expect(parseAddress("https://host/..%2f..%2fetc%5cpasswd").name).toBe(".._.._etc_passwd");
    expect(parseAddress("https://host/a%ff.csv").name).toBe("a%ff.csv");
    expect(parseAddress("s3://bucket/in/a.csv")).toMatchObject({
      shown: "s3://bucket/in/a.csv",
      name: "a.csv",
    });
  });

  test("of no file, or with a password, is refused without showing it", () => {
    for (const text of [
      "https://host",
      "https://host/folder/",
      "s3://bucket",
      "s3://bucket/folder/",
      "s3:///a",
      "s3://b/..",
      "s3://b/a/.",
    ])
      expect(() => parseAddress(text), text).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    expect(() => parseAddress("https://me:secret@host/a.csv")).toThrow(
      /^(?!.*secret).*without a name and a password/,
    );
  });
});
