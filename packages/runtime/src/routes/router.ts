import { MethodNotAllowed, RouteNotFound } from "../errors.js";
import type { Route } from "./route.js";

/** The route of a request, with the values of its path parameters. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The path of the description of a service, if it has one. */
const OPENAPI = "/openapi.json";

/**
 * Makes a function that finds the route of a method and a path. Paths without parameters are found by one look-up, the
 * others by a comparison of their segments.
 *
 * @returns A function that throws `ROUTE_NOT_FOUND` or `METHOD_NOT_ALLOWED` when there is no route. HEAD uses the routes of
 *          GET.
 */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match {
  const fixed = new Map<string, Match>();
  const patterns: { readonly segments: readonly string[]; readonly route: Route }[] = [];
  for (const route of routes) {
    if (route.path.includes("{")) patterns.push({ segments: route.path.split("/"), route });
    else fixed.set(`${route.method} ${route.path}`, { route, params: {} });
  }

  function find(method: string, path: string): Match | undefined {
    const known = fixed.get(`${method} ${path}`);
    if (known) return known;
    const given = path.split("/", 16);
    for (const { segments, route } of patterns) {
      const params = route.method === method ? matchSegments(segments, given) : undefined;
      if (params) return { route, params };
    }
    return undefined;
  }

  const description = fixed.has(`GET ${OPENAPI}`) ? OPENAPI : undefined;
  return (method, path) => {
    const match = find(method === "HEAD" ? "GET" : method, path);
    if (match) return match;
    const allowed = (["GET", "POST"] as const).filter((other) => find(other, path));
    const shown = path.slice(0, 200);
    if (allowed.length === 0) throw RouteNotFound.create({ path: shown, description });
    throw MethodNotAllowed.create({ method: method.slice(0, 20), path: shown, allowed });
  };
}

function matchSegments(
  pattern: readonly string[],
  given: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (let i = 0; i < pattern.length; i++) {
    const expected = pattern[i]!;
    const actual = given[i]!;
    if (expected.startsWith("{")) {
      const value = decoded(actual);
      if (!value) return undefined;
      params[expected.slice(1, -1)] = value;
    } else if (expected !== actual) return undefined;
  }
  return params;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A wrong percent-encoding names no route.
    return undefined;
  }
}
