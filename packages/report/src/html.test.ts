import { ImdbError } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeHtml, html, isHtml, raw, renderHtml } from "./html.js";
import { link } from "./link.js";

describe("html", () => {
  test("escapes text and quoted attributes, and keeps its own markup", () => {
    const hostile = `"'><img src=x onerror=alert(1)>&amp;\``;
    const inner = html`<b title="${hostile}">${hostile}</b>`;
    const escaped = "&quot;&#39;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;&#96;";
    expect(renderHtml(html`<p>${inner}</p>`)).toBe(`<p><b title="${escaped}">${escaped}</b></p>`);
  });

  test("leaves out null, undefined and false, and joins lists", () => {
    expect(renderHtml(html`${null}${undefined}${false}${0}${["a", html`<br>`, ["b"]]}`)).toBe("0a<br>b");
  });

  test("replaces control characters and lone surrogates by visible characters", () => {
    expect(escapeHtml("a\u0000b\u001bc\ud800d\u{1f600}\n\t")).toBe("a␀b␛c\ufffdd\u{1f600}\n\t");
  });

  test("no text has a character that can start markup", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"'`\u0000]|&(?!amp;|lt;|gt;|quot;|#39;|#96;)/);
        expect(escaped).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  test.each([
    ["a name of a tag", () => html`<${"b"}>`],
    ["an attribute without quotes", () => html`<b title=${"x"}>`],
    ["a name of an attribute", () => html`<b ${"onclick"}="x">`],
    ["an address", () => html`<a href="${"javascript:alert(1)"}">x</a>`],
    ["a handler", () => html`<b title="a" onclick='${"x"}'>x</b>`],
    ["a style", () => html`<b style="${"x"}">x</b>`],
    ["a script", () => html`<script>let a = "${"x"}"</script>`],
    ["a style sheet", () => html`<style>${"x"}</style>`],
  ])("refuses a value in %s", (_place, make) => {
    expect(make).toThrow(ImdbError);
  });

  test("an object that only looks like markup is refused", () => {
    const forged = JSON.parse('{"@imdb/core/Html":"<script>"}');
    expect(isHtml(forged)).toBe(false);
    expect(() => html`${forged}`).toThrow(/text, a number or Html/);
    expect(isHtml(raw("<b>"))).toBe(true);
  });
});

describe("link", () => {
  test.each([
    "https://example.org/a?b=1&c=2",
    "mailto:a@example.org",
    "#part",
    "run/page.html",
    "page.html",
    "../a/",
  ])("links %s", (address) => {
    expect(renderHtml(link(address, "x"))).toBe(`<a href="${escapeHtml(address)}">x</a>`);
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>",
    "vbscript:x",
    "//example.org/x",
    "\\\\example.org\\x",
    "/\\example.org",
    "file:///etc/passwd",
  ])("shows %j as text", (address) => {
    expect(renderHtml(link(address, "x"))).toBe(renderHtml(html`x (${address})`));
  });
});
