import { Body, Controller, Get, HttpCode, Post } from "@nestjs/common";
import type { FilmsService } from "./films.service.js";
import { runNode } from "./program/node.js";

@Controller()
export class FilmsController {
  constructor(private readonly films: FilmsService) {}

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
