const TEXT = "A wonderful film: funny, moving, and beautifully acted.";

/**
 * Asks a service for a prediction twice, then forty times at once: each time the same answer.
 *
 * @param fetchFrom  `fetch` of a path of the service.
 */
export async function askTwiceAndAtOnce(fetchFrom, path = "/v1/predict") {
  const ask = async () => {
    const body = JSON.stringify({ text: TEXT });
    const headers = { "content-type": "application/json" };
    const answer = await fetchFrom(path, {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.timeout(60_000),
    });
    if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
    return (await answer.json()).probabilities.pos;
  };
  const first = await ask();
  const answers = [await ask(), ...(await Promise.all(Array.from({ length: 40 }, ask)))];
  const other = answers.find((answer) => answer !== first);
  if (other !== undefined) throw new Error(`an answer is ${other}, the first was ${first}`);
}
