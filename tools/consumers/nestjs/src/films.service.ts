import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { saveBundle } from "@imdb/runtime/bundles";
import type { Predictor } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import { Injectable, type OnModuleInit } from "@nestjs/common";
import { train } from "./program/model.js";
import { runNode, split } from "./program/node.js";

@Injectable()
export class FilmsService implements OnModuleInit {
  private predictor!: Predictor;

  async onModuleInit() {
    const bundle = join(await mkdtemp("model-"), "model");
    await saveBundle(await train(await split()), bundle);
    this.predictor = await loadModel(bundle);
  }

  predict(text: string) {
    return this.predictor.predict(text);
  }

  program() {
    return runNode({ folder: "out", rows: Number(process.env["ROWS"]) });
  }
}
