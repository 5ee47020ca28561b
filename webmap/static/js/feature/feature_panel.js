// What is known of the selected feature: attributes, linked projects, linked clauses.

import { ask } from "../page/api.js";
import { byId, element, fill, icon } from "../page/dom.js";
import { refused } from "../page/refusals.js";
import { taken } from "../page/taken.js";
import { DATA, percent, say } from "../page/words.js";
import { BETWEEN } from "../map/paint.js";
import { SECTIONS } from "../map/state.js";
import { swatch } from "../map/swatch.js";

export class FeaturePanel {
  /** `row(layer, key)` is the feature in the list of the theme, where it is there. */
  constructor(panel, state, { close, zoom, row }) {
    Object.assign(this, { panel, state, close, zoom, row });
    this.body = byId("feature-body");
    byId("feature-close").addEventListener("click", close);
    document.addEventListener("keydown", (event) => event.key === "Escape" && state.selection && close());
    this.answers = element("div", {});
    state.addEventListener("selection", () => this.load());
    for (const what of ["graded", "theme"]) state.addEventListener(what, () => this.card && this.answer());
  }

  /** Whoever came by the keyboard reads on from the title, as soon as it is there. */
  reach() {
    this.reached = true;
  }

  async load() {
    this.abort?.abort();
    const { selection } = this.state;
    if (!selection) return;
    this.abort = new AbortController();
    this.card = null;
    fill(this.body, skeleton());
    const { id, version, other } = selection.layer;
    const path = `layers/${encodeURIComponent(other ? `${id}@${version}` : id)}/features/${encodeURIComponent(selection.key)}`;
    try {
      const card = await ask(path, { signal: this.abort.signal });
      const here = card.chiefs.length || !selection.at ? [] : await chiefsAt(selection.at, this.abort.signal);
      this.show(card, selection, here);
    } catch (refusal) {
      if (refusal.name !== "AbortError") fill(this.body, refused(refusal, () => this.load()));
    }
  }

  show(card, selection, here) {
    this.card = card;
    this.answer();
    byId("feature-kind").textContent = card.layer.title;
    this.body.scrollTop = 0;
    fill(
      this.body,
      element("h2", { class: "feature-title", tabIndex: -1, lang: DATA }, card.name),
      this.chips(card, selection.layer),
      this.answers,
      section("projects", [card.projects.length ? card.projects.map(projectCard) : nothing("no_projects"), linking(card)]),
      card.chiefs.length ? section("chiefs", chiefList(card)) : null,
      here.length ? section("chiefs_here", here.map(chiefList)) : null,
      section("clauses", card.clauses.length ? card.clauses.map(clauseCard) : nothing("no_clauses")),
      this.others(selection),
      folded(say("section_attributes", { count: card.attributes.length }), () => attributeList(card.attributes), !card.chips.length),
      taken ? null : folded(say("section_history"), () => history(card)),
      source(card.layer),
    );
    if (this.reached) this.body.querySelector(".feature-title").focus({ preventScroll: true });
    this.reached = false;
    if (selection.move) this.zoom(card.bounds);
  }

  /** What the figure of the theme says of it, and who answers. */
  answer() {
    const { layer, key } = this.state.selection ?? {};
    if (!layer) return;
    const row = this.row(layer.id, key);
    fill(this.answers, facts([
      [say("gap"), this.card.gap],
      [row?.size_title, row?.size],
      ...this.graded(),
      [say("responsible"), this.card.responsible_unit ?? this.card.answering_unit ?? element("span", { class: "unknown" }, say("no_responsible"))],
    ], "answer"));
  }

  /** Class and verdict of a section in the month shown, and the districts it lies between. */
  graded() {
    const { gradedSection: one, gradedBy } = this.state;
    if (!one) return [];
    const verdict = one.met === null ? null : say(one.met ? "graded_met" : "graded_missed");
    const target = one.target_title && say("graded_target", { target: one.target_title });
    const said = [one.class_title ?? say("graded_none"), verdict, target].filter(Boolean).join(" · ");
    const href = `/water/sections/${encodeURIComponent(one.key)}?until=${gradedBy.month}`;
    return [
      [say("graded_month", { month: gradedBy.month }), taken ? said : element("a", { href }, said)],
      [say("between_upstream"), this.district("upstream", one)],
      [say("between_downstream"), this.district("downstream", one)],
    ];
  }

  /** The name of a district, with the line that the map draws around it. */
  district(side, one) {
    const name = one[side] && element("span", { lang: DATA }, one[side]);
    const at = one[`${side}_at`];
    if (!this.state.layer(at?.layer)) return name;
    const open = () => this.state.select({ ...at, layer: this.state.layer(at.layer), others: [], move: true });
    return element("button", { type: "button", class: "quiet-button", onclick: open }, swatch({ fill_opacity: 0, weight: 2 }, { ...BETWEEN[side], shape: "line" }), name);
  }

  /** A section is told by the class it had; that of its layer is the target. */
  chips(card, layer) {
    const own = layer.theme === SECTIONS && layer.leads ? [] : card.chips;
    return element(
      "div",
      { class: "chips" },
      own.map((chip) => element("span", { class: "chip" }, chip.colour ? swatch(layer.style, { ...chip, shape: layer.style.shape }) : null, chip.label)),
      element("button", { type: "button", class: "quiet-button no-print", onclick: () => this.zoom(card.bounds) }, icon("crosshair"), say("zoom_feature")),
      taken ? null : element("a", { class: "quiet-button no-print", href: rowAddress(layer, card.key) }, icon("file-text"), say("in_table")),
    );
  }

  /** What else lies under the click. */
  others({ layer, key, others }) {
    const rest = (others ?? []).filter((other) => other.layer !== layer || other.key !== key);
    if (!rest.length) return null;
    return element(
      "div",
      { class: "others no-print" },
      element("span", { class: "others-title" }, say("also_here")),
      rest.slice(0, 6).map((other) =>
        element("button", { type: "button", class: "other", onclick: () => this.state.select({ layer: other.layer, key: other.key, others }) },
          element("span", { class: "other-kind" }, other.layer.kind_title ?? other.layer.title),
          element("span", { lang: DATA }, other.properties.name || other.key)),
      ),
    );
  }
}

/** The row of a feature in the attribute table of its layer. */
function rowAddress(layer, key) {
  return `/layers/${encodeURIComponent(layer.id)}/table?key=${encodeURIComponent(key)}#chosen`;
}

function section(name, content) {
  return element("section", { class: `feature-section feature-${name}` }, element("h3", {}, say(`section_${name}`)), content);
}

function attributeList(attributes) {
  return element(
    "dl",
    { class: "attributes" },
    attributes.map((attribute) => [
      element("dt", attribute.declared ? {} : { lang: DATA }, attribute.title),
      element("dd", { class: attribute.numeric ? "number" : "", lang: attribute.from_data ? DATA : null }, writtenValue(attribute)),
    ]),
  );
}

function writtenValue({ text, unit }) {
  if (text === null) return element("span", { class: "unknown", lang: document.documentElement.lang }, say("unknown_value"));
  return [text, unit ? element("span", { class: "unit" }, ` ${unit}`) : null];
}

/** Where whoever may keep projects links the feature to one. */
function linking({ link_url: href, projects }) {
  if (!href) return null;
  const make = projects.length ? null : element("a", { class: "quiet-button", href: "/projects/new" }, icon("plus"), say("new_project"));
  return element("p", { class: "no-print feature-actions" }, element("a", { class: "quiet-button", href }, icon("link"), say("link_project")), make);
}

function projectCard(project) {
  return element(
    "article",
    { class: "linked project" },
    element("h4", {}, element("a", { href: project.url, lang: DATA }, project.name)),
    element("div", { class: "project-line" }, element("span", { class: `chip status-${project.status}` }, project.status_text), progress(project.progress_percent)),
    facts([[say("lead_unit"), unit(project)], [say("due_date"), project.due_date]]),
  );
}

/** The lead unit in the reader's language, or by its own name where the register has no other. */
function unit({ lead_unit: name, lead_unit_title: title }) {
  return name && element("span", { lang: title === name ? DATA : null }, title);
}

function progress(value) {
  if (value === null || value === undefined) return null;
  const done = element("span", { class: "progress-done" });
  done.style.width = `${value}%`;
  return element("span", { class: "progress", role: "img", "aria-label": say("progress_named", { value }) }, element("span", { class: "progress-bar" }, done), element("span", { class: "figure" }, percent(value / 100, 0)));
}

/** The waters at the place of a click that somebody is in charge of. */
async function chiefsAt({ lng, lat }, signal) {
  const { waters } = await ask(`chiefs?lon=${lng}&lat=${lat}`, { signal });
  return waters.filter((water) => water.chiefs.length);
}

/** Who is in charge of the water here, from the highest level down, and the unit that answers. */
function chiefList({ chiefs, answering_unit: unit }) {
  return [
    element(
      "dl",
      { class: "attributes chiefs" },
      chiefs.map((chief) => [
        element("dt", {}, chief.level_title),
        element("dd", {}, element("span", { lang: DATA }, chief.post), element("span", { class: "about", lang: DATA }, ` ${[chief.water, chief.reach, chief.unit].filter(Boolean).join(" · ")}`)),
      ]),
    ),
    unit ? facts([[say("answering_unit"), element("span", { lang: DATA }, unit)]]) : null,
  ];
}

function clauseCard(clause) {
  return element(
    "article",
    { class: "linked clause" },
    element("p", { class: "clause-document" }, clause.document_title),
    element("h4", {}, element("a", { href: clause.url }, clause.title)),
    element("p", {}, clause.summary),
    clause.quote ? element("blockquote", { lang: DATA }, clause.quote) : null,
    clause.targets.length ? element("ul", { class: "targets" }, clause.targets.map((target) => element("li", {}, target.text))) : null,
  );
}

function facts(pairs, look = "") {
  return element(
    "dl",
    { class: `facts ${look}` },
    pairs.filter(([, value]) => value).map(([title, value]) => [element("dt", {}, title), element("dd", {}, value)]),
  );
}

/** What it holds is made when it is opened. */
function folded(title, content, open = false) {
  const body = element("div", {}, open ? content() : null);
  const toggled = ({ target }) => {
    if (target.open && !body.childElementCount) fill(body, content());
  };
  return element("details", { class: "feature-section folded", open, ontoggle: toggled }, element("summary", {}, title), body);
}

/** What the versions of the layer made of the feature. */
function history(card) {
  const place = element("ol", { class: "steps" });
  loadHistory(card, place);
  return place;
}

function loadHistory(card, place) {
  fill(place, element("li", { class: "hint" }, say("loading")));
  ask(`layers/${encodeURIComponent(card.layer.id)}/history/${encodeURIComponent(card.key)}`).then(
    ({ steps }) => fill(place, steps.map(step)),
    (refusal) => fill(place, element("li", {}, refused(refusal, () => loadHistory(card, place)))),
  );
}

function step({ version, at, step, moved, fields }) {
  return element(
    "li",
    {},
    element("span", { class: "about" }, [say("step_version", { version }), at.slice(0, 10)].join(" · ")),
    " ",
    element("strong", {}, say(`step_${step}`)),
    moved ? [" ", say("step_moved")] : null,
    fields.length ? element("ul", { class: "change-list" }, fields.map(change)) : null,
  );
}

function change({ title, before, after }) {
  const unknown = () => element("span", { class: "unknown" }, say("unknown_value"));
  return element("li", {}, element("span", { class: "about" }, title), " ", before ? element("del", { lang: DATA }, before) : unknown(), " → ", after ? element("ins", { lang: DATA }, after) : unknown());
}

function nothing(name) {
  return element("p", { class: "hint" }, say(name));
}

function source(layer) {
  const facts = [say("version_named", { version: layer.version }), layer.date, layer.secrecy].filter(Boolean).join(" · ");
  return element("footer", { class: "feature-foot" }, layer.source ? element("p", { lang: DATA }, layer.source) : null, element("p", {}, facts));
}

function skeleton() {
  return element("div", { class: "skeletons", role: "status", "aria-label": say("loading") }, ["wide", "", "", "wide", ""].map((width) => element("div", { class: `skeleton line ${width}` })));
}

