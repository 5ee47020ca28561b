// The answer as the panel shows it: each layer with its classes and features, files to take.

import { element, icon } from "../page/dom.js";
import { DATA, language, plainName, say } from "../page/words.js";

/** `query` is the address of the question; `go(layer, key)` shows a feature. */
export function answerOf(found, { query, may, go }) {
  return [
    found.area ? element("p", { class: "ask-area" }, `${say("ask_area")} `, element("strong", {}, found.area)) : null,
    linking(query, may),
    found.number ? taking(query, may) : element("p", { class: "card-note" }, say("ask_nothing_next")),
    found.chiefs.length ? chargeOf(found.chiefs, go) : null,
    found.layers.map((layer) => layerOf(layer, go)),
    found.empty.length ? folded(say("ask_empty", { count: found.empty.length }), element("ul", { class: "ask-empty" }, found.empty.map((title) => element("li", {}, title)))) : null,
    folded(say("ask_notes"), found.notes.map((note) => element("p", { class: "card-note" }, note))),
  ];
}

function taking(query, may) {
  if (!may.export) return null;
  const link = (format, label) => element("a", { class: "quiet-button", href: `/api/v1/area/file.${format}?${query}&lang=${language}`, download: "" }, icon("download"), label);
  return element("p", { class: "ask-take", role: "group", "aria-label": say("ask_take") }, link("xlsx", "Excel"), link("gpkg", "GeoPackage"));
}

/** Where whoever may keep projects gives what is chosen to one, or to clauses. */
function linking(query, may) {
  const chosen = new URLSearchParams(query).getAll("chosen");
  if (!may.link || !chosen.length) return null;
  return element("p", {}, element("a", { class: "quiet-button", href: `/projects/link?${new URLSearchParams(chosen.map((one) => ["chosen", one]))}` }, icon("link"), say("ask_link")));
}

function layerOf(layer, go) {
  const share = layer.share_text ? say("ask_share", { share: layer.share_text }) : null;
  const counted = [layer.number_text, layer.share_text].filter(Boolean).join(" · ");
  const head = element("summary", {}, element("span", { class: "ask-title" }, plainName(layer.title)), element("span", { class: "ask-number" }, layer.problem ? "—" : counted));
  const sizes = [layer.size, share].filter(Boolean);
  return element(
    "details",
    { class: "ask-layer" },
    head,
    layer.problem ? element("p", { class: "card-note" }, layer.problem) : null,
    sizes.length ? element("p", { class: "ask-size" }, sizes.join(" · ")) : null,
    layer.classes.length ? classesOf(layer) : null,
    element("ul", { class: "ask-features" }, layer.features.map((one) => featureOf(layer, one, go))),
    layer.features.length < layer.number ? element("p", { class: "card-note" }, say("ask_first", { shown: layer.features.length, count: layer.number })) : null,
  );
}

/** Who is in charge: of each water its chiefs from the province down, and the unit that answers. */
function chargeOf(waters, go) {
  return element(
    "details",
    { class: "ask-layer ask-chiefs", open: true },
    element("summary", {}, element("span", { class: "ask-title" }, say("ask_chiefs")), element("span", { class: "ask-number" }, String(waters.length))),
    element("ul", { class: "ask-features" }, waters.map((water) => waterOf(water, go))),
  );
}

function waterOf({ layer, key, name, distance, distance_m, chiefs, answering_unit: unit }, go) {
  return element(
    "li",
    {},
    element("button", { type: "button", class: "ask-feature", lang: DATA, onclick: () => go(layer, key) }, plainName(name)),
    distance && distance_m > 0 ? element("span", { class: "ask-about" }, say("ask_away", { distance })) : null,
    chiefs.length ? null : element("span", { class: "ask-about" }, say("ask_chiefs_none")),
    chiefs.map((chief) => element("span", { class: "ask-about" }, `${chief.level_title} `, element("span", { lang: DATA }, [chief.post, chief.reach].filter(Boolean).join(" · ")))),
    unit ? element("span", { class: "ask-about" }, say("ask_unit", { unit })) : null,
  );
}

function classesOf({ classes }) {
  return element("dl", { class: "ask-classes" }, classes.map((one) => [element("dt", {}, one.title), element("dd", {}, String(one.number)), element("dd", {}, one.size ?? "")]));
}

function featureOf(layer, one, go) {
  const about = [one.size, one.distance === null || one.distance_m === 0 ? null : say("ask_away", { distance: one.distance }), ...one.projects.map(({ code, unit }) => [code, unit].filter(Boolean).join(" "))];
  return element(
    "li",
    {},
    element("button", { type: "button", class: "ask-feature", lang: DATA, onclick: () => go(layer.layer, one.key) }, plainName(one.name)),
    element("span", { class: "ask-about" }, about.filter(Boolean).join(" · ")),
  );
}

/** What a site check says of the place, and the way to keep it as one. */
export function rulesOf(found, place, go) {
  return element(
    "details",
    { class: "ask-layer ask-rules" },
    element("summary", {}, element("span", { class: "ask-title" }, say("ask_rules")), element("span", { class: "ask-number" }, found.rows ? String(found.rows.length) : "—")),
    found.refusal ? element("p", { class: "card-note" }, `${found.refusal.message} ${found.refusal.detail}`) : element("p", { class: "ask-size" }, found.sentence),
    element("ul", { class: "ask-features" }, (found.rows ?? []).map((row) => ruleOf(row, go))),
    place && !found.refusal ? element("p", {}, element("a", { class: "quiet-button", href: `/sites?${new URLSearchParams({ place })}` }, icon("crosshair"), say("ask_site"))) : null,
    (found.notes ?? []).map((note) => element("p", { class: "card-note" }, note)),
  );
}

function ruleOf(row, go) {
  const named = row.layer && row.key ? element("button", { type: "button", class: "ask-feature", lang: DATA, onclick: () => go(row.layer, row.key) }, plainName(row.name ?? row.key)) : null;
  return element("li", {}, element("span", { class: "ask-verdict" }, row.verdict_title), ` ${row.about} `, named, element("span", { class: "ask-about" }, row.why));
}

/** Length and area of what is drawn, and its last place in every way of writing it. */
export function measuresOf(found) {
  const lines = [["ask_length", found.length], ["ask_closed_area", found.area], ["ask_perimeter", found.perimeter]].filter(([, text]) => text);
  return [
    element("dl", { class: "ask-measures" }, lines.map(([name, text]) => [element("dt", {}, say(name)), element("dd", {}, text)])),
    found.crossing ? element("p", { class: "card-note" }, say("ask_crossing")) : null,
    element("h3", {}, say("ask_last")),
    element("ul", { class: "ask-written" }, found.written.map(writtenOf)),
  ];
}

function writtenOf({ title, text }) {
  const shown = element("input", { type: "text", readOnly: true, value: text, "aria-label": title });
  const told = element("span", { role: "status", class: "ask-copied" });
  const copy = element("button", { type: "button", class: "quiet-button", "aria-label": `${say("ask_copy")} ${title}`, onclick: () => copied(shown, told) }, icon("copy"), say("ask_copy"));
  return element("li", {}, element("span", { class: "ask-about" }, title), element("span", { class: "ask-line" }, shown, copy), told);
}

/** Browsers give the clipboard to pages on TLS only; elsewhere the text is marked and copied the old way. */
async function copied(shown, told) {
  shown.select();
  const done = navigator.clipboard ? await navigator.clipboard.writeText(shown.value).then(() => true, () => false) : document.execCommand("copy");
  told.textContent = say(done ? "ask_copied" : "ask_copy_failed");
}

function folded(title, ...content) {
  return element("details", { class: "ask-folded" }, element("summary", {}, title), content);
}
