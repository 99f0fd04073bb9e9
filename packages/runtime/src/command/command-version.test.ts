import { expect, test } from "vitest";
import { asksForVersion, commandVersion } from "./command-version.js";

test("the version is read from the manifest, and a manifest that is not there is named", () => {
  expect(commandVersion(() => new URL("../../package.json", import.meta.url))).toMatch(/^\d+\.\d+\.\d+/);
  expect(() => commandVersion(() => new URL("./none.json", import.meta.url))).toThrow(
    expect.objectContaining({ code: "FILE_FAILURE", message: expect.stringContaining("none.json") }),
  );
});

test.each(
  [
    ["--version", "-v"].map((one) => [one, true]),
    [undefined, "version", "--versions"].map((one) => [one, false]),
  ].flat(),
)("%s asks for the version: %s", (argument, asks) => expect(asksForVersion(argument as string)).toBe(asks));
