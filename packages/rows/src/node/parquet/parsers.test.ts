import { expect, test } from "vitest";
import { EXACT_PARSERS } from "./parsers.js";

const {
  timestampFromMilliseconds,
  timestampFromMicroseconds,
  timestampFromNanoseconds,
  dateFromDays,
  jsonFromBytes,
} = EXACT_PARSERS as Required<typeof EXACT_PARSERS>;

test("times keep all digits", () => {
  // 2024-01-01T10:00:00Z is 1704103200 s.
  expect(timestampFromMilliseconds(1704103200000n)).toBe("2024-01-01T10:00:00Z");
  expect(timestampFromMilliseconds(1704103200120n)).toBe("2024-01-01T10:00:00.120Z");
  expect(timestampFromMicroseconds(1704103200123456n)).toBe("2024-01-01T10:00:00.123456Z");
  expect(timestampFromNanoseconds(1704103200123456789n)).toBe("2024-01-01T10:00:00.123456789Z");
  expect(timestampFromNanoseconds(1704103200123000000n)).toBe("2024-01-01T10:00:00.123Z");
  expect(timestampFromMicroseconds(-1n)).toBe("1969-12-31T23:59:59.999999Z");
  expect(timestampFromMicroseconds(2n ** 63n - 1n)).toBe(2n ** 63n - 1n);
});

test("days have no time", () => {
  expect(dateFromDays(19_782)).toBe("2024-02-29");
  expect(dateFromDays(-1)).toBe("1969-12-31");
  expect(dateFromDays(2 ** 31)).toBe(2 ** 31);
});

test("JSON keeps the digits of its numbers", () => {
  expect(jsonFromBytes(new TextEncoder().encode('{"id": 9007199254740993}'))).toEqual({
    id: 9007199254740993n,
  });
});
