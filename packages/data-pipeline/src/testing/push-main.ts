// Pushes a version, as a process of its own, which a test kills: `push-main.ts FOLDER s3|http|folder WHERE`.
import { folderObjects, httpObjects, s3Objects } from "@imdb/runtime/objects";
import { pushVersion } from "../versions/push-version.js";
import { s3Of } from "./versions.js";

const [folder = "", kind = "", where = ""] = process.argv.slice(2);
const remote =
  kind === "s3"
    ? s3Objects({ client: s3Of(where), bucket: "reviews" })
    : kind === "http"
      ? httpObjects({ url: where })
      : folderObjects(where);
await pushVersion(folder, remote, { concurrency: 2 });
