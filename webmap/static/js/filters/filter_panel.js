// Filters work on the tiles that are already here: no question goes to the server.

import { element, fill, icon } from "../page/dom.js";
import { say } from "../page/words.js";
import { swatch } from "../map/swatch.js";

export class FilterPanel {
  constructor(panel, state, groups) {
    Object.assign(this, { panel, state });
    this.text = element("input", { type: "search", id: "filter-text", autocomplete: "off", placeholder: say("filter_text_hint"), oninput: () => state.setText(this.text.value) });
    this.reset = element("button", { type: "button", class: "quiet-button", onclick: () => this.clear() }, icon("x"), say("filter_clear"));
    this.inOrder = groups.flatMap((group) => group.layers).map((id) => state.layer(id));
    this.lines = element("div", {});
    fill(
      panel,
      element("div", { class: "field" }, element("label", { htmlFor: "filter-text" }, say("filter_text")), this.text),
      this.lines,
      element("div", { class: "panel-foot" }, this.reset),
    );
    state.addEventListener("filters", () => this.refresh());
    state.addEventListener("styles", () => this.show());
    this.show();
  }

  show() {
    const classed = this.inOrder.filter((layer) => layer.style.class_field && layer.legend.length > 1);
    fill(this.lines, classed.length ? classed.map((layer) => this.classes(layer)) : element("p", { class: "hint" }, say("filter_none")));
    this.refresh();
  }

  classes(layer) {
    return element(
      "fieldset",
      { class: "classes" },
      element("legend", {}, layer.title, element("span", { class: "field-name" }, layer.class_title)),
      layer.legend.map((entry) => this.value(layer, entry)),
    );
  }

  value(layer, entry) {
    const box = element("input", {
      type: "checkbox", checked: true, dataset: { layer: layer.id, value: entry.value },
      onchange: (event) => this.state.setClass(layer.id, entry.value, event.target.checked),
    });
    return element("label", { class: "check" }, box, swatch(layer.style, entry), element("span", {}, entry.label));
  }

  clear() {
    this.text.value = "";
    this.state.clearFilters();
  }

  refresh() {
    this.reset.disabled = !this.state.isFiltered;
    if (!this.state.text && document.activeElement !== this.text) this.text.value = "";
    for (const box of this.panel.querySelectorAll("input[data-value]")) {
      box.checked = !this.state.hidden.get(box.dataset.layer).has(box.dataset.value);
    }
  }
}
