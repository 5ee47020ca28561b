// Which field of the file is which of ours, and what its words mean.

import { element, fill } from "../page/dom.js";
import { DATA, say } from "../page/words.js";
import { button, choice, keepingFocus, row, textInput } from "./controls.js";
import { fromFile } from "./notices.js";
import { options } from "./server.js";

const COORDINATES = ["east", "north", "wkt"];
// What a field is set to that takes nothing from the file; no name of a field can be this.
const LEAVE = "\u0001";

export function drawFields(place, stage) {
  const { layer, choices } = stage;
  const kind = options.kinds.find((one) => one.id === choices.kind);
  const placed = stage.findings.some((one) => one.code.startsWith("coordinates-")) || COORDINATES.some((name) => choices.mapping?.[name]);
  place.hidden = !layer && !placed;
  if (place.hidden) return;
  const names = layer?.fields.map((one) => one.name) ?? [];
  keepingFocus(() => fill(
    place,
    element("h2", {}, say("up_fields")),
    element("p", { class: "hint" }, say(kind ? "up_fields_lead" : "up_fields_kind")),
    placed && element("div", { class: "rows" }, COORDINATES.map((name) => coordinate(name, names, stage))),
    kind && layer && table(kind, layer, names, stage),
    kind && layer && element("div", { class: "rows" }, row(say("up_key"), key(names, stage), say("up_key_help"))),
    kind && layer && values(kind, layer, stage),
  ));
}

/** Whether something of the fields is still to be told: a required one, a word, the columns of coordinates. */
export function fieldsUnsure(stage) {
  return stage.findings.some((one) => one.code.startsWith("coordinates-") || one.code === "unknown-code" || one.code.startsWith("remembered-")) || Object.keys(stage.choices.values ?? {}).length > 0;
}

function table(kind, layer, names, stage) {
  const rows = kind.fields.map((field) => fieldRow(field, layer, names, stage));
  return element("table", { class: "fields" }, element("tbody", {}, rows));
}

function fieldRow(field, layer, names, stage) {
  const told = stage.choices.mapping?.[field.name];
  const found = layer.fields.find((one) => one.maps_to === field.name)?.name;
  const left = told === "";
  const value = left ? LEAVE : (told ?? found ?? "");
  const none = told === undefined ? say("up_field_none") : say("up_field_auto");
  const listed = names.map((name) => ({ value: name, label: name }));
  const first = told !== undefined || !found ? [{ value: "", label: none }] : [];
  const leave = field.required ? [] : [{ value: LEAVE, label: say("up_field_leave") }];
  const pick = choice(`field-${field.name}`, [...first, ...leave, ...listed], value, (name) => map(field.name, name, stage));
  pick.lang = DATA;
  pick.setAttribute("aria-label", field.title);
  const missing = field.required && !value;
  return element(
    "tr",
    { class: missing ? "missing" : "" },
    element("th", { scope: "row" }, field.title, field.unit && element("span", { class: "label-note" }, field.unit), field.required && element("span", { class: "label-note" }, say("up_field_needed"))),
    element("td", {}, pick, !value && proposed(field, layer, stage)),
  );
}

function proposed(field, layer, stage) {
  const found = layer.fields.flatMap((one) => (one.proposals ?? []).filter((p) => p.field === field.name).map((p) => ({ name: one.name, reason: p.reason, score: p.score })));
  const best = found.sort((one, other) => other.score - one.score)[0];
  return best && button(say("up_field_maybe", { name: best.name, reason: best.reason }), () => map(field.name, best.name, stage), { id: `maybe-${field.name}` });
}

function map(ours, theirs, stage) {
  const mapping = { ...(stage.choices.mapping ?? {}) };
  if (theirs === LEAVE) mapping[ours] = "";
  else if (theirs) mapping[ours] = theirs;
  else delete mapping[ours];
  stage.decide({ mapping });
}

function coordinate(name, names, stage) {
  const value = stage.choices.mapping?.[name] ?? "";
  const id = `field-${name}`;
  const changed = (column) => map(name, column, stage);
  const listed = [{ value: "", label: say("up_field_auto") }, ...names.map((one) => ({ value: one, label: one }))];
  return row(say(`up_${name}`), names.length ? choice(id, listed, value, changed) : textInput(id, value, changed));
}

function key(names, stage) {
  const chosen = stage.choices.key ?? "";
  const code = options.kinds.find((one) => one.id === stage.choices.kind)?.fields.find((one) => one.name === "code");
  const known = chosen && chosen !== "code" && !names.includes(chosen) ? [chosen] : [];
  const listed = [...known, ...names].map((name) => ({ value: name, label: name }));
  return choice("key", [{ value: "", label: code?.title ?? "code" }, ...listed], chosen === "code" ? "" : chosen, (name) => stage.decide({ key: name || null }));
}

/** Words beside the code lists: those found now, and those already told. */
function values(kind, layer, stage) {
  const open = new Map();
  for (const one of stage.findings.filter((finding) => finding.code === "unknown-code" && finding.value)) {
    const ours = layer.fields.find((field) => field.name === one.field)?.maps_to;
    if (ours) open.set(`${ours} ${one.value}`, [ours, one.value]);
  }
  for (const [ours, told] of Object.entries(stage.choices.values ?? {})) {
    for (const word of Object.keys(told)) open.set(`${ours} ${word}`, [ours, word]);
  }
  if (!open.size) return null;
  const rows = [...open.values()].map(([ours, word], at) => valueRow(kind, ours, word, at, stage));
  return element("div", { id: "values" }, element("h3", {}, say("up_values")), element("p", { class: "hint" }, say("up_values_lead")), element("table", { class: "fields" }, element("tbody", {}, rows)));
}

function valueRow(kind, ours, word, at, stage) {
  const field = kind.fields.find((one) => one.name === ours);
  const codes = (field?.codes ?? []).map((code) => ({ value: code.value, label: code.title }));
  const told = stage.choices.values?.[ours]?.[word] ?? "";
  const pick = choice(`value-${at}`, [{ value: "", label: say("up_value_choose") }, ...codes], told, (code) => {
    const all = structuredClone(stage.choices.values ?? {});
    all[ours] = { ...all[ours], [word]: code };
    if (!code) delete all[ours][word];
    if (!Object.keys(all[ours]).length) delete all[ours];
    stage.decide({ values: all });
  });
  pick.setAttribute("aria-label", `${field?.title ?? ours} ${word}`);
  return element("tr", {}, element("th", { scope: "row" }, field?.title ?? ours, " · ", fromFile(word)), element("td", {}, pick));
}
