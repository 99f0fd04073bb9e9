import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Links and images of a site's pages that lead to no file of it, or to a place that the file does not have. */
export function brokenLinks(site) {
  const pages = readdirSync(site, { recursive: true }).filter((file) => file.endsWith(".html"));
  const anchors = new Map();
  return pages.flatMap((page) => {
    const html = readFileSync(join(site, page), "utf8");
    const links = new Set([...html.matchAll(/\s(?:href|src)="([^"]+)"/g)].map(([, link]) => link));
    return [...links]
      .filter((link) => leadsNowhere(page, link))
      .map((link) => `${page}: ${link} leads nowhere`);
  });

  function leadsNowhere(page, link) {
    if (/^[a-z][a-z+.-]*:|^\/\//i.test(link)) return false;
    const [path, anchor] = decodeURI(link.replaceAll("&amp;", "&")).split("#");
    const file = path === "" ? page : relative(site, join(site, dirname(page), path.split("?")[0]));
    const place = join(site, file);
    if (file.startsWith("..") || !existsSync(place)) return true;
    // TypeDoc links to places of its page of hierarchies that it does not always make.
    if (file === "hierarchy.html") return false;
    if (!anchor || !file.endsWith(".html") || statSync(place).isDirectory()) return false;
    return !anchorsOf(file).has(anchor);
  }

  function anchorsOf(file) {
    if (!anchors.has(file)) {
      const html = readFileSync(join(site, file), "utf8");
      anchors.set(file, new Set([...html.matchAll(/\s(?:id|name)="([^"]+)"/g)].map(([, id]) => id)));
    }
    return anchors.get(file);
  }
}
