// The tools for how layers look: fetched when they are opened first, or when an address asks for them.
// Every choice goes into the address, and what the address says is what the map shows.

import { ask } from "../page/api.js";
import { byId, element, fill, icon } from "../page/dom.js";
import { learn, say } from "../page/words.js";
import { read, write } from "./address.js";
import { DisplayTool } from "./display.js";
import { GroundTool } from "./ground_tool.js";
import { Looks } from "./looks.js";
import { Moments } from "./moments.js";
import { SwipeTool } from "./swipe_tool.js";
import { TimeTool } from "./time_tool.js";
import { Versions } from "./versions.js";

export async function startViewing(atlas) {
  const style = element("link", { rel: "stylesheet", href: new URL("../../css/viewing.css", import.meta.url).href });
  document.head.append(style);
  const given = await ask("map/viewing");
  learn(given.words);
  const viewing = new Viewing(atlas, given);
  await viewing.apply();
  return viewing;
}

class Viewing {
  constructor(atlas, given) {
    Object.assign(this, { atlas, given, state: atlas.state, map: atlas.map });
    this.first = atlas.state.layers.map((layer) => layer.id);
    this.looks = new Looks(this);
    this.versions = new Versions(this);
    this.moments = new Moments(this);
    this.tools = { display: new DisplayTool(this), compare: new SwipeTool(this), time: new TimeTool(this), ground: new GroundTool(this) };
    this.state.addEventListener("more", () => this.apply());
    this.state.addEventListener("layers", () => this.tools.display.refresh());
    this.build();
  }

  get chosen() {
    return read(this.state.more);
  }

  /** Take a choice: `change` gets what is chosen now, to change it. What is drawn along is no `step` of its own. */
  choose(change, { step = true } = {}) {
    const chosen = this.chosen;
    if (!step) this.atlas.chosen = undefined;
    change(chosen);
    for (const [name, text] of write(chosen)) {
      if (text === null) this.state.more.delete(name);
      else this.state.more.set(name, text);
    }
    this.state.tell("more");
    this.tools.display.refresh();
  }

  layer(id) {
    return this.state.layer(id);
  }

  /** Make the map what the address says, one thing after the other. */
  async apply() {
    this.turn = (this.turn ?? 0) + 1;
    const { turn } = this;
    const chosen = this.chosen;
    this.order(chosen.order);
    for (const layer of this.state.layers) {
      layer.opacity = chosen.opacity.get(layer.id) ?? 1;
      layer.unlabelled = chosen.bare.has(layer.id);
    }
    this.forSwipe(chosen);
    await this.moments.set(chosen.swipe?.what === "days" ? chosen.swipe.right : chosen.time);
    if (turn !== this.turn) return;
    this.versions.set(chosen.versions, this.moments.now);
    await this.looks.set(chosen.looks);
    if (turn !== this.turn) return;
    this.state.tell("styles");
    this.state.tell("layers");
    for (const tool of Object.values(this.tools)) await tool.apply(chosen);
  }

  /** The map itself is the right side. What differs in version has its own colours: classes of a field
   * are those of one version. */
  forSwipe({ swipe, looks, versions }) {
    if (!swipe) return;
    const days = swipe.what === "days";
    for (const id of days ? this.moments.several : [swipe.what]) looks.delete(id);
    if (!days) versions.set(swipe.what, Number(swipe.right));
  }

  order(ids) {
    const places = new Map((ids.length ? ids : this.first).map((id, at) => [id, at]));
    this.state.layers.sort((a, b) => (places.get(a.id) ?? this.first.indexOf(a.id)) - (places.get(b.id) ?? this.first.indexOf(b.id)));
  }

  build() {
    const names = Object.keys(this.tools);
    this.buttons = names.map((name) => element("button", { type: "button", class: "tool-tab", "aria-expanded": "false", "aria-controls": `tool-${name}`, onclick: () => this.toggle(name) }, say(`tools_${name}`)));
    this.bodies = names.map((name) => element("section", { id: `tool-${name}`, class: "tool-body", hidden: true, "aria-label": say(`tools_${name}`) }, this.tools[name].body));
    fill(byId("viewing"), element("div", { class: "tool-tabs" }, this.buttons), this.bodies);
  }

  toggle(name) {
    const open = Object.keys(this.tools).map((one, at) => one === name && this.bodies[at].hidden);
    open.forEach((on, at) => {
      this.bodies[at].hidden = !on;
      this.buttons[at].setAttribute("aria-expanded", String(on));
    });
  }

  /** On a narrow window the map is seen when the sheet is down. */
  giveRoom() {
    if (matchMedia("(max-width: 720px)").matches) byId("left-toggle").click();
  }

  /** Where the button was that asked for the tools. */
  show() {
    if (this.bodies.every((body) => body.hidden)) this.toggle("display");
    this.buttons[0].focus();
  }
}

/** A refusal of the server, beside what was asked. */
export function refused(refusal) {
  return element("div", { class: "notice", role: "alert" }, icon("alert-triangle"), element("strong", {}, refusal.message), element("p", {}, refusal.detail));
}
