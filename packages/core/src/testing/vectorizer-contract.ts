import { withRole } from "../contracts/split.js";
import type { FittedVectorizer, LinearWeights, Vectorizer } from "../contracts/vectorizer.js";
import { NotTrainSplit } from "../errors/codes.js";
import { type CsrMatrix, csrMatrix } from "../matrix/csr-matrix.js";
import { type ContractCase, casesOf, failureOf, rule } from "./contract-case.js";
import { decisionsOf } from "./decisions-of.js";

const TEXTS = [
  "A good film, a very good film indeed.",
  "A bad film.",
  "",
  "Good acting but a bad bad plot; the café scene \u{1F600} was good.",
  "\ud800 lone surrogate and a\u0000 control",
];

/** The rules that every {@link Vectorizer} must follow, of this library or another one. */
export function vectorizerContract(make: () => Vectorizer<FittedVectorizer>): ContractCase[] {
  const fitted = () => make().fit(withRole("train", TEXTS));
  return casesOf({
    async "transform returns a valid matrix with a row for each text and a column for each feature"() {
      const vectorizer = await fitted();
      const matrix = csrMatrix(vectorizer.transform(TEXTS));
      rule(matrix.rows === TEXTS.length, `${matrix.rows} rows for ${TEXTS.length} texts`);
      rule(
        matrix.cols === vectorizer.featureCount,
        `${matrix.cols} columns, ${vectorizer.featureCount} features`,
      );
    },
    async "featureNames has one name for each column"() {
      const vectorizer = await fitted();
      const names = vectorizer.featureNames();
      rule(
        names.length === vectorizer.featureCount,
        `${names.length} names, ${vectorizer.featureCount} features`,
      );
    },
    async "fitTransform equals fit and then transform"() {
      const both = await make().fitTransform(withRole("train", TEXTS));
      const apart = (await fitted()).transform(TEXTS);
      rule(sameMatrix(both.matrix, apart), "the matrices differ");
    },
    async "a row depends on its own text only"() {
      const vectorizer = await fitted();
      const all = vectorizer.transform(TEXTS);
      TEXTS.forEach((text, r) => {
        const alone = vectorizer.transform([text]);
        const same = sameArray(alone.indices, all.indices.subarray(all.indptr[r], all.indptr[r + 1]));
        rule(same, `row ${r} has other columns when its text is alone`);
        const values = sameArray(alone.values, all.values.subarray(all.indptr[r], all.indptr[r + 1]));
        rule(values, `row ${r} has other values when its text is alone`);
      });
    },
    async "unknown terms and an empty list of texts are accepted"() {
      const vectorizer = await fitted();
      rule(vectorizer.transform([]).rows === 0, "no texts returned rows");
      rule(vectorizer.transform(["zzzzqqqq"]).rows === 1, "a text of an unknown term has no row");
    },
    async "the decision values of a linear scorer, if there is one, are those of the matrix, bit for bit"() {
      const vectorizer = await fitted();
      for (const outputs of [1, 3]) {
        const weights = generatedWeights(outputs, vectorizer.featureCount);
        const wanted = decisionsOf(vectorizer.transform(TEXTS), weights);
        const decide = vectorizer.linearScorer?.(weights) ?? (() => wanted);
        rule(sameArray(decide(TEXTS), wanted), `the decisions of ${outputs} outputs differ`);
        TEXTS.forEach((text, r) => {
          const alone = wanted.subarray(r * outputs, (r + 1) * outputs);
          rule(!vectorizer.linearScorer || sameArray(decide([text]), alone), `text ${r} alone differs`);
        });
      }
    },
    async "it says how its training texts were cleaned, and nothing where that is not known"() {
      const cleaning = [{ name: "lower-case", version: 1 }];
      const texts = withRole("train", TEXTS, cleaning);
      const all = [await make().fit(texts), (await make().fitTransform(texts)).vectorizer];
      for (const one of all)
        rule(one.cleaning?.[0]?.name === "lower-case", "the cleaning is lost: use fittedOn");
      rule((await fitted()).cleaning === undefined, "it says a cleaning that nobody gave");
    },
    async "fitting on anything but a train split is refused"() {
      for (const texts of [TEXTS, withRole("test", TEXTS), withRole("validation", TEXTS)]) {
        const error = await failureOf(() => make().fit(texts as never));
        rule(NotTrainSplit.is(error), `fit threw ${String(error)} instead of NOT_TRAIN_SPLIT`);
      }
    },
  });
}

/** Weights of both signs and very different sizes: summing in another order changes the result. */
function generatedWeights(outputs: number, columns: number): LinearWeights {
  return {
    coef: Float64Array.from({ length: outputs * columns }, (_, k) => Math.sin(k + 1) * 10 ** (k % 7)),
    intercept: Float64Array.from({ length: outputs }, (_, o) => o / 3 - 0.1),
  };
}

function sameMatrix(a: CsrMatrix, b: CsrMatrix): boolean {
  return sameArray(a.indptr, b.indptr) && sameArray(a.indices, b.indices) && sameArray(a.values, b.values);
}

function sameArray(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.prototype.every.call(a, (value, i) => value === b[i]);
}
