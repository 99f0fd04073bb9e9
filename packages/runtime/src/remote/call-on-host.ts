import { callRemote, type RemoteOptions } from "./call-remote.js";
import type { RemoteFailure } from "./remote-failure.js";

/** Redirects that are followed, one after the other. */
const MOST_REDIRECTS = 5;

/**
 * As {@link callRemote}, and follows redirects on the same host: another one may be a service that only this machine can
 * reach. From http to https is the same host.
 *
 * @param request  Is sent at each step.
 * @throws What `options.failed` makes; of a redirect to another host it is given its `location`
 */
export async function callOnHost(
  start: URL,
  request: () => RequestInit,
  options: RemoteOptions,
): Promise<Response> {
  let url = start;
  for (let redirects = 0; ; redirects++) {
    let redirect: RemoteFailure | undefined;
    const failed = (failure: RemoteFailure) => {
      if (failure.location === undefined) return options.failed(failure);
      redirect = failure;
      return new Error(failure.reason);
    };
    const answer = await callRemote(url, request, { ...options, failed }).catch((error: unknown) => {
      if (redirect === undefined) throw error;
    });
    if (answer !== undefined) return answer;
    const next = onHost(url, redirect!.location!);
    if (next === undefined) throw options.failed({ ...redirect!, reason: "it leads to another host" });
    if (redirects === MOST_REDIRECTS) {
      throw options.failed({ ...redirect!, reason: `it leads on more than ${MOST_REDIRECTS} times` });
    }
    url = next;
  }
}

/** Where a redirect leads, on the same host. */
function onHost(url: URL, location: string): URL | undefined {
  if (!URL.canParse(location, url.href)) return undefined;
  const next = new URL(location, url);
  const isUpgrade = url.protocol === "http:" && next.protocol === "https:" && next.hostname === url.hostname;
  return next.origin === url.origin || isUpgrade ? next : undefined;
}
