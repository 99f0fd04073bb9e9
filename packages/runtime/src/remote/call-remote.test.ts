import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { InvalidOption } from "@imdb/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { callRemote, isTransient, type RemoteFailure, readLimited, retryAfter } from "./index.js";

type Reaction =
  | { status: number; headers?: Record<string, string>; body?: string; endless?: true }
  | "drop"
  | "silence";

class Failed extends Error {
  readonly failure: RemoteFailure;
  constructor(failure: RemoteFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}
const failed = (failure: RemoteFailure) => new Failed(failure);
const quick = { failed, retries: 3, backoffMs: 1 };

let server: Server;
let url: string;
let reactions: Reaction[];
let seen: string[];

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers["x-attempt"] ?? ""}`.trimEnd());
    const reaction = reactions.length > 1 ? reactions.shift()! : reactions[0]!;
    if (reaction === "drop") return void request.socket.destroy();
    if (reaction === "silence") return;
    response.writeHead(reaction.status, reaction.headers);
    if (reaction.endless) response.write("some");
    else response.end(reaction.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const failureOf = (call: Promise<Response>): Promise<RemoteFailure> =>
  call.then(
    () => expect.fail("the call succeeded"),
    (error: unknown) => (error as Failed).failure,
  );

describe("callRemote", () => {
  test("repeats the request after a lost connection and from a busy server, with a new request each time", async () => {
    reactions = ["drop", { status: 503 }, { status: 429 }, { status: 200, body: "yes" }];
    const prepare = (attempt: number) => ({ method: "PUT", headers: { "x-attempt": `${attempt}` } });
    expect(await (await callRemote(url, prepare, quick)).text()).toBe("yes");
    expect(seen).toEqual(["PUT /x 1", "PUT /x 2", "PUT /x 3", "PUT /x 4"]);
  });

  test("a final status is not repeated, and the failure has its body", async () => {
    reactions = [{ status: 404, body: "no such thing" }];
    expect(await failureOf(callRemote(url, () => ({}), quick))).toEqual({
      reason: "the server answered 404 Not Found",
      attempts: 1,
      status: 404,
      text: "no such thing",
      cause: undefined,
    });
    expect(seen).toHaveLength(1);
  });

  test("fails after its retries; without retries after one attempt", async () => {
    reactions = [{ status: 500 }];
    expect(await failureOf(callRemote(url, () => ({}), quick))).toMatchObject({ attempts: 4, status: 500 });
    expect(await failureOf(callRemote(url, () => ({}), { failed }))).toMatchObject({ attempts: 1 });
    expect(seen).toHaveLength(5);
  });

  test("follows no redirect unless the request says so", async () => {
    reactions = [{ status: 302, headers: { location: "/y" } }, { status: 200 }];
    const { reason, status } = await failureOf(callRemote(url, () => ({}), { failed }));
    expect([reason, status]).toEqual(["unexpected redirect", undefined]);
    reactions = [{ status: 302, headers: { location: "/y" } }, { status: 200 }];
    expect((await callRemote(url, () => ({ redirect: "follow" }), { failed })).ok).toBe(true);
  });

  test("does not repeat a redirect, also one that is followed too often", async () => {
    reactions = [{ status: 302, headers: { location: "/x" } }];
    expect(await failureOf(callRemote(url, () => ({}), quick))).toMatchObject({ attempts: 1 });
    expect(seen).toHaveLength(1);
    const followed = await failureOf(callRemote(url, () => ({ redirect: "follow" }), quick));
    expect(followed).toMatchObject({ attempts: 1, reason: expect.stringContaining("redirect") });
  });

  test.each<[string, string, RequestInit]>([
    ["url", "not an address", {}],
    ["url", "ftp://127.0.0.1/x", {}],
    ["url", "http://user:secret@127.0.0.1/x?token=secret", {}],
    ["method", "", { method: "GET IT" }],
    ["method", "", { method: "TRACE" }],
    ["body", "", { body: "of a GET" }],
    ["headers", "", { headers: { "a b": "c" } }],
  ])("refuses an unusable %s at once, by name: %s %j", async (option, address, init) => {
    reactions = [{ status: 200 }];
    const error = await callRemote(address || url, () => init, { ...quick, backoffMs: 60_000 }).catch(
      (e) => e,
    );
    expect(InvalidOption.is(error) && error.details.option).toBe(option);
    expect(error.message).not.toContain("secret");
    expect(seen).toEqual([]);
  });

  test.each<[string, object | null | string]>([
    ["retry", { failed, retry: 3 }],
    ["retries", { failed, retries: "3" }],
    ["timeoutMs", { failed, timeoutMs: Number.POSITIVE_INFINITY }],
    ["signal", { failed, signal: {} }],
    ["failed", {}],
    ["options", null],
    ["options", "failed"],
  ])("refuses the option %s of %j", async (option, options) => {
    const error = await callRemote(url, () => ({}), options as never).catch((e) => e);
    expect(InvalidOption.is(error) && error.details).toMatchObject({ option, of: "a remote call" });
  });

  test("has the status of the last answer when it is ended while it waits for the next attempt", async () => {
    reactions = [{ status: 503, headers: { "retry-after": "20" }, body: "busy" }];
    const control = new AbortController();
    const call = failureOf(callRemote(url, () => ({}), { ...quick, signal: control.signal }));
    await vi.waitUntil(() => seen.length === 1);
    setTimeout(() => control.abort(new Error("enough")), 50);
    expect(await call).toMatchObject({ status: 503, text: "busy", attempts: 1, cause: new Error("enough") });
  });

  test("has the status of the last answer when it is ended within a later attempt", async () => {
    reactions = [{ status: 503 }, "silence"];
    const control = new AbortController();
    const call = failureOf(callRemote(url, () => ({}), { ...quick, signal: control.signal }));
    await vi.waitUntil(() => seen.length === 2);
    control.abort();
    expect(await call).toMatchObject({ status: 503, attempts: 2 });
  });

  test("an error whose body never ends is still the error of its status, after 5 s", async () => {
    reactions = [{ status: 404, endless: true }];
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const call = failureOf(callRemote(url, () => ({}), { failed }));
      while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
      vi.advanceTimersByTime(5_000);
      expect(await call).toMatchObject({ status: 404, text: "" });
    } finally {
      vi.useRealTimers();
    }
  });

  test("reading the body of an answer is limited too, by default to two minutes", async () => {
    reactions = [{ status: 200, endless: true }];
    const { body } = await callRemote(url, () => ({}), { failed, timeoutMs: 50 });
    await expect(readLimited(body, 100)).rejects.toThrow(/timeout/);
    const timeout = vi.spyOn(AbortSignal, "timeout");
    await (await callRemote(url, () => ({}), { failed })).body?.cancel();
    expect(timeout).toHaveBeenCalledExactlyOnceWith(120_000);
    timeout.mockRestore();
  });

  test("an attempt has a time limit, and a signal ends the whole call", async () => {
    reactions = ["silence"];
    const late = await failureOf(callRemote(url, () => ({}), { ...quick, retries: 1, timeoutMs: 30 }));
    expect(late).toMatchObject({ attempts: 2, reason: expect.stringContaining("timeout") });
    const started = performance.now();
    const signal = AbortSignal.timeout(50);
    reactions = [{ status: 503, headers: { "retry-after": "20" } }];
    await failureOf(callRemote(url, () => ({}), { ...quick, signal }));
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test("waits as long as the answer asks for", async () => {
    reactions = [{ status: 503, headers: { "retry-after": "1" } }, { status: 200 }];
    const started = performance.now();
    await callRemote(url, () => ({}), quick);
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  test("returns the answer that is found before an attempt, and throws what preparing throws", async () => {
    reactions = ["drop"];
    const found = await callRemote(url, (n) => (n === 2 ? new Response("found") : {}), quick);
    expect(await found.text()).toBe("found");
    expect(seen).toHaveLength(1);
    const broken = callRemote(url, () => Promise.reject(new RangeError("no file")), quick);
    await expect(broken).rejects.toThrow(RangeError);
  });
});

test("the statuses after which a request may succeed later", () => {
  const all = [200, 301, 400, 404, 408, 409, 425, 429, 500, 501, 502, 503, 504, 505, 520];
  expect(all.filter(isTransient)).toEqual([408, 425, 429, 500, 502, 503, 504, 520]);
});

test("reads Retry-After in seconds and as a date, and ignores anything else", () => {
  const asked = (value?: string) =>
    retryAfter(new Response(null, value ? { headers: { "retry-after": value } } : {}));
  expect([asked("3"), asked("0"), asked("-1"), asked("soon"), asked(), asked("86400")]).toEqual([
    3000, 0, 0, 0, 0, 20_000,
  ]);
  const date = asked(new Date(Date.now() + 10_000).toUTCString());
  expect(date).toBeGreaterThan(8_000);
  expect(date).toBeLessThanOrEqual(10_000);
});

test("readLimited returns the whole body, and undefined for one that is larger", async () => {
  const body = (text: string) => new Response(text).body;
  expect(await readLimited(body("abc"), 3)).toEqual(new TextEncoder().encode("abc"));
  expect(await readLimited(body("abcd"), 3)).toBeUndefined();
  expect(await readLimited(null, 0)).toEqual(new Uint8Array(0));
});
