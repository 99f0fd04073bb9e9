import { defineError, parseWith } from "@imdb/core";
import { task } from "@imdb/flow";
import { createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import { serveHttp } from "@imdb/serve/node";
import * as z from "zod";

/** Loads the saved bundle as in production, and predicts over HTTP and in one batch call. */
export const serveModel = task(
  { name: "serve", cache: "none" },
  async ({ bundle, texts }: { bundle: string; texts: readonly string[] }, ctx) => {
    const predictor = await loadModel(bundle);
    const batch = predictor.predictBatch(texts);
    const service = await serveHttp(createApp({ predictor }), { port: 0 });
    try {
      return await Promise.all(
        texts.map(async (text, i) => {
          const response = await fetch(`${service.url}/v1/predict`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ text }),
            signal: ctx.signal,
          });
          const { label, probabilities } = parseWith(
            answerSchema,
            await response.json(),
            "The service's answer",
          );
          if (probabilities[label] !== batch[i]!.probabilities[label]) throw UnequalAnswers.create({ text });
          return { text, label, probability: probabilities[label]! };
        }),
      );
    } finally {
      await service.close();
    }
  },
);

const answerSchema = z.object({ label: z.string(), probabilities: z.record(z.string(), z.number()) });

const UnequalAnswers = defineError("UNEQUAL_ANSWERS", "internal", (d: { text: string }) => ({
  message: `The service and the batch call give different probabilities for ${JSON.stringify(d.text)}.`,
  remedy: "This is a defect of the library. Report it with the bundle.",
}));
