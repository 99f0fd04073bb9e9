import "reflect-metadata";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { FilmsController } from "./films.controller.js";
import { FilmsService } from "./films.service.js";
import { ProgramController } from "./program.controller.js";

@Module({ controllers: [FilmsController, ProgramController], providers: [FilmsService] })
class AppModule {}

async function listen() {
  const app = await NestFactory.create(AppModule, { logger: ["error", "warn"] });
  await app.listen(0, "127.0.0.1");
  console.log(`Listening on ${await app.getUrl()}`);
}

void listen();
