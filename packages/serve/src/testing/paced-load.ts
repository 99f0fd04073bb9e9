import { Agent, request } from "node:http";

/** What is sent, how often, and for how long. */
export interface PacedLoad {
  readonly url: string;
  /** JSON bodies, sent in turn. */
  readonly bodies: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
  /**
   * How long requests are sent before anything counts: until connections are open and the code that sends is
   * compiled, what is late is the sender. Default 0.
   */
  readonly warmupSeconds?: number;
}

/** What came back. */
export interface PacedAnswers {
  /** Milliseconds from when a request was due to its answer, for those answered with 200, ascending. */
  readonly latenciesMs: readonly number[];
  /** How often each answer came: its status, and Retry-After where there is one. */
  readonly answers: Readonly<Record<string, number>>;
  /** Requests that got no answer. */
  readonly unanswered: readonly string[];
}

/**
 * Sends requests at a steady pace, whether or not the earlier ones are answered, as many independent clients do.
 * A latency counts from when its request was due, so that a service that stalls does not hide it by slowing the
 * load down ("coordinated omission").
 */
export async function pacedLoad(load: PacedLoad): Promise<PacedAnswers> {
  const { url, bodies, perSecond, seconds, warmupSeconds = 0 } = load;
  const agent = new Agent({ keepAlive: true, maxSockets: 2000 });
  const early = Math.round(perSecond * warmupSeconds);
  const total = early + Math.round(perSecond * seconds);
  const latenciesMs: number[] = [];
  const answers: Record<string, number> = {};
  const unanswered: string[] = [];
  const pending: Promise<void>[] = [];
  const start = performance.now();
  const dueAt = (i: number) => start + (i * 1000) / perSecond;
  for (let i = 0; i < total; ) {
    while (i < total && dueAt(i) <= performance.now()) {
      const due = dueAt(i);
      const counts = i >= early;
      const asked = post(url, bodies[i % bodies.length]!, agent);
      pending.push(
        asked.then(
          (answer) => {
            if (!counts && answer === "200") return;
            answers[answer] = (answers[answer] ?? 0) + 1;
            if (answer === "200") latenciesMs.push(performance.now() - due);
          },
          (error: Error) => void unanswered.push(error.message),
        ),
      );
      i++;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(pending);
  agent.destroy();
  return { latenciesMs: latenciesMs.sort((a, b) => a - b), answers, unanswered };
}

/** Of ascending values, the one that the given share does not exceed. */
export function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.ceil(share * ascending.length) - 1)] ?? Number.NaN;
}

function post(url: string, body: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const asked = request(url, { method: "POST", headers, agent, timeout: 30_000 }, (response) => {
      const retryAfter = response.headers["retry-after"];
      response.resume();
      response.once("end", () => resolve([response.statusCode, retryAfter].filter(Boolean).join(" ")));
      response.once("error", reject);
    });
    asked.once("timeout", () => asked.destroy(new Error("no answer within 30 s")));
    asked.once("error", reject);
    asked.end(body);
  });
}
