// The page where uploads begin.

import { byId, element, fill, icon } from "../page/dom.js";
import { number, say } from "../page/words.js";
import { wireDropZone } from "./dropping.js";
import { notice } from "./notices.js";
import { ask, change, options } from "./server.js";
import { bytes, inOrder, travel, unchanged } from "./travelling.js";

const zone = byId("drop");
const place = byId("travel");
const faults = byId("faults");

wireDropZone(zone, [byId("pick-files"), byId("pick-folder")], begin);

for (const button of document.querySelectorAll("[data-discard]")) {
  button.hidden = false;
  button.addEventListener("click", () => discard(button));
}

async function begin(chosen) {
  fill(faults);
  const size = chosen.reduce((sum, one) => sum + one.file.size, 0);
  if (size > options.limit_mb * 1024 * 1024) {
    fill(faults, notice(say("up_too_large", { size: bytes(size), limit: number(options.limit_mb, 0) }), say("up_too_large_fix")));
    return;
  }
  zone.hidden = true;
  try {
    const { upload, files } = (await begun(chosen)) ?? (await announced(chosen));
    if (await travel(place, upload, files)) location.assign(`/upload/${upload.id}`);
    else await cancelled(upload);
  } catch (cause) {
    fill(place);
    zone.hidden = false;
    fill(faults, notice(cause.message, cause.detail, cause.problems));
  }
}

/** The upload of the same files that was broken off, as it stands on the server; null if none. */
async function begun(chosen) {
  for (const one of options.unfinished) {
    const files = inOrder(one, chosen);
    if (files && unchanged(one, files)) return { upload: await ask(`uploads/${one.id}`), files };
  }
  return null;
}

async function announced(chosen) {
  const said = { files: chosen.map(({ name, file }) => ({ name, size: file.size })) };
  if (options.target) said.choices = version(options.target);
  return { upload: await change("POST", "uploads", said), files: chosen.map((one) => one.file) };
}

/** The choices for a new version of a layer: those of choosing it on the page of the upload. */
function version({ id, kind, key_field: key, secrecy, source, licence }) {
  return { layer_id: id, kind, key, secrecy, source, licence };
}

async function cancelled(upload) {
  await change("DELETE", `uploads/${upload.id}`);
  options.unfinished = options.unfinished.filter((one) => one.id !== upload.id);
  fill(place);
  zone.hidden = false;
  fill(faults, element("p", { class: "done", role: "status" }, icon("check"), say("up_cancelled")));
}

async function discard(button) {
  if (!confirm(say("up_discard_sure", { name: button.dataset.title }))) return;
  try {
    await change("DELETE", `uploads/${button.dataset.discard}`);
    location.reload();
  } catch (cause) {
    fill(faults, notice(cause.message, cause.detail));
  }
}
