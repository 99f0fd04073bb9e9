import { mkdir } from "node:fs/promises";
import { startService } from "./service.js";

const apiKey = process.env["API_KEY"] ?? "only-for-trying-it-out";
await mkdir("outputs", { recursive: true });
const service = await startService({ folder: "outputs", port: Number(process.env["PORT"] ?? 8080), apiKey });
console.log(`Listening on ${service.url}; a page to try it is there too.`);
process.once("SIGINT", () => void service.close());
process.once("SIGTERM", () => void service.close());
