// A worker of the pool's tests: does as its job says. Runs the built package, as every worker does.
import { parentPort, workerData } from "node:worker_threads";
import { InvalidOption } from "@imdb/core";
import { serveJobs } from "../../../dist/threads/index.js";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

serveJobs("@imdb/runtime", parentPort, async (job) => {
  switch (job.do) {
    case "double":
      await sleep(job.ms ?? 0);
      return { value: job.n * 2 };
    case "fill": {
      const numbers = new Float64Array(job.buffer).fill(7);
      return { value: numbers, transfer: [numbers.buffer] };
    }
    case "data":
      return { value: workerData };
    case "flags":
      return { value: process.execArgv.join(" ") };
    case "refuse":
      throw InvalidOption.create({ option: "n", value: job.n, expected: "a number" });
    case "break":
      throw new TypeError("broken");
    case "cycle": {
      const details = { option: "n", value: 1, expected: "x" };
      details.self = details;
      throw InvalidOption.create(details);
    }
    case "unclonable":
      return { value: () => {} };
    case "exit":
      return process.exit(3);
    case "die later":
      setTimeout(() => {
        throw new Error("died while idle");
      }, 20);
      return { value: "alive" };
    case "memory": {
      const kept = [];
      for (;;) kept.push(new Array(1e6).fill(kept.length));
    }
    case "spin":
      for (;;);
  }
});
