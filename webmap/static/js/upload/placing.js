// Which layer of the file is meant, where it lies, and in which encoding its text is.

import { element, fill } from "../page/dom.js";
import { number, percent, say } from "../page/words.js";
import { button, keepingFocus, radios, row, textInput } from "./controls.js";
import { counted } from "./counting.js";
import { fromFile } from "./notices.js";
import { before } from "./remembering.js";

const SWAP = "axes-swapped";
const SHIFTS = ["datum-shift-approximate", "datum-shift-local", "shift-not-needed", "shift-not-understood"];
const UNSURE = ["encoding-detected", "encoding-ambiguous", "encoding-conflict", "encoding-unverified", "encodings-mixed", "encoding-unreadable"];

/** Whether there is more to say of the place than the reference system. */
export function placeUnsure(stage) {
  return !stage.layer?.crs.used || stage.has(...SHIFTS);
}

export function encodingUnsure(stage) {
  return stage.has(...UNSURE);
}

/** The layers of a file that holds several. */
export function drawLayers(place, { report, choices, decide }) {
  const several = report.layers.length > 1 || report.problems.some((one) => one.code === "several-layers");
  place.hidden = !several && !choices.layer_name;
  if (place.hidden) return;
  const heading = element("h2", {}, say("up_in_file"));
  if (!several) {
    const other = button(say("up_in_file_other"), () => decide({ layer_name: null, mapping: null, values: null }), { id: "layer-other" });
    keepingFocus(() => fill(place, heading, element("p", { class: "step-line" }, fromFile(choices.layer_name), other)));
    return;
  }
  // Buttons and not radio buttons: to choose one is to have it checked, and arrow keys must not.
  const picks = report.layers.map((layer, at) => {
    const more = element("span", { class: "pick-more" }, counted(layer), " · ", layer.geometry_types.join(", "));
    const pick = element("button", { type: "button", class: "pick", id: `layer-${at}` }, element("span", { class: "pick-text" }, fromFile(layer.name), more));
    pick.addEventListener("click", () => decide({ layer_name: layer.name, mapping: null, values: null }));
    return pick;
  });
  const hint = element("p", { class: "hint" }, say("up_in_file_lead", { count: number(report.layers.length, 0) }));
  keepingFocus(() => fill(place, heading, hint, element("div", { class: "picks", role: "group", "aria-label": say("up_in_file") }, picks)));
}

export function drawCrs(place, stage) {
  const { layer, choices } = stage;
  place.hidden = !layer || !(layer.crs.used || layer.crs.candidates.length || layer.geometry_types.length || choices.crs);
  if (place.hidden) return;
  const { crs } = layer;
  const said = crs.declared ? say("up_crs_said", { crs: crs.declared }) : say("up_crs_silent");
  keepingFocus(() => fill(place, element("h2", {}, say("up_crs")), ...(crs.used ? decided(crs, said, stage) : open(crs, said, stage))));
}

function decided(crs, said, stage) {
  const used = [crs.used, crs.shifted].filter(Boolean).join(" · ");
  const other = element("details", { class: "step-more" }, element("summary", {}, say("up_crs_change")), otherCrs(stage));
  if (stage.choices.crs && crs.declared) {
    other.append(button(say("up_crs_file"), () => stage.decide({ crs: null }), { id: "crs-file" }));
  }
  return [
    element("p", { class: "step-line" }, element("strong", {}, say("up_crs_used", { crs: used })), element("span", { class: "hint" }, said)),
    stage.has(...SHIFTS) && shift(stage),
    other,
  ];
}

function open(crs, said, stage) {
  const picks = crs.candidates.map((one, number_) => ({
    value: String(number_),
    label: element("strong", {}, one.crs, one.swapped ? ` · ${say("up_crs_swapped")}` : ""),
    more: element("span", { class: "pick-more" }, one.reason, element("span", { class: "pick-facts" }, facts(one))),
  }));
  const first = crs.candidates.length ? likeliest(crs.candidates, before(stage)?.crs) : null;
  let chosen = first;
  const look = (value) => {
    chosen = Number(value);
    stage.look.candidate(crs.candidates[chosen]);
  };
  if (first !== null) stage.look.candidate(crs.candidates[first]);
  const take = button(say("up_crs_take"), () => stage.decide(taken(crs.candidates[chosen], stage)), { id: "crs-take", strong: true });
  return [
    element("p", { class: "hint" }, said, first !== null && ` · ${say("up_crs_choose")}`),
    first !== null && element("div", { class: "picks", role: "radiogroup", "aria-label": say("up_crs") }, radios("crs", picks, String(first), look)),
    first !== null && take,
    stage.choices.shift && shift(stage),
    element("details", { class: "step-more", open: first === null }, element("summary", {}, say("up_crs_other")), otherCrs(stage)),
  ];
}

/** The first of them, unless that of the live version fits the known boundary as well. */
function likeliest(candidates, live) {
  const at = candidates.findIndex((one) => one.crs === live && !one.swapped);
  return at >= 0 && (candidates[at].inside ?? 0) >= (candidates[0].inside ?? 0) ? at : 0;
}

function facts(candidate) {
  const inside = candidate.inside === null || candidate.inside === undefined ? null : say("up_crs_inside", { share: percent(candidate.inside, 0) });
  return [inside, say("up_crs_sure", { share: percent(candidate.confidence, 0) })].filter(Boolean).join(" · ");
}

/** The choice of a candidate; swapping is something that has to be accepted by itself. */
function taken(candidate, { choices }) {
  const accept = (choices.accept ?? []).filter((code) => code !== SWAP);
  return { crs: candidate.crs, accept: candidate.swapped ? [...accept, SWAP] : accept };
}

function otherCrs(stage) {
  const input = textInput("crs-other", stage.choices.crs ?? "", () => {}, { maxLength: 40, placeholder: say("up_crs_other_hint"), "aria-label": say("up_crs_other") });
  const take = button(say("up_crs_take"), () => input.value.trim() && stage.decide({ crs: input.value.trim() }), { id: "crs-other-take" });
  return element("p", { class: "step-line" }, input, take);
}

function shift(stage) {
  const input = textInput("shift", stage.choices.shift, () => {}, { spellcheck: false });
  const take = button(say("up_shift_take"), () => stage.decide({ shift: input.value.trim() || null }), { id: "shift-take" });
  return element("div", { class: "rows" }, row(say("up_shift"), input, say("up_shift_help")), take);
}

export function drawEncoding(place, stage) {
  const { layer, preview, choices } = stage;
  const samples = Object.entries(preview?.samples ?? {});
  const unsure = encodingUnsure(stage);
  place.hidden = !layer || (samples.length === 0 && !unsure);
  if (place.hidden) return;
  const { used, detected } = layer.encoding;
  const live = samples.find(([name]) => name === before(stage)?.encoding)?.[0];
  let chosen = choices.encoding ?? used ?? live ?? detected ?? samples[0]?.[0];
  const picks = samples.map(([name, texts]) => ({
    value: name,
    label: element("strong", {}, name),
    more: element("span", { class: "pick-sample", lang: "zh-CN" }, texts.join("、")),
  }));
  const group = element("div", { class: "picks", role: "radiogroup", "aria-label": say("up_encoding") }, radios("encoding", picks, chosen, (name) => (chosen = name)));
  const settle = button(say("up_encoding_take"), () => chosen && stage.decide({ encoding: chosen }), { id: "encoding-take", strong: unsure });
  const body = unsure
    ? [element("p", { class: "hint" }, say("up_encoding_choose")), group, settle]
    : [
        element("p", { class: "step-line" }, element("strong", {}, say("up_encoding_used", { encoding: used ?? "—" })), element("span", { class: "pick-sample", lang: "zh-CN" }, (preview?.samples?.[used] ?? layer.encoding.sample).slice(0, 4).join("、"))),
        element("details", { class: "step-more" }, element("summary", {}, say("up_encoding_change")), group, settle),
      ];
  keepingFocus(() => fill(place, element("h2", {}, say("up_encoding")), ...body));
}
