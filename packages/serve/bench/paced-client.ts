import { type PacedAnswers, type PacedLoad, pacedLoad } from "../src/testing/paced-load.js";

// Sends in a process of its own: in the one that read the reviews, a collection of its garbage stops the clock.
process.once("message", async (load: PacedLoad) => {
  const answers: PacedAnswers = await pacedLoad(load);
  process.send!(answers, () => process.disconnect());
});
