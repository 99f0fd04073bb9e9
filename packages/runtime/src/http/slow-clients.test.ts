import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { Answer } from "../routes/index.js";
import { type HttpService, type ServeHttpOptions, serveHttp } from "./index.js";

const small: Answer = { status: 200, headers: {}, body: "pong" };
let service: HttpService | undefined;
afterEach(() => service?.close());

async function started(answer: Answer, options: Partial<ServeHttpOptions> = {}): Promise<HttpService> {
  service = await serveHttp({ answer: async () => answer, drain: async () => {} }, { port: 0, ...options });
  return service;
}

/** A client that keeps its side open whatever the server does, and tries it. */
async function stubborn(port: number, bytes: string): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => {});
  await once(socket, "connect");
  if (bytes !== "") socket.write(bytes);
  return socket;
}

/** Resolves when the server has destroyed its side: what is sent then is answered with a reset. */
function destroyed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const attempts = setInterval(() => socket.write("x"), 50);
    socket.once("close", () => {
      clearInterval(attempts);
      resolve();
    });
  });
}

const head = "POST / HTTP/1.1\r\nhost: a\r\n";
describe("a connection that is refused or timed out is destroyed, though its client never closes it", () => {
  test.each([
    ["nothing", "", 408],
    ["half a head", head, 408],
    ["half a body", `${head}content-length: 9\r\n\r\n1`, 408],
    ["CONNECT", "CONNECT a:443 HTTP/1.1\r\nhost: a\r\n\r\n", 405],
    ["what is not HTTP", "hello\r\n\r\n", 400],
    ["an unknown expectation", `${head}expect: a-lot\r\ncontent-length: 1\r\n\r\n`, 417],
    ["two hosts", `GET / HTTP/1.1\r\nhost: a\r\nHost: b\r\n\r\n`, 400],
  ])(
    "after %s",
    async (_, bytes, status) => {
      const app = {
        answer: async ({ body }: { body(limit: number): Promise<Uint8Array> }) => {
          await body(100).catch(() => {});
          return small;
        },
        drain: async () => {},
      };
      service = await serveHttp(app, { port: 0, headersTimeoutMs: 300, requestTimeoutMs: 600 });
      const socket = await stubborn(service.port, bytes);
      const answer = String((await once(socket, "data"))[0]);
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      socket.resume();
      await destroyed(socket);
    },
    20_000,
  );
});

test("a client that does not read its answer is cut off in time", async () => {
  const { port } = await started({ ...small, body: "x".repeat(64 << 20) }, { writeTimeoutMs: 300 });
  const socket = await stubborn(port, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
  socket.pause();
  const begun = performance.now();
  await destroyed(socket);
  expect(performance.now() - begun).toBeGreaterThan(250);
}, 20_000);

test("a request is written only when its client has read it, or is gone", async () => {
  let written = 0;
  const body = "x".repeat(64 << 20);
  const app = {
    answer: async ({ onWritten }: { onWritten?: (done: () => void) => void }) => {
      onWritten?.(() => void written++);
      return { ...small, body };
    },
    drain: async () => {},
  };
  service = await serveHttp(app, { port: 0 });
  const reader = await fetch(service.url);
  const idle = await stubborn(service.port, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
  idle.pause();
  expect(await reader.text()).toHaveLength(body.length);
  await expect.poll(() => written).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(written).toBe(1);
  idle.destroy();
  await expect.poll(() => written).toBe(2);
}, 20_000);

test("an absolute target is the path in it", async () => {
  const paths: string[] = [];
  const app = {
    answer: async ({ path }: { path: string }) => {
      paths.push(path);
      return small;
    },
    drain: async () => {},
  };
  service = await serveHttp(app, { port: 0 });
  for (const target of ["http://a.example/ping?x=1", "HTTP://a", "/ping", "*"]) {
    const method = target === "*" ? "OPTIONS" : "GET";
    const socket = await stubborn(service.port, `${method} ${target} HTTP/1.1\r\nhost: a\r\n\r\n`);
    await once(socket, "data");
    socket.destroy();
  }
  expect(paths).toEqual(["/ping", "/", "/ping", "*"]);
});

test("an app that breaks its promise fails its own request only", async () => {
  let asked = 0;
  const app = {
    answer: async () => {
      if (++asked === 1) throw new Error("Broken.");
      return small;
    },
    drain: async () => {},
  };
  service = await serveHttp(app, { port: 0 });
  expect((await fetch(service.url)).status).toBe(500);
  expect((await fetch(service.url)).status).toBe(200);
});
