import type { Predictor } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import { Injectable, type OnModuleInit } from "@nestjs/common";

@Injectable()
export class FilmsService implements OnModuleInit {
  private predictor!: Predictor;

  async onModuleInit() {
    this.predictor = await loadModel(process.env["MODEL"] ?? "model");
  }

  predict(text: string) {
    return this.predictor.predict(text);
  }
}
