import { resolve } from "node:path";
import { expect, test, vi } from "vitest";
import { absolutePath } from "./index.js";

test("a relative path in a working directory that was removed is a typed error", () => {
  expect(absolutePath("a/b")).toBe(resolve("a/b"));
  vi.spyOn(process, "cwd").mockImplementation(() => {
    throw Object.assign(new Error("ENOENT: process.cwd failed, uv_cwd"), { code: "ENOENT" });
  });
  expect(absolutePath("/a/../b")).toBe("/b");
  expect(() => absolutePath("a")).toThrow(
    expect.objectContaining({ code: "FILE_FAILURE", message: expect.stringMatching(/resolve a: .*removed/) }),
  );
});
