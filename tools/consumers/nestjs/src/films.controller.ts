import { Body, Controller, Get, HttpCode, Post } from "@nestjs/common";
import type { FilmsService } from "./films.service.js";

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
    return this.films.program();
  }
}
