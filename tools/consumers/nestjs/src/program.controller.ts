import { Controller, Get } from "@nestjs/common";
import { runNode } from "./program/node.js";

@Controller()
export class ProgramController {
  @Get("program")
  program() {
    return runNode({ folder: "out", rows: Number(process.env["ROWS"]) });
  }
}
