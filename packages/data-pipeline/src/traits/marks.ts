import { isAscii } from "../similarity/ascii.js";

// UTF-8 read as Windows-1252: a lead byte as Ã, Â, â, ð, followed by what a continuation byte looks like.
const MOJIBAKE = /[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â(?:€|\u0080)|ð(?:Ÿ|\u009f)/;
const DAMAGE = new RegExp(`[\\ufffd\\u0080-\\u009f]|${MOJIBAKE.source}`);

/** Whether a text has replacement characters, C1 control characters, or UTF-8 that was read as Windows-1252. */
export function isDamaged(text: string): boolean {
  return !isAscii(text) && DAMAGE.test(text);
}

const RESIDUE =
  /<\/?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,500})?\/?>|<!--|&(?:[a-z]{2,10}|#\d{1,7}|#x[0-9a-f]{1,6});/i;

/** Whether a text holds HTML tags, comments or character references. */
export function hasHtml(text: string): boolean {
  return (text.includes("<") || text.includes("&")) && RESIDUE.test(text);
}
