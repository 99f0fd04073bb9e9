import { afterEach, describe, expect, test, vi } from "vitest";
import { askForRenewal, createLeaseBoard, readLeaseBoard } from "./lease-board.js";

const jobsOn = (memory: SharedArrayBuffer) => readLeaseBoard(memory).map(({ id, token }) => ({ id, token }));

test("held jobs are read, dropped jobs are not, and slots are used again", () => {
  const board = createLeaseBoard(2);
  expect(readLeaseBoard(board.memory)).toEqual([]);
  board.hold("a", "t1");
  board.hold("b with space", "t2");
  const held = () => jobsOn(board.memory).sort((x, y) => (x.id < y.id ? -1 : 1));
  expect(held()).toEqual([
    { id: "a", token: "t1" },
    { id: "b with space", token: "t2" },
  ]);
  board.drop("a");
  board.drop("unknown");
  expect(held()).toEqual([{ id: "b with space", token: "t2" }]);
  board.hold("c", "t3");
  board.hold("c", "t4");
  expect(held().map(({ token }) => token)).toEqual(["t2", "t4"]);
});

test("an id that is too long, and one job too many, are refused with a code", () => {
  const board = createLeaseBoard(1);
  const refused = expect.objectContaining({ code: "INVALID_OPTION" });
  expect(() => board.hold("x".repeat(600), "t")).toThrow(refused);
  board.hold("a", "t");
  expect(() => board.hold("b", "t")).toThrow(refused);
  expect(jobsOn(board.memory)).toEqual([{ id: "a", token: "t" }]);
});

test("a slot that is being written is skipped", () => {
  const board = createLeaseBoard(1);
  board.hold("a", "t");
  Atomics.add(new Int32Array(board.memory), 0, 1);
  expect(readLeaseBoard(board.memory)).toEqual([]);
});

describe("a lock has expired", () => {
  afterEach(() => vi.useRealTimers());

  /** A board with one job, on a clock that stands still. */
  function held() {
    vi.useFakeTimers({ toFake: ["hrtime"] });
    const board = createLeaseBoard(2);
    board.hold("a", "t");
    const expired = () => board.expired(1_000).map(({ id }) => id);
    return { board, expired, read: () => readLeaseBoard(board.memory) };
  }

  test("once nothing has renewed it for as long as a lease lasts, and not before", () => {
    const { board, expired } = held();
    vi.advanceTimersByTime(1_000);
    expect(expired()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(board.expired(1_000)).toEqual([{ id: "a", token: "t" }]);
    board.drop("a");
    expect(expired()).toEqual([]);
    board.hold("b", "t");
    expect(expired()).toEqual([]);
  });

  test("by when its renewal was asked for, not by when the answer was heard", () => {
    const { board, expired, read } = held();
    vi.advanceTimersByTime(900);
    const answered = askForRenewal(board.memory);
    vi.advanceTimersByTime(600);
    // The server may have renewed it in time.
    expect(expired()).toEqual([]);
    answered(read());
    expect(expired()).toEqual([]);
    vi.advanceTimersByTime(401);
    expect(expired()).toEqual(["a"]);
  });

  test("also while a renewal is asked for that was asked too late, or that failed", () => {
    const { board, expired } = held();
    vi.advanceTimersByTime(1_001);
    const late = askForRenewal(board.memory);
    expect(expired()).toEqual(["a"]);
    late([]);
    board.hold("b", "t");
    const failed = askForRenewal(board.memory);
    vi.advanceTimersByTime(1_001);
    expect(expired()).toEqual(["a"]);
    failed([]);
    expect(expired()).toEqual(["a", "b"]);
  });

  test("and what was renewed for a job does nothing for the next one in its slot", () => {
    const { board, expired, read } = held();
    const answered = askForRenewal(board.memory);
    const jobs = read();
    board.drop("a");
    vi.advanceTimersByTime(500);
    board.hold("b", "t");
    answered(jobs);
    vi.advanceTimersByTime(999);
    expect(expired()).toEqual([]);
    vi.advanceTimersByTime(2);
    expect(expired()).toEqual(["b"]);
  });
});
