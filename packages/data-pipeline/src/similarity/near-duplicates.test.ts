import { seededRandom } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
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

  test.each([0.5, 0.6, 0.7, 0.8, 0.9])(
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
