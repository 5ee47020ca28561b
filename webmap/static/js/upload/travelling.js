// The card that shows files on their way to the server.

import { element, fill, icon } from "../page/dom.js";
import { fixed, number, say } from "../page/words.js";
import { CancelledError, Sender } from "./sending.js";
import { options } from "./server.js";

/** Bytes as people say them. */
export function bytes(size) {
  if (size < 1e3) return `${number(size, 0)} B`;
  if (size < 1e6) return `${number(size / 1e3, 0)} KB`;
  if (size < 1e9) return `${fixed(size / 1e6, 1)} MB`;
  return `${fixed(size / 1e9, 2)} GB`;
}

/** Send `files` for `upload` while `place` shows how far it is; true when all has arrived. */
export async function travel(place, upload, files) {
  const bar = element("progress", { class: "job-progress", max: 1, value: 0, "aria-label": say("up_sending") });
  const said = element("p", { class: "job-said", role: "status" });
  const hold = element("button", { type: "button", class: "quiet-button" });
  const stop = element("button", { type: "button", class: "quiet-button" }, icon("x"), say("up_cancel"));
  const buttons = element("p", { class: "job-buttons" }, hold, stop);
  fill(place, element("section", { class: "job-card" }, element("h2", {}, icon("upload"), say("up_sending")), bar, said, buttons));
  const speed = speedometer();
  const sender = new Sender(upload, files, options.piece_bytes, (now) => {
    bar.value = now.size ? now.sent / now.size : 1;
    said.textContent = standing(now, speed(now));
    fill(hold, icon(now.paused ? "refresh-cw" : "pause"), say(now.paused ? "up_resume" : "up_pause"));
  });
  sender.pause(false);
  hold.addEventListener("click", () => sender.pause(!sender.paused));
  stop.addEventListener("click", () => sender.cancel());
  remember(upload, files);
  addEventListener("beforeunload", warn);
  try {
    await sender.run();
    return true;
  } catch (cause) {
    if (cause instanceof CancelledError) return false;
    throw cause;
  } finally {
    removeEventListener("beforeunload", warn);
  }
}

/** Bytes a second since sending began or went on after a stop. */
function speedometer() {
  let from = null;
  return ({ sent, waiting, paused }) => {
    if (waiting || paused) from = null;
    else from ??= { sent, at: performance.now() };
    const seconds = from ? (performance.now() - from.at) / 1000 : 0;
    return seconds > 1 ? (sent - from.sent) / seconds : 0;
  };
}

function standing({ sent, size, waiting, paused }, speed) {
  if (waiting) return say("up_waiting");
  const told = progress(sent, size, speed);
  return paused ? `${say("up_paused")} · ${told}` : told;
}

// A file that was changed meanwhile has another date; what was sent of it is of no use then.

function remember(upload, files) {
  localStorage.setItem(`upload:${upload.id}`, JSON.stringify(files.map((file) => file.lastModified)));
}

/** Whether this browser has sent these very files, and they were not changed since. */
export function unchanged(upload, files) {
  const known = datesOf(upload);
  return known !== null && files.every((file, number) => file.lastModified === known[number]);
}

/** Whether one of these files was changed since this browser has sent a part of it. */
export function changed(upload, files) {
  const known = datesOf(upload);
  const begun = (number) => upload.files[number].received > 0;
  return known !== null && files.some((file, number) => begun(number) && file.lastModified !== known[number]);
}

function datesOf(upload) {
  return JSON.parse(localStorage.getItem(`upload:${upload.id}`) ?? "null");
}

/** The chosen files in the order of the upload; null when they are not the same. */
export function inOrder(upload, chosen) {
  const byName = new Map(chosen.map((one) => [one.name, one.file]));
  const found = upload.files.map((file) => byName.get(file.name));
  const same = found.every((file, number) => file && file.size === upload.files[number].size);
  return same && chosen.length === found.length ? found : null;
}

function warn(event) {
  event.preventDefault();
}

function progress(sent, size, speed) {
  const parts = [say("up_sent", { sent: bytes(sent), size: bytes(size) })];
  if (speed > 0 && sent < size) {
    const seconds = (size - sent) / speed;
    parts.push(seconds < 90 ? say("up_seconds", { count: number(Math.ceil(seconds), 0) }) : say("up_minutes", { count: number(Math.ceil(seconds / 60), 0) }));
  }
  return parts.join(" · ");
}
