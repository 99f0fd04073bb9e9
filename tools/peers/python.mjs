import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The interpreter of the peers' virtual environment, wherever `IMDB_PEERS_PYTHON` does not name another. */
export function peersPython() {
  return process.env.IMDB_PEERS_PYTHON ?? pythonOf(".venv");
}

/** The interpreter that has MLflow 2, wherever `IMDB_MLFLOW2_PYTHON` does not name another. */
export function mlflow2Python() {
  return process.env.IMDB_MLFLOW2_PYTHON ?? pythonOf(".venv-mlflow2");
}

/** The interpreter of a virtual environment beside this file. */
function pythonOf(folder) {
  const inFolder = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";
  return fileURLToPath(new URL(`./${folder}/${inFolder}`, import.meta.url));
}

/** Whether the peers are installed. */
export function hasPeers() {
  return existsSync(peersPython());
}
