// The end of an upload: what is still open, the import, what was asked last, and what is taken home.

import { element, fill, icon } from "../page/dom.js";
import { number, say } from "../page/words.js";
import { button, keepingFocus } from "./controls.js";
import { counted } from "./counting.js";
import { notice } from "./notices.js";
import { options } from "./server.js";
import { watch } from "./watching.js";

// Asked in the moment when the version goes live; the import goes on once it is accepted.
const QUESTIONS = new Set(["links-would-break", "secrecy-would-drop"]);

/** The bar at the foot: what is open, and the one next step. */
export function drawFinish(place, stage) {
  place.hidden = false;
  const { open } = stage;
  const told = stage.becoming.complete();
  const ready = told && open.length === 0;
  // A bar that is built anew between the press and the release of a button loses the click.
  const shown = [told, ...open.map((one) => one.code)].join();
  if (place.dataset.shown === shown) return;
  place.dataset.shown = shown;
  const standing = open.length ? openPoints(open) : element("span", {}, icon(told ? "check" : "info"), say(told ? "up_ready" : "up_say_what"));
  const again = button(say("up_check_again"), () => stage.checkAgain(), { id: "check-again", before: icon("refresh-cw") });
  const go = button(say("up_import"), () => stage.import_(), { id: "import", strong: true });
  go.disabled = !ready;
  keepingFocus(() => fill(
    place,
    element("p", { class: "finish-standing", role: "status" }, standing),
    element("p", { class: "finish-take" }, takeFaults(stage.upload), ready && stage.mendedButtons()),
    element("p", { class: "finish-buttons" }, again, go),
  ));
}

function openPoints(open) {
  const codes = [...new Set(open.map((one) => one.code))];
  const first = button(say("up_open_first"), () => {
    const card = document.getElementById(`finding-${codes[0]}`);
    card?.scrollIntoView({ block: "center" });
    card?.querySelector("input, button")?.focus({ preventScroll: true });
  }, { id: "open-first" });
  return element("span", {}, icon("alert-circle"), say("up_open_points", { count: number(codes.length, 0) }), " ", first);
}

function takeFaults(upload) {
  return element("a", { class: "quiet-button", href: `/api/v1/uploads/${upload.id}/faults.xlsx`, download: "" }, icon("download"), say("up_take_faults"));
}

/** A job that ended without its result; what it asks is asked, anything else is said. */
export function drawRefusal(place, job, stage) {
  const { problem } = job;
  if (!problem) return fill(place, notice(say(job.kind === "import-upload" ? "up_import_stopped" : "up_check_stopped"), ""));
  if (QUESTIONS.has(problem.code)) return fill(place, question(problem, stage));
  return fill(place, notice(problem.title, options.advice[problem.code] ?? problem.detail, problem.problems));
}

function question(problem, stage) {
  const input = element("input", { type: "checkbox", id: `accept-${problem.code}` });
  const go = button(say("up_import_anyway"), () => stage.import_([problem.code]), { id: "import-anyway", strong: true });
  go.disabled = true;
  input.addEventListener("change", () => (go.disabled = !input.checked));
  return element(
    "section",
    { class: "question", role: "alert", tabIndex: -1 },
    element("h2", {}, say("up_question")),
    element("p", {}, problem.title),
    problem.problems.length > 0 && element("ul", { class: "fault-lines" }, problem.problems.map((one) => element("li", {}, one.message))),
    element("p", { class: "hint" }, options.advice[problem.code] ?? problem.detail),
    element("label", { class: "accept", htmlFor: input.id }, input, say("up_question_accept")),
    go,
  );
}

/** What it has become, and where to go from here; the tiles are still being built for a moment. */
export function drawLive(place, upload) {
  const [layer] = upload.version.split("@");
  const result = upload.import?.result ?? {};
  const tiles = element("p", { class: "hint", role: "status" });
  fill(
    place,
    element(
      "section",
      { class: "live-card" },
      element("h2", {}, icon("check-circle"), say("up_live")),
      element("p", {}, say("up_live_lead", { version: upload.version, counted: counted(upload.report?.layers[0], result.features ?? 0) })),
      element("p", { class: "finish-buttons" },
        element("a", { class: "button", href: `/layers/${layer}`, id: "to-layer" }, say("up_to_layer")),
        element("a", { class: "quiet-button", href: `/#&on=${layer}`, id: "to-map" }, icon("map"), say("up_to_map")),
        element("a", { class: "quiet-button", href: "/upload" }, icon("upload"), say("up_another"))),
      tiles,
    ),
  );
  if (result.tiles_job) followTiles(tiles, result.tiles_job);
}

async function followTiles(place, id) {
  place.textContent = say("up_tiles");
  const job = await watch(id, () => {}).catch(() => null);
  place.textContent = job?.state === "done" ? say("up_tiles_done") : job?.problem?.title ?? "";
}
