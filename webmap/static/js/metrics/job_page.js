// A computation at work: its bar moves here, and the result is opened once it is there.

import { ask } from "../page/api.js";
import { byId } from "../page/dom.js";
import { percent, say } from "../page/words.js";

// A figure of a district takes a moment, one of a province minutes.
const WAITS_MS = [...Array(12).fill(150), ...Array(20).fill(500)];
const LATER_MS = 1500;
const REFUSED = new Set(["not-signed-in", "forbidden", "unknown-job"]);
const card = byId("job");
const bar = byId("job-progress");
const said = byId("job-said");

watch();

async function watch() {
  for (let asked = 0; ; asked += 1) {
    const job = await look();
    if (job?.over) {
      // The page itself leads on to the result, or tells what stood in the way.
      location.replace(location.pathname);
      return;
    }
    show(job);
    await new Promise((resolve) => setTimeout(resolve, WAITS_MS[asked] ?? LATER_MS));
  }
}

/** The job as it is now; null while the server is away. */
async function look() {
  try {
    return await ask(`jobs/${card.dataset.job}`);
  } catch (refusal) {
    // The page itself tells what is refused, or leads to signing in: asking on would never end.
    if (REFUSED.has(refusal.code)) location.reload();
    return null;
  }
}

function show(job) {
  if (!job) said.textContent = say("job_away");
  else if (job.cancel_asked) said.textContent = say("job_stopping");
  else if (job.state === "waiting") said.textContent = say("job_waiting");
  else said.textContent = [job.step, job.share ? percent(job.share, 0) : null].filter(Boolean).join(" · ");
  if (job?.share) bar.value = job.share;
}
