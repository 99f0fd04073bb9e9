import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import type { Answer } from "../routes/index.js";
import { serveHttp } from "./index.js";

const pong: Answer = { status: 200, headers: {}, body: "pöng" };

test("serves an app, calls drain when it closes, and answers accepted requests", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let drained = 0;
  let accepted = 0;
  const app = {
    async answer(): Promise<Answer> {
      accepted++;
      await held;
      return pong;
    },
    drain: async () => void drained++,
  };
  const service = await serveHttp(app, { port: 0 });
  const pending = fetch(`${service.url}/a`);
  await expect.poll(() => accepted).toBe(1);
  const closed = service.close();
  expect(service.close()).toBe(closed);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect(fetch(`${service.url}/b`)).rejects.toThrow();
  release();
  expect(await (await pending).text()).toBe("pöng");
  await closed;
  expect([accepted, drained]).toEqual([1, 1]);
});

test("a body over the limit is refused, with and without a declared length", async () => {
  const app = {
    async answer({ body }: { body(limit: number): Promise<Uint8Array> }): Promise<Answer> {
      const outcome = await body(10).then(
        (bytes) => String(bytes.length),
        (error) => error.code as string,
      );
      return { ...pong, body: outcome };
    },
    drain: async () => {},
  };
  const service = await serveHttp(app, { port: 0 });
  const post = async (body: string | ReadableStream) => {
    const init = { method: "POST", body, duplex: "half" } as RequestInit;
    return (await fetch(service.url, init)).text();
  };
  expect(await post("0123456789")).toBe("10");
  expect(await post("0123456789a")).toBe("TOO_LARGE");
  expect(await post(new Blob(["0123456789a"]).stream())).toBe("TOO_LARGE");
  await service.close();
});

test("close() ends connections without a request immediately, and waits for a request that has begun", async () => {
  const app = { answer: async () => pong, drain: async () => {} };
  const service = await serveHttp(app, { port: 0, graceMs: 300 });
  const [silent, begun] = [connect(service.port), connect(service.port)];
  await Promise.all([once(silent, "connect"), once(begun, "connect")]);
  begun.on("error", () => {});
  begun.write("POST / HTTP/1.1\r\nhost: x\r\n");
  await new Promise((resolve) => setTimeout(resolve, 50));
  const startedAt = performance.now();
  const ends = [silent, begun].map((socket) =>
    once(socket, "close").then(() => performance.now() - startedAt),
  );
  await service.close();
  const [silentMs, begunMs] = await Promise.all(ends);
  expect(silentMs).toBeLessThan(150);
  expect(begunMs).toBeGreaterThan(250);
});

test("a server without requests closes immediately", async () => {
  const service = await serveHttp({ answer: async () => pong, drain: async () => {} }, { port: 0 });
  const silent = connect(service.port);
  await once(silent, "connect");
  await expect.poll(async () => (await fetch(service.url)).status).toBe(200);
  await Promise.all([service.close(), once(silent, "close")]);
}, 3_000);

test("a port in use and a host of another machine are refused with a remedy", async () => {
  const app = { answer: async () => pong, drain: async () => {} };
  const first = await serveHttp(app, { port: 0 });
  await expect(serveHttp(app, { port: first.port })).rejects.toMatchObject({
    code: "CANNOT_LISTEN",
    remedy: expect.stringMatching(/free port/),
  });
  await first.close();
  // An address of the block for documentation, which no machine has.
  await expect(serveHttp(app, { port: 0, hostname: "203.0.113.1" })).rejects.toMatchObject({
    code: "CANNOT_LISTEN",
    remedy: expect.stringMatching(/address of this machine/),
  });
});

test.each<[object, string]>([
  [{ port: 99_999 }, "port"],
  [{ port: -1 }, "port"],
  [{ port: "8080" }, "port"],
  [{}, "port"],
  [{ port: 0, hostname: "" }, "hostname"],
  [{ port: 0, headersTimeoutMs: 5_000, requestTimeoutMs: 1_000 }, "headersTimeoutMs"],
  [{ port: 0, gracems: 1 }, "gracems"],
])("refuses the options %j by name", async (options, option) => {
  const app = { answer: async () => pong, drain: async () => {} };
  await expect(serveHttp(app, options as never)).rejects.toMatchObject({
    code: "INVALID_OPTION",
    details: { option },
  });
});

test("a short request timeout shortens that of the headers", async () => {
  const app = { answer: async () => pong, drain: async () => {} };
  await (await serveHttp(app, { port: 0, requestTimeoutMs: 2_000 })).close();
});
