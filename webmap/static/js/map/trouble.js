// What the map could not be given, said over it with the button for the next step: tiles that did not
// come, a tool that could not be fetched, a layer that an address names and that is not there.

import { byId, element, fill, icon } from "../page/dom.js";
import { nextStep } from "../page/refusals.js";
import { isOver } from "../page/session.js";
import { taken } from "../page/taken.js";
import { DATA, say } from "../page/words.js";

const SETTLE_MS = 300;

export class Trouble {
  /** `again` draws the map anew; what has come since is not asked for again. */
  constructor(map, state, again) {
    Object.assign(this, { state, again, missing: new Map() });
    this.box = element("div", { class: "map-trouble no-print", role: "alert", hidden: true });
    map.getContainer().parentElement.append(this.box);
  }

  /** Tiles of a layer that did not come; `code` says why: "no-connection", "gone", or "" of the server. */
  tiles(layer, code) {
    this.missing.set(layer.split("@")[0], code);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tellTiles(), SETTLE_MS);
  }

  async tellTiles() {
    const codes = new Set(this.missing.values());
    const code = codes.has("no-connection") ? "no-connection" : (await isOver()) ? "session-over" : codes.has("") ? "" : "gone";
    const titles = [...this.missing.keys()].map((id) => this.state.layer(id)?.title ?? id);
    const named = { titles: titles.slice(0, 3).join(say("print_comma")) + (titles.length > 3 ? "…" : "") };
    const why = { "no-connection": say("no_connection"), "session-over": say("session_over"), gone: say("tiles_gone", named), "": say("tiles_missing", named) }[code];
    this.missing.clear();
    const reload = element("button", { type: "button", class: "quiet-button", onclick: () => location.reload() }, say("reload_page"));
    this.tell(why, code === "gone" ? reload : nextStep(code, () => this.drawAgain()));
  }

  drawAgain() {
    this.close();
    this.again();
  }

  /** A part of the page itself could not be fetched. */
  part(again) {
    const retry = () => {
      this.close();
      again();
    };
    this.tell(say("no_connection"), nextStep("no-connection", retry));
  }

  /** An address names what is not there, or not for whoever looks. */
  layer(id) {
    const see = () => {
      this.close();
      byId("tab-layers").click();
      byId("tab-layers").focus();
    };
    this.tell([say("layer_gone"), element("code", { lang: DATA }, id.slice(0, 80))], element("button", { type: "button", class: "quiet-button", onclick: see }, say("see_layers")));
  }

  /** A version that an address names and that there is not; the live one is shown. */
  version(layer, version) {
    const see = taken ? null : element("a", { class: "quiet-button", href: `/layers/${encodeURIComponent(layer.id)}#versions` }, say("see_versions"));
    this.tell(say("version_gone", { title: layer.title, version }), see);
  }

  tell(what, step) {
    const close = element("button", { type: "button", class: "icon-button", title: say("close"), "aria-label": say("close"), onclick: () => this.close() }, icon("x"));
    fill(this.box, icon("alert-triangle"), element("span", {}, what), step, close);
    this.box.hidden = false;
  }

  close() {
    this.box.hidden = true;
  }
}
