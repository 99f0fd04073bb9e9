import { seededRandom } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldText } from "./fold.js";
import { nearDuplicates } from "./near-duplicates.js";

const random = seededRandom(11);
const word = () => `w${random.integer(500)}`;
const words = (n: number) => Array.from({ length: n }, word);

/** The set of word 5-grams, the slow and plain way. */
function setOf(text: string): ReadonlySet<string> {
  const all = text.split(" ");
  const size = Math.min(5, all.length);
  return new Set(Array.from({ length: all.length - size + 1 }, (_, i) => all.slice(i, i + size).join(" ")));
}

function jaccard(x: ReadonlySet<string>, y: ReadonlySet<string>): number {
  let shared = 0;
  for (const shingle of x) if (y.has(shingle)) shared++;
  return shared / (x.size + y.size - shared);
}

describe("nearDuplicates", () => {
  test("finds what brute force finds: all pairs well above the threshold, none below it", async () => {
    const texts: string[] = [];
    for (let i = 0; i < 40; i++) {
      const original = words(60 + random.integer(200));
      texts.push(original.join(" "));
      for (const edits of [1, 2, 4, 8, 16]) {
        const copy = original.slice();
        for (let e = 0; e < edits; e++) copy[random.integer(copy.length)] = word();
        texts.push(copy.join(" "));
      }
    }
    const clusters = await nearDuplicates(texts, { threshold: 0.7 });
    const sets = texts.map(setOf);
    const best = new Float64Array(texts.length);
    let close = 0;
    let found = 0;
    for (let i = 0; i < texts.length; i++) {
      for (let j = 0; j < i; j++) {
        const similarity = jaccard(sets[i]!, sets[j]!);
        const isLinked = clusters[i] === clusters[j];
        if (isLinked) best[i] = Math.max(best[i]!, similarity);
        if (isLinked) best[j] = Math.max(best[j]!, similarity);
        if (similarity < 0.75) continue;
        close++;
        if (isLinked) found++;
      }
    }
    expect(close).toBeGreaterThan(100);
    expect(found / close).toBeGreaterThan(0.98);
    // Whoever is in a cluster has a member of it at the threshold or above.
    const alone = (i: number) => clusters.every((cluster, j) => j === i || cluster !== clusters[i]);
    for (let i = 0; i < texts.length; i++) if (!alone(i)) expect(best[i]).toBeGreaterThanOrEqual(0.7);
  });

  test.each([0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95])(
    "finds nearly all pairs a little above the threshold %f",
    async (threshold) => {
      // Words that occur once each: pairs share exactly the shingles before the first changed word.
      const pairs = Array.from({ length: 300 }, (_, pair) => {
        const own = Array.from({ length: 204 }, (_, i) => `p${pair}w${i}`);
        // With n of 200 shingles shared, the similarity is n / (400 - n).
        const similarity = threshold + random.next() * 0.02;
        const shared = Math.ceil((400 * similarity) / (1 + similarity));
        const copy = own.map((word, i) => (i < shared + 4 ? word : `${word}x`));
        return [own.join(" "), copy.join(" ")] as const;
      });
      const clusters = await nearDuplicates(pairs.flat(), { threshold });
      const found = pairs.filter((_, i) => clusters[2 * i] === clusters[2 * i + 1]).length;
      expect(found).toBeGreaterThan(285);
    },
  );

  test.each([
    [
      "Chinese",
      "这部电影的摄影非常出色，演员的表演也很自然，但是故事情节有些拖沓，结局让人失望。",
      "。",
      "！",
    ],
    [
      "Japanese",
      "この映画は映像がとても美しく、俳優の演技も自然でしたが、物語は少し長すぎました。",
      "。",
      "！",
    ],
    ["Thai", "ภาพยนตร์เรื่องนี้ถ่ายทำได้สวยงามมากนักแสดงเล่นได้เป็นธรรมชาติแต่เนื้อเรื่องยืดเยื้อไปหน่อย", "", "จ"],
    [
      "Russian",
      "Этот Фильм снят очень красиво, актёры играют естественно, но сюжет немного затянут.",
      "Фильм",
      "фильм",
    ],
    [
      "Greek",
      "Η ταινία είναι πολύ όμορφη και οι ηθοποιοί παίζουν φυσικά αλλά η πλοκή αργεί",
      "Η ταινία",
      "η ΤΑΙΝΊΑ",
    ],
    [
      "Arabic",
      "هذا الفيلم جميل جدا والممثلون يؤدون أدوارهم بشكل طبيعي لكن القصة طويلة بعض الشيء والنهاية مخيبة للآمال",
      "للآمال",
      "جدا",
    ],
    [
      "Hindi",
      "यह फ़िल्म बहुत सुंदर है और कलाकारों का अभिनय भी स्वाभाविक है लेकिन कहानी थोड़ी लंबी है और अंत निराश करता है",
      "करता है",
      "करता है।",
    ],
    [
      "Korean",
      "이 영화는 촬영이 매우 아름답고 배우들의 연기도 자연스러웠지만 이야기가 조금 길고 결말이 아쉬웠다 그래도 추천한다",
      "추천한다",
      "추천합니다",
    ],
    ["emoji", "😀😂🎉👍🏽🔥💯🎬🍿😍👏🥳🤩🌟🎵🎭🏆🎈🐶🐱🚀🌈🍕🎂🎁", "🎁", "🎀"],
    ["rare Chinese characters", "𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇𠀈𠀉𠀊𠀋𠀌𠀍𠀎𠀏𠀐𠀑𠀒𠀓𠀔𠀕𠀖𠀗", "𠀗", "𠀘"],
    ["full width", "Ｔｈｅ ｆｉｌｍ ｗａｓ ｆｉｎｅ", "Ｔｈｅ ｆｉｌｍ ｗａｓ ｆｉｎｅ", "the film was fine"],
    ["German capitals", "Die Straße war groß und der Spaß auch", "Straße war groß", "STRASSE WAR GROSS"],
    ["Greek final letters", "Ο ΚΌΣΜΟΣ ΕΊΝΑΙ ΜΙΚΡΌΣ", "ΚΌΣΜΟΣ ΕΊΝΑΙ ΜΙΚΡΌΣ", "κόσμος είναι μικρός"],
    ["soft hyphens", "a wonderful evening at the cinema", "wonderful", "won\u00adder\u00adful"],
    [
      "decomposed letters",
      "un été à la plage près de Séville",
      "été à la plage près",
      "e\u0301te\u0301 a\u0300 la plage pre\u0300s",
    ],
    [
      "quotes",
      "She said “it’s a gem” and left — the rest of us stayed for the whole film",
      "“it’s a gem” and left —",
      '"it\'s a gem" and left -',
    ],
  ])("finds texts that differ little in %s", async (_, text, from, to) => {
    const other = from === "" ? text + to : text.replace(from, to);
    expect(other).not.toBe(text);
    expect([...(await nearDuplicates([text, other]))]).toEqual([0, 0]);
  });

  test("every character is like its upper case, its lower case and its decomposition", () => {
    const different: string[] = [];
    for (let point = 0; point < 0x110000; point++) {
      if (point >= 0xd800 && point < 0xe000) continue;
      const character = String.fromCodePoint(point);
      const folded = foldText(character);
      const others = [character.toUpperCase(), character.toLowerCase(), character.normalize("NFD"), folded];
      if (others.some((other) => other !== character && foldText(other) !== folded))
        different.push(character);
    }
    expect(different).toEqual([]);
  });

  test("a character that stands for many takes no room of others", async () => {
    // U+FDFA is 18 letters, and ㍿ is four words, when they are folded.
    const long = "㍿".repeat(4000);
    expect([...(await nearDuplicates([long, `${long}㍿`, "㍿"]))]).toEqual([0, 0, 2]);
  });

  test("does not link texts of one script that differ", async () => {
    const texts = [
      "这部电影的摄影非常出色，演员的表演也很自然。",
      "我昨天在商店里买了一台新的洗衣机，质量很差。",
    ];
    expect([...(await nearDuplicates(texts))]).toEqual([0, 1]);
  });

  test("looks past case and punctuation, and not past words", async () => {
    const text = "The plot was thin, but the acting made it well worth the long evening we spent with it.";
    const clusters = await nearDuplicates([
      text,
      text.toUpperCase().replaceAll(",", " --"),
      "Something else.",
      "?!",
    ]);
    expect([...clusters]).toEqual([0, 0, 2, 3]);
  });

  test("many copies of one text, and many texts in one bucket, take no quadratic time", async () => {
    const body = words(40).join(" ");
    const texts = Array.from({ length: 20_000 }, (_, i) => `${body} ${i % 2 === 0 ? "" : `x${i}`}`);
    const clusters = await nearDuplicates(texts);
    expect(new Set(clusters).size).toBe(1);
  });

  test("each text's cluster is named by its first member, for any texts", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "grapheme" })), async (texts) => {
        const clusters = await nearDuplicates(texts);
        clusters.forEach((first, i) => {
          expect(first).toBeLessThanOrEqual(i);
          expect(clusters[first]).toBe(first);
        });
      }),
    );
  });

  test("checks its options and can be cancelled", async () => {
    await expect(nearDuplicates([], { threshold: 0.1 })).rejects.toThrow(/threshold/);
    await expect(nearDuplicates([], { shingleSize: 0 })).rejects.toThrow(/shingleSize/);
    await expect(nearDuplicates(["a"], {}, { signal: AbortSignal.abort() })).rejects.toThrow(/cancelled/);
  });
});
