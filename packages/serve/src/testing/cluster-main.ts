import { serveHttp } from "@imdb/runtime/http";
import { createMetrics } from "@imdb/runtime/telemetry";
import { createApp } from "../app/app.js";
import { serveCluster } from "../node/cluster.js";
import { createPredictor } from "../predictor/predictor.js";
import { toyBundle } from "./toy-model.js";

/** A program that serves the toy model on two processes; the cluster's test starts it. */
await serveCluster({
  workers: 2,
  async start({ number, joinMetrics }) {
    const metrics = createMetrics();
    const predictor = createPredictor(toyBundle());
    const app = createApp({ predictor, metrics, readMetrics: joinMetrics(metrics) });
    const service = await serveHttp(app, { port: Number(process.env["PORT"]) });
    process.stdout.write(`ready ${process.pid} as ${number}: ${service.url}\n`);
    return service;
  },
});
