// Search over names, codes and coordinates; a list of answers under the box, with arrow keys.

import { ask } from "../page/api.js";
import { byId, element, fill, icon } from "../page/dom.js";
import { checkSite } from "../page/site.js";
import { DATA, say } from "../page/words.js";

const PAUSE_MS = 180;
// What is found, in groups under their title and icon; the group of the best answer comes first.
const ICONS = { place: "crosshair", feature: "map-pin", project: "folder", clause: "book-open", unit: "users", layer: "layers", figure: "pie-chart", site: "crosshair" };
// Names that come in the language of the page; the others are contents of files.
const SAID = new Set(["clause", "layer", "figure", "site"]);

export class SearchBox {
  constructor(form, choose) {
    Object.assign(this, { form, choose, text: "", found: [], at: -1 });
    this.input = byId("search-text");
    this.list = byId("search-results");
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("paste", (event) => this.pasted(event));
    this.input.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.enter();
    });
    document.addEventListener("pointerdown", (event) => form.contains(event.target) || this.close());
    form.addEventListener("focusout", (event) => event.relatedTarget && !form.contains(event.relatedTarget) && this.close());
    document.addEventListener("keydown", (event) => this.shortcut(event));
  }

  shortcut(event) {
    if (event.key !== "/" || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
    event.preventDefault();
    this.input.focus();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE_MS);
  }

  /** The box has one line: corners of several lines are kept apart. */
  pasted(event) {
    const text = event.clipboardData.getData("text/plain").trim();
    if (!text.includes("\n")) return;
    event.preventDefault();
    this.input.setRangeText(text.split(/\s*\n\s*/).join("; "), this.input.selectionStart, this.input.selectionEnd, "end");
    this.later();
  }

  get asked() {
    return this.input.value.trim();
  }

  /** Take the answer that is marked, or the first; never one to what stood in the box before. */
  async enter() {
    if (this.text !== this.asked) await this.search();
    if (this.text === this.asked) this.take(Math.max(this.at, 0));
  }

  /** `text` is what the answers that are shown belong to. */
  async search() {
    clearTimeout(this.timer);
    const text = this.asked;
    this.abort?.abort();
    this.abort = new AbortController();
    try {
      const { results } = text ? await ask(`search?q=${encodeURIComponent(text)}`, { signal: this.abort.signal }) : { results: [] };
      Object.assign(this, { text, found: results });
      if (text) this.show(results);
      else this.close();
    } catch (refusal) {
      if (refusal.name === "AbortError") return;
      this.text = text;
      this.say(refusal.message);
    }
  }

  show(results) {
    this.at = -1;
    if (!results.length) return this.say(say("search_nothing"));
    const types = [...new Set(results.map((result) => result.type))];
    this.found = types.flatMap((type) => results.filter((result) => result.type === type));
    fill(this.list, this.found.flatMap((result, index) => [
      result.type === this.found[index - 1]?.type ? null : group(result.type),
      this.row(result, index),
    ]));
    this.rows = [...this.list.querySelectorAll("[role=option]")];
    return this.open();
  }

  row(result, index) {
    return element(
      "li",
      { role: "option", id: `search-${index}`, "aria-selected": "false", onclick: () => this.take(index) },
      element("span", { class: "search-name", lang: SAID.has(result.type) ? null : DATA }, result.name),
      element("span", { class: "search-about" }, result.about),
    );
  }

  say(text) {
    this.found = [];
    fill(this.list, element("li", { class: "search-none" }, text));
    this.open();
  }

  key(event) {
    if (event.key === "Escape") return this.close();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !this.found.length) return undefined;
    event.preventDefault();
    this.at = (this.at + step + this.found.length) % this.found.length;
    this.rows.forEach((row, index) => { row.setAttribute("aria-selected", String(index === this.at)); });
    this.rows[this.at].scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", `search-${this.at}`);
  }

  take(index) {
    const result = this.found[index];
    if (!result) return;
    this.close();
    if (["feature", "place"].includes(result.type)) this.choose(result);
    else if (result.type === "site") checkSite(new URLSearchParams(result.url.split("?")[1]).get("place").replaceAll(";", "\n"));
    else location.assign(result.url);
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  /** What is still under way would open the list again. */
  close() {
    clearTimeout(this.timer);
    this.abort?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function group(type) {
  return element("li", { class: "search-group", role: "presentation" }, icon(ICONS[type]), say(`found_${type}`));
}
