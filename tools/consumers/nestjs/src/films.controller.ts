import { Body, Controller, HttpCode, Inject, Post } from "@nestjs/common";
import { FilmsService } from "./films.service.js";

@Controller()
export class FilmsController {
  constructor(@Inject(FilmsService) private readonly films: FilmsService) {}

  @Post("v1/predict")
  @HttpCode(200)
  predict(@Body() body: { text: string }) {
    return this.films.predict(body.text);
  }
}
