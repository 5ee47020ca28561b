// What is known of the selected feature: attributes, linked projects, linked clauses.

import { ask } from "../page/api.js";
import { byId, element, fill, icon } from "../page/dom.js";
import { DATA, percent, say } from "../page/words.js";
import { swatch } from "../map/swatch.js";

export class FeaturePanel {
  constructor(panel, state, { close, zoom }) {
    Object.assign(this, { panel, state, close, zoom });
    this.body = byId("feature-body");
    byId("feature-close").addEventListener("click", close);
    document.addEventListener("keydown", (event) => event.key === "Escape" && state.selection && close());
    state.addEventListener("selection", () => this.load());
  }

  async load() {
    this.abort?.abort();
    const { selection } = this.state;
    if (!selection) return;
    this.abort = new AbortController();
    fill(this.body, skeleton());
    const path = `layers/${encodeURIComponent(selection.layer.id)}/features/${encodeURIComponent(selection.key)}`;
    try {
      const card = await ask(path, { signal: this.abort.signal });
      const here = card.chiefs.length || !selection.at ? [] : await chiefsAt(selection.at, this.abort.signal);
      this.show(card, selection, here);
    } catch (refusal) {
      if (refusal.name !== "AbortError") fill(this.body, failed(refusal));
    }
  }

  show(card, selection, here) {
    byId("feature-kind").textContent = card.layer.title;
    this.body.scrollTop = 0;
    fill(
      this.body,
      element("h2", { class: "feature-title", tabIndex: -1, lang: DATA }, card.name),
      this.chips(card, selection.layer),
      this.others(selection),
      section("attributes", attributeList(card.attributes)),
      section("projects", [card.projects.length ? card.projects.map(projectCard) : nothing("no_projects"), linking(card)]),
      card.chiefs.length ? section("chiefs", chiefList(card)) : null,
      here.length ? section("chiefs_here", here.map(chiefList)) : null,
      section("clauses", card.clauses.length ? card.clauses.map(clauseCard) : nothing("no_clauses")),
      source(card.layer),
    );
    if (selection.move) this.zoom(card.bounds);
  }

  chips(card, layer) {
    return element(
      "div",
      { class: "chips" },
      card.chips.map((chip) => element("span", { class: "chip" }, chip.colour ? swatch(layer.style, { ...chip, shape: layer.style.shape }) : null, chip.label)),
      element("button", { type: "button", class: "quiet-button no-print", onclick: () => this.zoom(card.bounds) }, icon("crosshair"), say("zoom_feature")),
      element("a", { class: "quiet-button no-print", href: rowAddress(layer, card.key) }, icon("file-text"), say("in_table")),
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
        element("button", { type: "button", class: "other", title: other.layer.title, lang: DATA, onclick: () => this.state.select({ layer: other.layer, key: other.key, others }) }, other.properties.name || other.key),
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
function linking({ link_url: href }) {
  return href && element("p", { class: "no-print" }, element("a", { class: "quiet-button", href }, say("link_project")));
}

function projectCard(project) {
  return element(
    "article",
    { class: "linked project" },
    element("h4", {}, element("a", { href: project.url, lang: DATA }, project.name)),
    element("div", { class: "project-line" }, element("span", { class: `chip status-${project.status}` }, project.status_text), progress(project.progress_percent)),
    facts([["lead_unit", unit(project)], ["due_date", project.due_date]]),
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
        element("dd", {}, element("span", { lang: DATA }, chief.post), element("span", { class: "about", lang: DATA }, ` ${[chief.water, chief.reach].filter(Boolean).join(" · ")}`)),
      ]),
    ),
    unit ? facts([["answering_unit", element("span", { lang: DATA }, unit)]]) : null,
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

function facts(pairs) {
  return element(
    "dl",
    { class: "facts" },
    pairs.filter(([, value]) => value).map(([name, value]) => [element("dt", {}, say(name)), element("dd", {}, value)]),
  );
}

function nothing(name) {
  return element("p", { class: "hint" }, say(name));
}

function source(layer) {
  const facts = [say("version_named", { version: layer.version }), layer.date, layer.secrecy].filter(Boolean).join(" · ");
  return element("footer", { class: "feature-foot" }, layer.source ? element("p", { lang: DATA }, layer.source) : null, element("p", {}, facts));
}

function skeleton() {
  return element("div", { class: "skeletons", "aria-label": say("loading") }, ["wide", "", "", "wide", ""].map((width) => element("div", { class: `skeleton line ${width}` })));
}

function failed(refusal) {
  return element("div", { class: "notice", role: "alert" }, element("strong", {}, refusal.message), element("p", {}, refusal.detail));
}
