// The features of the theme, what is behind first: each with its size, project, unit and due date.

import { ask } from "../page/api.js";
import { element, fill } from "../page/dom.js";
import { refused } from "../page/refusals.js";
import { taken } from "../page/taken.js";
import { DATA, number, plainName, say } from "../page/words.js";
import { GRADED_STYLE, LINKED, LINKED_STYLE, UNGRADED, classOf, gradedShape } from "../map/paint.js";
import { PROJECTS, SECTIONS } from "../map/state.js";
import { swatch } from "../map/swatch.js";

const ORDERS = {
  behind: null, // as the server gives them
  name: (a, b) => a.name.localeCompare(b.name, DATA),
  due: (a, b) => (dueOf(a) ?? "9").localeCompare(dueOf(b) ?? "9"),
};

export class ThemeList {
  constructor(place, state, open) {
    Object.assign(this, { place, state, open, order: "behind", lists: new Map() });
    state.addEventListener("theme", () => this.load());
    for (const what of ["filters", "graded"]) state.addEventListener(what, () => this.show());
    state.addEventListener("selection", () => this.mark());
    this.load();
  }

  async load() {
    const { theme } = this.state;
    this.place.hidden = !theme;
    if (!theme) return;
    if (!this.lists.has(theme)) {
      fill(this.place, element("div", { class: "skeletons", role: "status", "aria-label": say("loading") }, ["wide", "wide", "wide"].map((width) => element("div", { class: `skeleton line ${width}` }))));
      try {
        this.lists.set(theme, await ask(`themes/${encodeURIComponent(theme)}`));
        if (theme === PROJECTS) this.state.setLinked(placesOf(this.lists.get(theme)));
      } catch (refusal) {
        fill(this.place, refused(refusal, () => this.load()));
        return;
      }
    }
    if (theme === this.state.theme) this.show();
  }

  show() {
    const list = this.lists.get(this.state.theme);
    if (!list) return;
    const rows = list.rows.filter((row) => this.passes(row));
    const order = ORDERS[this.orderOf(list)];
    if (order) rows.sort(order);
    fill(
      this.place,
      element("h2", { class: "theme-title" }, say("theme_list"), element("span", { class: "aside" }, counted(list, rows))),
      list.rows.length ? this.sorting(list) : element("p", { class: "hint" }, say("list_empty")),
      (list.notes ?? []).map((note) => element("p", { class: "hint" }, note)),
      list.rows.length && !rows.length ? this.nothing() : null,
      list.theme === PROJECTS && !taken ? element("p", { class: "list-all no-print" }, element("a", { href: "/projects" }, say("projects_all"))) : null,
      element("ol", { class: "feature-list" }, rows.map((row) => this.row(row, list))),
    );
    this.mark();
  }

  /** What the figure of a theme that was opened says of a feature: {size, size_title}. */
  found(layer, key) {
    for (const list of this.lists.values()) {
      const row = list.rows.find((one) => one.layer === layer && one.key === key && one.size);
      if (row) return { ...row, size_title: list.size_title };
    }
    return undefined;
  }

  /** Bring the list into sight, its first row ready for Enter. */
  reach() {
    this.place.scrollIntoView({ block: "start" });
    this.place.querySelector(".feature-row")?.focus({ preventScroll: true });
  }

  passes(row) {
    if (this.state.theme === PROJECTS) return !this.state.text || `${row.name} ${row.projects[0].code}`.toLowerCase().includes(this.state.text);
    const layer = this.state.layer(row.layer);
    if (!layer) return false;
    return this.state.shows(layer, { key: row.key, name: row.name, [layer.style.class_field]: row.class });
  }

  /** Nothing passes the filters: they are cleared from here. */
  nothing() {
    const clear = element("button", { type: "button", class: "quiet-button no-print", onclick: () => this.state.clearFilters() }, say("filter_clear"));
    return element("div", { class: "list-nothing", role: "status" }, element("p", { class: "hint" }, say("features_none")), clear);
  }

  /** The order that was chosen; of a list that has no such rows its first. */
  orderOf(list) {
    return this.order === "behind" && !list.behind ? "name" : this.order;
  }

  sorting(list) {
    const names = Object.keys(ORDERS).filter((name) => name !== "behind" || list.behind);
    const options = names.map((name) => element("option", { value: name, selected: name === this.orderOf(list) }, say(name === "behind" && list.theme === PROJECTS ? "order_late" : `order_${name}`)));
    const choose = element("select", { "aria-label": say("list_order"), onchange: (event) => { this.order = event.target.value; this.show(); } }, options);
    return element("div", { class: "list-order no-print" }, choose);
  }

  row(row, list) {
    return list.theme === PROJECTS ? this.project(row) : this.feature(row, list);
  }

  project({ layer, key, name, behind, projects: [project] }) {
    const look = behind ? LINKED.late : LINKED.other;
    const picture = layer ? swatch(LINKED_STYLE, { ...look, shape: "area" }) : element("span", {});
    const about = [projectLine(project, 1), layer ? null : element("span", {}, say("no_place_yet"))];
    const inside = [picture, element("span", { class: "feature-row-name", lang: DATA }, plainName(name)), element("span", { class: "feature-row-about" }, about)];
    if (!layer) return element("li", {}, element("a", { class: "feature-row", href: project.url }, inside));
    return element("li", {}, element("button", { type: "button", class: "feature-row", dataset: { layer, key }, onclick: () => this.open(layer, key) }, inside));
  }

  feature(row, list) {
    const layer = this.state.layer(row.layer);
    const value = layer.style.class_of ? classOf(layer.style, row) : row.class;
    const entry = layer.legend.find((one) => one.value === value) ?? layer.legend[0];
    const [project] = row.projects;
    return element(
      "li",
      {},
      element(
        "button",
        { type: "button", class: "feature-row", dataset: { layer: row.layer, key: row.key }, onclick: () => this.open(row.layer, row.key) },
        gradedSwatch(this.state, layer, row.key) ?? swatch(layer.style, entry),
        element("span", { class: "feature-row-name", lang: DATA }, plainName(row.name)),
        row.size ? element("span", { class: "figure", title: list.size_title }, row.size) : null,
        element("span", { class: "feature-row-about" }, row.behind || row.outside ? element("span", {}, (layer.own_legend ?? layer.legend).find((one) => one.value === row.class)?.label ?? entry.label) : null, row.outside ? element("span", {}, say("outside_figure")) : null, (row.behind || row.outside) && row.gap ? element("span", {}, say("gap_of", { gap: row.gap })) : null, this.about(row, project)),
      ),
    );
  }

  about(row, project) {
    const graded = gradedLine(this.state, row), units = row.units.map((unit) => element("span", {}, unit));
    if (graded) return [...graded, ...units];
    if (project) return projectLine(project, row.projects.length);
    return [...units, element("span", {}, say("no_project_yet"))];
  }

  mark() {
    const { selection } = this.state;
    for (const row of this.place.querySelectorAll(".feature-row")) {
      const chosen = selection && selection.layer.id === row.dataset.layer && selection.key === row.dataset.key;
      if (chosen) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }
}

function gradedSwatch(state, layer, key) {
  if (state.role(layer) !== "graded") return null;
  const { colour, met } = state.gradeOf(layer, key);
  return swatch(GRADED_STYLE, { colour: colour ?? UNGRADED, pattern: "solid", shape: gradedShape(met) });
}

/** Class and verdict of a section, and from which district the water comes to which. */
function gradedLine(state, { layer, key }) {
  const one = state.theme === SECTIONS ? state.graded.get(layer)?.get(key) : null;
  if (!one) return null;
  const between = one.upstream || one.downstream ? `${one.upstream ?? "—"} → ${one.downstream ?? "—"}` : null;
  return [
    element("span", {}, one.class_title ?? say("graded_none")),
    one.met === null ? null : element("span", { class: one.met ? "" : "late" }, say(one.met ? "graded_met" : "graded_missed")),
    between ? element("span", { lang: DATA }, between) : null,
  ];
}

function projectLine(project, count) {
  const unit = project.lead_unit_title ?? project.lead_unit ?? say("no_unit_yet");
  const more = count > 1 ? say("more_projects", { count: number(count - 1) }) : null;
  return [
    element("span", { lang: unit === project.lead_unit ? DATA : null }, unit),
    due(project),
    more ? element("span", {}, more) : null,
  ];
}

function due({ over, late, status_text: status, due_date: date }) {
  if (over) return element("span", {}, status);
  return date ? element("span", { class: late ? "late" : "" }, say(late ? "late_since" : "due_on", { date })) : null;
}

function dueOf({ projects: [project] }) {
  return project?.over ? null : project?.due_date;
}

function placesOf(list) {
  return list.rows.flatMap((row) => row.places.map(([layer, key]) => ({ layer, key, late: row.behind })));
}

function counted(list, rows) {
  if (list.theme === PROJECTS && rows.length === list.rows.length) return say("list_late", { count: number(list.behind), total: number(list.total) });
  if (rows.length < list.rows.length) return say("list_filtered", { count: number(rows.length), total: number(list.total) });
  if (list.rows.length < list.total) return say("list_first", { count: number(list.rows.length), total: number(list.total) });
  if (list.behind) return say("list_behind", { classes: list.behind_text, total: number(list.total) });
  return say("feature_count", { count: number(list.total) });
}
