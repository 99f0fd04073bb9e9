import { expect, test } from "vitest";
import { UnpackMeter } from "./limits.js";

const MIB = 2 ** 20;

test("a file may unpack to maxBytes, and not to one more", () => {
  const meter = new UnpackMeter("a.gz", { maxBytes: 10 });
  meter.unpack(6);
  meter.unpack(4);
  expect(() => meter.unpack(1)).toThrow("a.gz exceeds maxBytes: 11, allowed are 10.");
});

test("a file may unpack to 4 GiB unless it is said otherwise", () => {
  const meter = new UnpackMeter("a.gz", {});
  meter.packed = 2 ** 30;
  meter.unpack(2 ** 32);
  expect(() => meter.unpack(1)).toThrow("exceeds maxBytes: 4294967297");
});

test("the ratio may be maxRatio, rounded, and counts above 16 MiB", () => {
  const meter = new UnpackMeter("a.gz", { maxRatio: 20 });
  meter.unpack(16 * MIB);
  meter.packed = MIB;
  meter.unpack(4 * MIB);
  meter.unpack(MIB / 2 - 1);
  expect(() => meter.unpack(1)).toThrow("a.gz exceeds maxRatio: 21, allowed are 20.");
  const even = new UnpackMeter("a.gz", { maxRatio: 1, maxBytes: Number.MAX_VALUE });
  even.packed = 32 * MIB;
  even.unpack(32 * MIB);
});

test("a file without a packed byte has a ratio too", () => {
  const meter = new UnpackMeter("a.gz", { maxRatio: 17 * MIB });
  meter.unpack(17 * MIB);
  expect(() => meter.unpack(1)).toThrow(`exceeds maxRatio: ${17 * MIB + 1}`);
});

test("the least limits are limits, lower ones are refused", () => {
  expect(() => new UnpackMeter("a.gz", { maxBytes: Number.MIN_VALUE, maxRatio: 1 }).unpack(1)).toThrow(
    "exceeds maxBytes",
  );
  for (const [option, value] of [
    ["maxBytes", 0],
    ["maxBytes", Number.NaN],
    ["maxRatio", 0.999],
  ] as const)
    expect(() => new UnpackMeter("a.gz", { [option]: value })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", details: expect.objectContaining({ option }) }),
    );
});
