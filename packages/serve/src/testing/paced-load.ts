import { Pool } from "undici";

/** Options of the load: the bodies, the rate, the duration. */
export interface PacedLoad {
  readonly url: string;
  /** JSON bodies, sent in turn. */
  readonly bodies: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
  /**
   * Duration of the warm-up, which does not count: until connections are open and the sending code is compiled, delays
   * come from the sender. Default 0.
   */
  readonly warmupSeconds?: number;
}

/** The results of the load. */
export interface PacedAnswers {
  /** Milliseconds from when a request was due to its answer, for those answered with 200, ascending. */
  readonly latenciesMs: readonly number[];
  /** The number of answers by status, with Retry-After where the answer has it. */
  readonly answers: Readonly<Record<string, number>>;
  /** The number of requests without an answer. */
  readonly unanswered: readonly string[];
}

/**
 * Sends requests at a constant rate, independent of earlier answers, as many independent clients do.
 * A latency is measured from the scheduled time of its request, so that a service that stalls does not hide it by slowing
 * down the load ("coordinated omission").
 */
export async function pacedLoad(load: PacedLoad): Promise<PacedAnswers> {
  const { url, bodies, perSecond, seconds, warmupSeconds = 0 } = load;
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 2000, headersTimeout: 30_000, bodyTimeout: 30_000 });
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
      const asked = post(pool, pathname, bodies[i % bodies.length]!);
      pending.push(
        asked.then(
          (answer) => {
            if (!counts) return;
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
  await pool.close();
  return { latenciesMs: latenciesMs.sort((a, b) => a - b), answers, unanswered };
}

/** A quantile of ascending values. */
export function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.ceil(share * ascending.length) - 1)] ?? Number.NaN;
}

/** Returns the status, with Retry-After where the answer has it. It uses no streams: they would need more time than the service. */
function post(pool: Pool, path: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    pool.dispatch(
      { path, method: "POST", headers: { "content-type": "application/json" }, body },
      {
        // undici recognizes the present kind of handler by this method.
        onRequestStart() {},
        onResponseStart(_, statusCode, headers) {
          answer = [statusCode, headers["retry-after"]].filter(Boolean).join(" ");
        },
        onResponseEnd: () => resolve(answer),
        onResponseError: (_, error) => reject(error),
      },
    );
  });
}
