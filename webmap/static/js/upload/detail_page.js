// One upload, from the last byte to the live layer. The server knows how far it is; this shows it.

import { byId, element, fill, icon } from "../page/dom.js";
import { language, number, say } from "../page/words.js";
import { Becoming } from "./becoming.js";
import { button, lead } from "./controls.js";
import { counted } from "./counting.js";
import { drawAbout } from "./describing.js";
import { wireDropZone } from "./dropping.js";
import { drawFindings, findingsOf, stands } from "./findings.js";
import { drawFinish, drawLive, drawRefusal } from "./finishing.js";
import { Look } from "./looking.js";
import { drawFields, fieldsUnsure } from "./mapping.js";
import { notice } from "./notices.js";
import { drawCrs, drawEncoding, drawLayers, encodingUnsure, placeUnsure } from "./placing.js";
import { drawSame } from "./remembering.js";
import { ask, change, options } from "./server.js";
import { bytes, changed, inOrder, travel } from "./travelling.js";
import { watchIn } from "./watching.js";

const SETTLE_MS = 500;
const PATH = `uploads/${options.upload}`;
const faults = byId("faults");
const work = byId("work");

// How many things are on their way: choices not yet sent, requests, jobs. While any is, the steps may change.
let underWay = 0;

function onItsWay(more) {
  underWay += more;
  byId("stage").ariaBusy = String(underWay > 0);
}

/** What all steps share: the upload as the server knows it, and what has been chosen since. */
class Stage {
  constructor() {
    this.look = new Look(byId("look-map"), byId("look-legend"), byId("look-table"));
    this.pending = {};
    this.wantsCheck = false;
    this.running = null;
    this.timer = null;
  }

  get report() {
    return this.upload.report;
  }

  get layer() {
    return this.report?.layers.length === 1 ? this.report.layers[0] : null;
  }

  get accepted() {
    return this.choices.accept ?? [];
  }

  get open() {
    return this.findings.filter((one) => stands(one, this.accepted));
  }

  has(...codes) {
    return this.findings.some((one) => codes.includes(one.code));
  }

  async load() {
    this.upload = await ask(PATH);
    this.choices = { ...this.upload.choices, ...this.pending };
    this.findings = this.report ? findingsOf(this.report) : [];
    drawFacts(this.upload);
  }

  /** Keep a choice; where it changes what is read, the file is checked again a moment later. */
  decide = (said, { again = true } = {}) => {
    Object.assign(this.pending, said);
    for (const [name, value] of Object.entries(said)) {
      if (value === null) delete this.choices[name];
      else this.choices[name] = value;
    }
    this.wantsCheck ||= again;
    if (!this.wantsCheck) this.drawChoices("accept" in said);
    this.unwait();
    onItsWay(1);
    this.timer = setTimeout(() => guarded(() => this.settle()), SETTLE_MS);
  };

  /** What waits to be sent waits no longer: it is sent now, or waits anew. */
  unwait() {
    if (this.timer === null) return;
    clearTimeout(this.timer);
    this.timer = null;
    onItsWay(-1);
  }

  /** Send what was chosen; a check that is under way gives way to the new one. */
  async settle() {
    this.unwait();
    if (this.running) {
      if (this.wantsCheck) await change("POST", `jobs/${this.running}/cancel`).catch(() => {});
      return;
    }
    const said = this.pending;
    if (Object.keys(said).length) {
      this.pending = {};
      try {
        await change("PATCH", PATH, said);
      } catch (cause) {
        // What is shown as chosen and did not arrive goes with the next request, before the import.
        this.pending = { ...said, ...this.pending };
        throw cause;
      }
    }
    if (this.wantsCheck) await this.check();
  }

  async check() {
    this.wantsCheck = false;
    await this.follow(await change("POST", `${PATH}/check`));
  }

  checkAgain = () => guarded(async () => {
    this.wantsCheck = true;
    await this.settle();
  });

  import_ = (accept = []) => guarded(async () => {
    Object.assign(this.pending, this.becoming.values());
    if (accept.length) this.pending.accept = [...this.accepted, ...accept];
    this.wantsCheck = false;
    await this.settle();
    await this.follow(await change("POST", `${PATH}/import`));
  });

  /** Watch a job to its end, then show what it came to. */
  async follow(job) {
    fill(faults);
    this.running = job.id;
    byId("stage").classList.add("waiting");
    byId("finish").hidden = true;
    let ended;
    try {
      ended = await watchIn(work, job);
    } finally {
      this.running = null;
      byId("stage").classList.remove("waiting");
    }
    if (this.wantsCheck || Object.keys(this.pending).length) {
      this.wantsCheck ||= ended.kind === "check-upload" && ended.state !== "done";
      await this.settle();
      if (this.running) return;
    }
    await this.load();
    await this.show(ended);
  }

  async show(ended) {
    if (this.upload.version) return live(this.upload);
    if (!this.report) return unchecked(this, ended);
    await this.draw();
    if (ended?.kind === "mend-upload" && ended.state === "done") offerMended(ended.result);
    if (ended && ended.state !== "done") {
      drawRefusal(faults, ended, this);
      faults.firstElementChild?.scrollIntoView({ block: "center" });
      faults.firstElementChild?.focus({ preventScroll: true });
    }
    return null;
  }

  async draw() {
    fill(work);
    byId("stage").hidden = false;
    this.ground ??= await ask("ground");
    this.preview = this.layer ? await ask(`${PATH}/preview`).catch(() => null) : null;
    if (this.preview && this.preview.layer !== this.layer.name) this.preview = null;
    this.look.show(this.ground, this.preview);
    if (!this.becoming) {
      this.becoming = new Becoming(byId("step-becomes"), this);
      this.becoming.draw();
      this.describe();
    }
    // Of a file that cannot be opened there is nothing to choose.
    const lost = this.report.layers.length === 0 && !this.findings.some((one) => one.code.startsWith("coordinates-"));
    for (const id of ["step-becomes", "step-about"]) byId(id).hidden = lost;
    drawLayers(byId("step-layer"), this);
    drawCrs(byId("step-crs"), this);
    drawEncoding(byId("step-encoding"), this);
    drawFields(byId("step-fields"), this);
    this.drawSame();
    drawFindings(byId("step-findings"), this);
    drawFinish(byId("finish"), this);
  }

  drawSame() {
    const steps = {
      crs: { place: byId("step-crs"), unsure: placeUnsure(this) },
      encoding: { place: byId("step-encoding"), unsure: encodingUnsure(this) },
      fields: { place: byId("step-fields"), unsure: fieldsUnsure(this) },
    };
    drawSame(byId("step-same"), byId("step-about"), steps, this);
  }

  describe = () => drawAbout(byId("step-about"), this);

  drawChoices(accepting) {
    if (!this.becoming || this.running) return;
    if (accepting) drawFindings(byId("step-findings"), this);
    drawFinish(byId("finish"), this);
  }

  mendedButtons() {
    return ["gpkg", "zip"].map((format) => button(say(`up_take_${format}`), () => guarded(() => this.takeMended(format)), { id: `take-${format}`, before: icon("download") }));
  }

  async takeMended(format) {
    Object.assign(this.pending, this.becoming.values());
    await this.settle();
    await this.follow(await change("POST", `${PATH}/mended`, { format }));
  }
}

/** The mended data are written: they come at once, and can be fetched again. */
function offerMended({ format, notes }) {
  const address = `/api/v1/${PATH}/mended.${format}`;
  const link = element("a", { href: address, download: "", id: "mended-link" }, say("up_download"));
  const lines = notes.map((note) => element("li", {}, note[language]));
  const said = element("div", {}, element("p", {}, say("up_mended_ready"), link), lines.length > 0 && element("ul", { class: "fault-lines" }, lines));
  fill(faults, element("div", { class: "done", role: "status" }, icon("check"), said));
  link.click();
}

function drawFacts(upload) {
  const layer = upload.report?.layers.length === 1 ? upload.report.layers[0] : null;
  const facts = [bytes(upload.size), upload.files.length > 1 && say("up_files", { count: number(upload.files.length, 0) })];
  if (layer) facts.push(counted(layer), layer.geometry_types.join(", "));
  byId("facts").textContent = facts.filter(Boolean).join(" · ");
}

function live(upload) {
  byId("stage").hidden = true;
  byId("finish").hidden = true;
  fill(faults);
  drawLive(work, upload);
  lead(work.querySelector("h2"));
}

/** Nothing is known of the file yet, because its check was stopped or failed. */
function unchecked(stage, ended) {
  if (ended) drawRefusal(faults, ended, stage);
  const again = button(say("up_check_again"), stage.checkAgain, { strong: true, id: "check-again" });
  fill(work, element("section", { class: "job-card" }, element("h2", {}, say("up_not_checked")), element("p", { class: "job-buttons" }, again)));
}

/** Part of it is still to come: the same files are chosen again, and go on where they stopped. */
function rest(stage) {
  const { upload } = stage;
  const picks = [["pick-files", "up_pick_files", { multiple: true }], ["pick-folder", "up_pick_folder", { webkitdirectory: true }]];
  const inputs = picks.map(([id, , more]) => element("input", { type: "file", id, hidden: true, ...more }));
  const buttons = picks.map(([id, word], at) => element("button", { type: "button", class: at ? "quiet-button" : "button", dataset: { picks: id } }, say(word)));
  const zone = element(
    "section",
    { class: "drop" },
    element("h2", {}, say("up_rest")),
    element("p", {}, say("up_rest_lead", { sent: bytes(upload.received), size: bytes(upload.size) })),
    element("p", { class: "drop-buttons" }, buttons, inputs),
  );
  fill(work, zone);
  wireDropZone(zone, inputs, (chosen) => guarded(() => goOn(stage, zone, chosen)));
}

async function goOn(stage, zone, chosen) {
  fill(faults);
  const files = inOrder(stage.upload, chosen);
  if (!files) {
    const names = stage.upload.files.slice(0, 10).map((one) => one.name).join("、");
    fill(faults, notice(say("up_other_files"), say("up_other_files_fix", { names })));
    return;
  }
  if (changed(stage.upload, files)) {
    fill(faults, notice(say("up_files_changed"), say("up_files_changed_fix")));
    return;
  }
  zone.hidden = true;
  try {
    if (await travel(byId("travel"), stage.upload, files)) await begin(stage);
    else await change("DELETE", PATH).then(() => location.assign("/upload"));
  } finally {
    fill(byId("travel"));
    zone.hidden = false;
  }
}

async function begin(stage) {
  await stage.load();
  const { upload } = stage;
  const active = [upload.check, upload.import, upload.mended].find((job) => job && !job.over);
  if (!upload.complete) rest(stage);
  else if (active) await resumed(stage, active);
  else if (upload.version) live(upload);
  else if (upload.report && upload.checked) await stage.show(failed(upload));
  else if (upload.check && upload.check.state !== "done" && !upload.report) unchecked(stage, upload.check);
  else await stage.check();
}

/** The page was opened while a job works: what was known before it is shown below. */
async function resumed(stage, job) {
  if (stage.report && job.kind !== "check-upload") await stage.draw();
  await stage.follow(job);
}

/** The import that was refused last, if nothing has been done since. */
function failed({ check, import: last }) {
  return last && last.state !== "done" && (!check || check.finished_at < last.finished_at) ? last : null;
}

/** Do it; a refusal is said at the top. */
async function guarded(doing) {
  onItsWay(1);
  try {
    await doing();
  } catch (cause) {
    if (cause.code === undefined) throw cause;
    byId("stage").classList.remove("waiting");
    fill(faults, notice(cause.message, options.advice[cause.code] ?? cause.detail, cause.problems));
    faults.firstElementChild.scrollIntoView({ block: "center" });
    faults.firstElementChild.focus({ preventScroll: true });
  } finally {
    onItsWay(-1);
  }
}

guarded(() => begin(new Stage()));
