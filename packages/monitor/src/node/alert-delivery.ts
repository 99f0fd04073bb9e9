import { ChannelTimeout } from "../errors.js";
import type { AlertChannel } from "./alert-channel.js";
import { sendAlert } from "./send-alert.js";
import type { CheckedWatch } from "./watch-options.js";
import type { WatchState } from "./watch-state.js";

type Undelivered = WatchState["undelivered"][number];

/** Milliseconds before a channel that failed is tried again; doubled with each failure in a row. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 300_000;

/**
 * Sends the undelivered alerts of a state. Each channel has its own turn: a slow one delays neither the others nor the
 * reading of the log. A channel that failed, or has not answered at its deadline, is left alone for a time.
 */
export class AlertDelivery {
  /** Whether the state has changed since it was saved. */
  isChanged = false;
  private readonly state: WatchState;
  private readonly signal: AbortSignal | undefined;
  private readonly onFailure: CheckedWatch["onDeliveryFailure"];
  private readonly turns: readonly Turn[];

  constructor(options: CheckedWatch, state: WatchState, signal: AbortSignal | undefined) {
    this.state = state;
    this.signal = signal;
    this.onFailure = options.onDeliveryFailure;
    this.turns = options.channels.map((channel) => ({
      channel,
      sending: undefined,
      failures: 0,
      pausedUntil: 0,
      tried: new Set(),
    }));
  }

  /** Begins to send what waits, to each channel that is free and not paused. Does not wait for it, and never throws. */
  begin(): void {
    for (const turn of this.turns)
      if (performance.now() >= turn.pausedUntil) this.beginTurn(turn, this.waitingFor(turn));
  }

  /**
   * Sends what was not tried yet, also to channels that are paused, and resolves when all channels are done.
   *
   * @throws What `onDeliveryFailure` throws.
   */
  async finish(): Promise<void> {
    await this.settled();
    for (const turn of this.turns)
      this.beginTurn(
        turn,
        this.waitingFor(turn).filter((item) => !turn.tried.has(item)),
      );
    await this.settled();
  }

  /** @throws What `onDeliveryFailure` has thrown in a turn. */
  assertNoFailure(): void {
    for (const { failure } of this.turns) if (failure !== undefined) throw failure.error;
  }

  private async settled(): Promise<void> {
    await Promise.all(this.turns.map(({ sending }) => sending));
    this.assertNoFailure();
  }

  /** An alert for a channel that this run does not have stays in the state, for a run that has it. */
  private waitingFor({ channel }: Turn): Undelivered[] {
    return this.state.undelivered.filter((item) => item.channel === channel.name);
  }

  private beginTurn(turn: Turn, waiting: readonly Undelivered[]): void {
    if (turn.sending !== undefined || waiting.length === 0) return;
    turn.sending = this.send(turn, waiting)
      .catch((error: unknown) => {
        turn.failure = { error };
      })
      .finally(() => {
        turn.sending = undefined;
      });
  }

  private async send(turn: Turn, waiting: readonly Undelivered[]): Promise<void> {
    const { channel, tried } = turn;
    let hasFailed = false;
    for (const item of waiting) {
      if (this.signal?.aborted) return;
      tried.add(item);
      try {
        await sendAlert(channel, item.alert, this.signal);
        this.state.undelivered = this.state.undelivered.filter((other) => other !== item);
        tried.delete(item);
        this.isChanged = true;
      } catch (error) {
        hasFailed = true;
        this.onFailure?.(error, item.alert, item.channel);
        // It would keep the next one waiting as long.
        if (ChannelTimeout.is(error)) break;
      }
    }
    turn.failures = hasFailed ? turn.failures + 1 : 0;
    const pause = hasFailed ? FIRST_PAUSE_MS * 2 ** (turn.failures - 1) : 0;
    turn.pausedUntil = performance.now() + Math.min(pause, LONGEST_PAUSE_MS);
  }
}

/** What is known of a channel. */
interface Turn {
  readonly channel: AlertChannel;
  sending: Promise<void> | undefined;
  /** Turns in a row in which it refused an alert. */
  failures: number;
  pausedUntil: number;
  /** What it was asked to send in this run and has not accepted. */
  readonly tried: Set<Undelivered>;
  failure?: { readonly error: unknown };
}
