import { expect, test } from "vitest";
import { createLeaseBoard, readLeaseBoard } from "./lease-board.js";

test("held jobs are read, dropped jobs are not, and slots are used again", () => {
  const board = createLeaseBoard(2);
  expect(readLeaseBoard(board.memory)).toEqual([]);
  board.hold("a", "t1");
  board.hold("b with space", "t2");
  const held = () => readLeaseBoard(board.memory).sort((x, y) => (x.id < y.id ? -1 : 1));
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
  expect(readLeaseBoard(board.memory)).toEqual([{ id: "a", token: "t" }]);
});

test("a slot that is being written is skipped", () => {
  const board = createLeaseBoard(1);
  board.hold("a", "t");
  Atomics.add(new Int32Array(board.memory), 0, 1);
  expect(readLeaseBoard(board.memory)).toEqual([]);
});
