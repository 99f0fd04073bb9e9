import { expect, test } from "vitest";
import type { Answer } from "../routes/index.js";
import { serveHttp } from "./index.js";

const pong: Answer = { status: 200, headers: {}, body: "pöng" };

test("serves any app, tells it that it ends, and finishes what was accepted", async () => {
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

test("a body beyond the limit is refused, whether its length is declared or not", async () => {
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
