// Asking about a place: tools that draw or choose it, the answer beside the map, the question in the address.
// Fetched when it is first used.

import { pick } from "../map/picking.js";
import { ask } from "../page/api.js";
import { byId, element, fill, icon } from "../page/dom.js";
import { refused } from "../page/refusals.js";
import { learn, say } from "../page/words.js";
import { answerOf, measuresOf, rulesOf } from "./answer.js";
import { asBox, asPoints, asText, Drawing } from "./drawing.js";

// Each with its wording; its hint is the same with `_hint`.
const TOOLS = { pick: "ask_pick", box: "ask_box", polygon: "ask_polygon", spot: "ask_spot", path: "ask_measure" };
const FIRST_DISTANCE = "500";

/** The tools of a map; one for each page. */
export async function startAsking(atlas) {
  const told = await ask("asking");
  learn(told.words);
  document.head.append(element("link", { rel: "stylesheet", href: new URL("../../css/asking.css", import.meta.url).href }));
  return new Asking(atlas, told);
}

class Asking {
  constructor(atlas, { may, most_chosen }) {
    Object.assign(this, { atlas, may, most_chosen, asked: new URLSearchParams(), chosen: new Map(), open: false });
    this.drawing = new Drawing(atlas.map, {
      changed: (places) => this.placed(places),
      done: (shape, places) => this.drawn(shape, places),
      ended: (shape) => this.toolEnded(shape),
    });
    this.build();
    atlas.state.addEventListener("selection", () => this.layOut());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.panel.contains(document.activeElement) && this.close());
  }

  build() {
    this.buttons = new Map(Object.entries(TOOLS).map(([shape, name]) => [shape, this.toolButton(shape, name)]));
    this.within = element("input", { type: "number", id: "ask-within", min: "0", step: "any", inputMode: "decimal", "aria-describedby": "ask-within-help", onchange: () => this.reask() });
    this.inside = element("input", { type: "checkbox", id: "ask-inside", onchange: () => this.reask() });
    this.insideLine = element("label", { class: "check", htmlFor: "ask-inside", hidden: true }, this.inside, say("ask_inside"));
    this.text = element("textarea", { id: "ask-text", rows: 3, "aria-describedby": "ask-type-help" });
    this.status = element("p", { class: "ask-status", role: "status" }, say("ask_begin"));
    this.result = element("div", { class: "ask-result" });
    this.rules = element("div", {});
    this.panel = element(
      "aside",
      { class: "panel right asking", id: "asking", "aria-label": say("ask_title"), hidden: true },
      element("header", { class: "panel-head" }, element("h2", { class: "panel-kind", tabIndex: -1 }, say("ask_title")), element("button", { type: "button", class: "icon-button", title: say("ask_close"), "aria-label": say("ask_close"), onclick: () => this.close() }, icon("x"))),
      element("div", { class: "ask-tools", role: "group", "aria-label": say("ask_tools") }, [...this.buttons.values()]),
      this.status,
      element("div", { class: "panel-body" }, this.fields(), this.result, this.rules),
    );
    byId("atlas").append(this.panel);
  }

  toolButton(shape, name) {
    return element("button", { type: "button", class: "quiet-button", "aria-pressed": "false", onclick: () => (this.drawing.shape === shape ? this.drawing.giveUp() : this.begin(shape)) }, say(name));
  }

  fields() {
    return element(
      "div",
      { class: "ask-fields" },
      element("div", { class: "field" }, element("label", { htmlFor: "ask-within" }, say("ask_within")), this.within, element("p", { class: "card-note", id: "ask-within-help" }, say("ask_within_help"))),
      this.insideLine,
      element(
        "details",
        { class: "ask-folded" },
        element("summary", {}, say("ask_type")),
        element("div", { class: "field" }, element("label", { htmlFor: "ask-text" }, say("ask_type")), this.text, element("p", { class: "card-note", id: "ask-type-help" }, say("ask_type_help"))),
        element("button", { type: "button", class: "quiet-button", onclick: () => this.typed() }, say("ask_do")),
      ),
    );
  }

  show() {
    this.open = true;
    if (this.atlas.state.selection) this.atlas.state.select(null);
    this.layOut();
    this.buttons.get("pick").focus();
  }

  close() {
    if (this.drawing.active) this.drawing.giveUp();
    this.open = false;
    this.drawing.clear();
    this.chosen.clear();
    this.say("ask_begin");
    fill(this.result);
    fill(this.rules);
    this.keep(new URLSearchParams());
    this.layOut();
    byId("atlas").querySelector(".ask-open").focus();
  }

  /** One panel at the right at a time: a feature that is looked at lies before the answer. */
  layOut() {
    const shown = this.open && !this.atlas.state.selection;
    this.panel.hidden = !shown;
    this.panel.classList.toggle("ask-drawing", this.drawing.active);
    byId("atlas").classList.toggle("right-open", this.open || Boolean(this.atlas.state.selection));
    this.atlas.panels.makeWay(this.open || Boolean(this.atlas.state.selection));
    for (const [shape, button] of this.buttons) button.setAttribute("aria-pressed", String(this.drawing.shape === shape));
    this.insideLine.hidden = !this.chosen.size;
  }

  say(name, values) {
    this.tell(say(name, values));
  }

  /** What is read out: a hint, or the answer in one sentence. */
  tell(text, answered = false) {
    this.status.textContent = text;
    this.status.classList.toggle("answered", answered);
  }

  begin(shape) {
    if (this.drawing.active) this.drawing.giveUp();
    fill(this.result);
    fill(this.rules);
    if (shape !== "pick") this.chosen.clear();
    if (shape === "spot" && !this.within.value) this.within.value = FIRST_DISTANCE;
    this.atlas.remark();
    this.drawing.begin(shape);
    this.tell(`${say(`${TOOLS[shape]}_hint`)} ${say("ask_by_keys")}`);
    this.layOut();
  }

  /** Whether a click on the map is meant for a tool; the one that ends a dragging belongs to it, too. */
  get active() {
    return this.drawing.active || this.drawing.skip;
  }

  /** A click on the map while a tool is in hand. */
  clickAt(position) {
    if (this.drawing.shape === "pick") this.toggle(position);
    else this.drawing.clickAt(position);
  }

  toggle(position) {
    const [first] = pick(this.atlas.grid, this.atlas.state.shownLayers, position);
    if (!first) return;
    const name = `${first.layer.id}/${first.key}`;
    if (!this.chosen.delete(name)) {
      if (this.chosen.size >= this.most_chosen) return this.say("ask_chosen_full", { limit: this.most_chosen });
      this.chosen.set(name, { layer: first.layer, key: first.key, kind: "selected" });
    }
    this.atlas.remark();
    this.layOut();
    this.reask();
  }

  /** What is chosen, to be marked on the map. */
  get marks() {
    return this.open ? [...this.chosen.values()] : [];
  }

  placed(places) {
    if (this.drawing.shape === "path") this.measure(places);
  }

  drawn(shape, places) {
    this.layOut();
    if (shape === "path") return this.measure(places);
    this.text.value = shape === "box" ? "" : asText(places);
    const asked = shape === "box" ? { box: asBox(places) } : { place: asText(places) };
    return this.ask(new URLSearchParams(asked));
  }

  toolEnded(shape) {
    this.layOut();
    if (shape === "pick" && this.chosen.size) return;
    if (shape !== "path" || !this.result.childElementCount) this.say("ask_begin");
  }

  typed() {
    if (!this.text.value.trim()) return;
    if (this.drawing.active) this.drawing.giveUp();
    this.chosen.clear();
    this.atlas.remark();
    this.ask(new URLSearchParams({ place: this.text.value }));
  }

  /** Ask the same again, of another distance or of other features. */
  reask() {
    const asked = new URLSearchParams(this.asked);
    asked.delete("chosen");
    asked.delete("within");
    if (this.chosen.size) {
      asked.delete("place");
      asked.delete("box");
      for (const name of this.chosen.keys()) asked.append("chosen", name);
    }
    if (asked.has("place") || asked.has("box") || asked.has("chosen")) this.ask(asked);
    else if (this.drawing.shape === "pick") this.nothingChosen();
  }

  nothingChosen() {
    fill(this.result, element("p", { class: "card-note" }, say("ask_chosen_none")));
    fill(this.rules);
    this.keep(new URLSearchParams());
  }

  async ask(asked) {
    const distance = this.within.value.trim();
    if (distance) asked.set("within", distance);
    else if (asked.has("chosen") && this.inside.checked) asked.set("within", "0");
    this.keep(asked);
    await this.answer();
  }

  /** The question of an address: shown as if it had just been asked. */
  async askAddress(text) {
    const asked = new URLSearchParams(text);
    this.open = true;
    this.chosen.clear();
    for (const name of asked.getAll("chosen")) {
      const [id, ...key] = name.split("/");
      const layer = this.atlas.state.layer(id);
      if (layer?.tiles) this.chosen.set(name, { layer, key: key.join("/"), kind: "selected" });
    }
    this.within.value = Number(asked.get("within")) ? asked.get("within") : "";
    this.inside.checked = asked.get("within") === "0";
    this.text.value = asked.get("place") ?? "";
    this.keep(asked);
    this.layOut();
    this.atlas.remark();
    await this.answer(true);
  }

  async answer(move = false) {
    this.abort?.abort();
    this.abort = new AbortController();
    const { signal } = this.abort;
    const query = this.asked.toString();
    this.say("ask_working");
    this.panel.setAttribute("aria-busy", "true");
    fill(this.rules);
    try {
      const found = await ask(`area?${query}`, { signal });
      const go = (layer, key) => this.atlas.selectByKey(layer, key, true);
      this.tell(found.sentence, true);
      if (!this.drawing.active) this.drawing.show(found.shape);
      fill(this.result, answerOf(found, { query, may: this.may, go }));
      if (move && found.bounds) this.atlas.showBounds(found.bounds);
      if (found.shape && this.may.check) await this.askRules(query, signal, go);
    } catch (refusal) {
      if (refusal.name === "AbortError") return;
      this.tell("");
      fill(this.rules);
      fill(this.result, refused(refusal, () => this.answer(move)));
    } finally {
      this.panel.removeAttribute("aria-busy");
    }
  }

  async askRules(query, signal, go) {
    fill(this.rules, element("p", { class: "card-note" }, say("ask_working")));
    const found = await ask(`area/rules?${query}`, { signal }).catch((refusal) => {
      if (refusal.name === "AbortError") throw refusal;
      return { refusal };
    });
    const place = this.asked.has("within") ? null : this.asked.get("place");
    fill(this.rules, rulesOf(found, place, go));
  }

  async measure(places) {
    this.abort?.abort();
    this.abort = new AbortController();
    try {
      const found = await ask(`measure?points=${encodeURIComponent(asPoints(places))}`, { signal: this.abort.signal });
      this.tell([found.length, found.area].filter(Boolean).join(" · "));
      fill(this.result, measuresOf(found));
    } catch (refusal) {
      if (refusal.name !== "AbortError") fill(this.result, refused(refusal, () => this.measure(places)));
    }
  }

  /** The question stands in the address of the map. */
  keep(asked) {
    this.asked = asked;
    this.atlas.state.asked = asked.toString();
    this.atlas.remark();
    this.atlas.writeAddress();
  }
}
