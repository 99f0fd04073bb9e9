import { afterEach, describe, expect, test, vi } from "vitest";
import { anySignal } from "./any-signal.js";

afterEach(() => vi.unstubAllGlobals());

describe.each(["with AbortSignal.any", "without it"])("%s", (where) => {
  const stub = () => {
    if (where === "without it")
      vi.stubGlobal(
        "AbortSignal",
        class extends AbortSignal {
          static override any = undefined as never;
        },
      );
  };

  test("the first that aborts gives its reason", () => {
    stub();
    const [a, b] = [new AbortController(), new AbortController()];
    const any = anySignal([a.signal, b.signal]);
    expect(any.aborted).toBe(false);
    b.abort("b");
    a.abort("a");
    expect([any.aborted, any.reason]).toEqual([true, "b"]);
  });

  test("one that was aborted before counts", () => {
    stub();
    const ended = new AbortController();
    ended.abort("before");
    const any = anySignal([new AbortController().signal, ended.signal]);
    expect([any.aborted, any.reason]).toEqual([true, "before"]);
  });
});
