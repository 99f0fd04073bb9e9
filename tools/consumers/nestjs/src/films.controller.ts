import { Body, Controller, Get, HttpCode, Inject, Post } from "@nestjs/common";
import { FilmsService } from "./films.service.js";
import { runNode } from "./program/node.js";

@Controller()
export class FilmsController {
  constructor(@Inject(FilmsService) private readonly films: FilmsService) {}

  @Post("v1/predict")
  @HttpCode(200)
  predict(@Body() body: { text: string }) {
    return this.films.predict(body.text);
  }

  @Get("program")
  program() {
    return runNode({ folder: "out", rows: Number(process.env["ROWS"]) });
  }
}
