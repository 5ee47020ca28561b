// A job at work: asked after again and again, also across a restart of the server.

import { element, fill, icon } from "../page/dom.js";
import { percent, say } from "../page/words.js";
import { ask, change } from "./server.js";

// A small file is checked in a moment, a large one takes minutes.
const WAITS_MS = [...Array(8).fill(250), ...Array(30).fill(700)];
const LATER_MS = 1500;
// What says that the server is away for a moment; anything else is an answer.
const AWAY = new Set(["no-connection", ""]);

/** The job once it is over; `tell` gets it as it is, or null while the server is away. */
export async function watch(id, tell) {
  for (let asked = 0; ; asked += 1) {
    const job = await look(id);
    tell(job);
    if (job?.over) return job;
    await new Promise((resolve) => setTimeout(resolve, WAITS_MS[asked] ?? LATER_MS));
  }
}

async function look(id) {
  try {
    return await ask(`jobs/${id}`);
  } catch (cause) {
    if (AWAY.has(cause.code)) return null;
    throw cause;
  }
}

/** Watch a job while `place` shows how far it is, with a way to stop it; the job once it is over. */
export async function watchIn(place, job) {
  const bar = element("progress", { class: "job-progress", max: 1, "aria-label": job.title });
  const said = element("p", { class: "job-said" });
  const stop = element("button", { type: "button", class: "quiet-button", id: "job-stop" }, icon("x"), say("up_cancel"));
  stop.addEventListener("click", async () => {
    stop.disabled = true;
    await change("POST", `jobs/${job.id}/cancel`).catch(() => {});
  });
  const leave = element("p", { class: "hint" }, say("up_job_leave"));
  const buttons = element("p", { class: "job-buttons" }, stop);
  fill(place, element("section", { class: "job-card" }, element("h2", {}, job.title), bar, said, leave, buttons));
  try {
    return await watch(job.id, (now) => {
      if (now?.share) bar.value = now.share;
      said.textContent = now ? standing(now) : say("up_waiting");
    });
  } finally {
    fill(place);
  }
}

function standing(job) {
  if (job.cancel_asked) return say("up_job_stopping");
  if (job.state === "waiting") return say("up_job_waiting");
  return [job.step, job.share ? percent(job.share, 0) : null].filter(Boolean).join(" · ");
}
