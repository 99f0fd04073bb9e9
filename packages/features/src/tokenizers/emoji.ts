const VARIATION = 0xfe0f;
const KEYCAP = 0x20e3;
const JOINER = 0x200d;

/**
 * Where the mark ends that starts at `i`: one code point with what changes its look (variation selectors, skin tones, the
 * keycap, tags) and the emoji that are joined to it, or two regional indicators, which are a flag. For emoji these are the
 * extended grapheme clusters of Unicode.
 *
 * Any symbol of the blocks in which emoji are can be joined, so that no table of a Unicode version is needed.
 *
 * @see Unicode Standard Annex #29, rules GB9 and GB11 to GB13.
 */
export function endOfCluster(text: string, i: number): number {
  let before = text.codePointAt(i)!;
  // Nearly every mark ends here: before the end of the text, or a unit below all of which clusters are continued.
  if (before <= 0xffff && !(text.charCodeAt(i + 1) >= JOINER)) return i + 1;
  let end = i + widthOf(before);
  if (isRegional(before)) {
    const next = text.codePointAt(end);
    if (next !== undefined && isRegional(next)) end += 2;
  }
  // What a joiner would join to: it has to follow a symbol and what changes its look.
  let canJoin = isSymbol(before);
  while (end < text.length) {
    const next = text.codePointAt(end)!;
    const isJoined = before === JOINER && canJoin && isSymbol(next);
    if (!isJoined) {
      if (next !== JOINER && !isExtend(next)) break;
      canJoin &&= before !== JOINER;
    }
    before = next;
    end += widthOf(next);
  }
  return end;
}

/** Where a word up to `i` ends: before its last character if that begins an emoji, as the digit of a keycap does. */
export function endBeforeEmoji(text: string, i: number): number {
  const unit = text.charCodeAt(i);
  if (unit !== VARIATION && unit !== KEYCAP) return i;
  const last = text.charCodeAt(i - 1);
  const isDigit = last >= 0x30 && last <= 0x39;
  const isKeycap = isDigit && (unit === KEYCAP || text.charCodeAt(i + 1) === KEYCAP);
  // U+2139, the sign for information, is a letter.
  return isKeycap || (last === 0x2139 && unit === VARIATION) ? i - 1 : i;
}

function widthOf(codePoint: number): number {
  return codePoint > 0xffff ? 2 : 1;
}

function isExtend(codePoint: number): boolean {
  return (
    (codePoint >= 0xfe00 && codePoint <= VARIATION) ||
    codePoint === KEYCAP ||
    isSkinTone(codePoint) ||
    (codePoint >= 0xe0020 && codePoint <= 0xe007f)
  );
}

function isSkinTone(codePoint: number): boolean {
  return codePoint >= 0x1f3fb && codePoint <= 0x1f3ff;
}

function isRegional(codePoint: number): boolean {
  return codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff;
}

function isSymbol(codePoint: number): boolean {
  if (codePoint <= 0xffff) {
    return (
      codePoint === 0xa9 ||
      codePoint === 0xae ||
      (codePoint >= 0x203c && codePoint <= 0x2b55 && codePoint !== KEYCAP)
    );
  }
  return codePoint >= 0x1f000 && codePoint <= 0x1fffd && !isSkinTone(codePoint) && !isRegional(codePoint);
}
