import { runNode } from "../../program/node.js";

export const dynamic = "force-dynamic";

export async function GET() {
  return Response.json(await runNode({ folder: "out", rows: Number(process.env.ROWS) }));
}
