import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The interpreter of the peers' virtual environment, wherever `IMDB_PEERS_PYTHON` does not name another. */
export function peersPython() {
  const inFolder = process.platform === "win32" ? "./.venv/Scripts/python.exe" : "./.venv/bin/python";
  return process.env.IMDB_PEERS_PYTHON ?? fileURLToPath(new URL(inFolder, import.meta.url));
}

/** Whether the peers are installed. */
export function hasPeers() {
  return existsSync(peersPython());
}
