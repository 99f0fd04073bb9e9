import { displayed } from "./display.js";

/** Gives the texts of a split a short view. */
export const displayTexts: <T extends readonly string[]>(texts: T) => T = /* @__PURE__ */ displayed(
  (texts: readonly string[]) => ({
    title: "Texts",
    rows: {
      texts: texts.length,
      first: texts[0] === undefined ? undefined : JSON.stringify(texts[0]),
      last: texts.length < 2 ? undefined : JSON.stringify(texts.at(-1)),
    },
  }),
);
