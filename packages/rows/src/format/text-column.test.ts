import { expect, test } from "vitest";
import { joinColumns, textField } from "../index.js";

test("joined columns are one text; a row without one of them has the others", () => {
  const column = joinColumns(["title", "body"]);
  expect(textField({ title: "A gem", body: "Go and see it." }, column)).toBe("A gem\nGo and see it.");
  expect(textField({ title: "A gem", body: "" }, column)).toBe("A gem");
  expect(textField({ title: null, body: "Go." }, column)).toBe("Go.");
  expect(textField({ body: "Go." }, joinColumns(["title", "body"], " – "))).toBe("Go.");
  expect(textField({ title: "A", body: "B" }, joinColumns(["body", "title"], " – "))).toBe("B – A");
});

test("a row without any of the texts, or with another value, has no text", () => {
  const column = joinColumns(["title", "body"]);
  expect(textField({ title: "", other: "x" }, column)).toEqual({
    reason: "NO_TEXT",
    problem: 'it has no text in its fields ["title","body"]',
  });
  expect(textField({ title: "A", body: 7 }, column)).toMatchObject({ reason: "INVALID_TEXT" });
  expect(textField("A", column)).toMatchObject({ reason: "NOT_AN_OBJECT" });
});

test.each([[[]], [["a", "a"]], [[""]], ["ab"], [[7]]])("%j are no columns to join", (columns) => {
  expect(() => joinColumns(columns as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
});

test("the separator is a text", () => {
  expect(() => joinColumns(["a", "b"], 7 as never)).toThrow(
    expect.objectContaining({ code: "INVALID_OPTION" }),
  );
});
