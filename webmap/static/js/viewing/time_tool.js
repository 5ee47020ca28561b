// The map of an earlier day: a slider on the map over the months at which something changes.

import { element, fill, icon } from "../page/dom.js";
import { Stepper } from "../page/stepper.js";
import { plainName, say } from "../page/words.js";

const PLAY_MS = 1500;

export class TimeTool {
  constructor(viewing) {
    Object.assign(this, { viewing, steps: null });
    this.start = element("button", { type: "button", class: "quiet-button", id: "time-start", onclick: () => this.begin() }, say("tools_time"));
    this.notes = element("ul", { class: "time-notes", "aria-live": "polite" });
    this.body = element("div", {}, element("p", { class: "hint" }, say("time_hint")), this.start, this.notes);
    this.bar = this.build();
  }

  build() {
    const button = (name, text, onclick) => element("button", { type: "button", class: "icon-button", title: say(name), "aria-label": say(name), onclick }, text);
    this.stepper = new Stepper({ id: "time-slider", label: say("time_day"), earlier: say("time_back"), later: say("time_on") }, (month) => this.choose(month));
    this.player = button("time_play", "▶", () => this.play());
    const bar = element(
      "div", { class: "time-bar no-print", hidden: true, role: "group", "aria-label": say("tools_time") },
      this.stepper.parts, this.player, button("time_now", icon("x"), () => this.end()),
    );
    this.viewing.map.getContainer().append(bar);
    L.DomEvent.disableClickPropagation(bar).disableScrollPropagation(bar);
    for (const kind of ["keydown", "keypress"]) L.DomEvent.on(bar, kind, L.DomEvent.stopPropagation);
    return bar;
  }

  async apply({ time, swipe }) {
    this.bar.hidden = !time || swipe?.what === "days";
    this.start.hidden = !this.bar.hidden;
    fill(this.notes);
    if (this.bar.hidden) return this.stop();
    this.steps ??= await this.viewing.moments.steps();
    this.stepper.show(this.steps, time);
    fill(this.notes, (await this.told()).map((text) => element("li", {}, text)));
  }

  async begin() {
    this.steps ??= await this.viewing.moments.steps();
    if (this.steps.length < 2) return fill(this.notes, element("li", {}, say("time_none")));
    this.viewing.choose((chosen) => { chosen.time = this.steps.at(-1); });
    this.viewing.giveRoom();
    return this.stepper.slider.focus();
  }

  end() {
    this.stop();
    this.viewing.choose((chosen) => { chosen.time = null; });
    this.viewing.map.getContainer().focus({ preventScroll: true });
  }

  choose(month) {
    this.viewing.choose((chosen) => { chosen.time = month; }, { step: false });
  }

  play() {
    if (this.playing) return this.stop();
    if (this.stepper.isLast) this.stepper.to(0);
    this.stepper.slide();
    this.playing = setInterval(() => this.stepper.move(1) || this.stop(), PLAY_MS);
    return this.label("time_pause", "⏸");
  }

  stop() {
    clearInterval(this.playing);
    this.playing = null;
    this.label("time_play", "▶");
  }

  label(name, text) {
    this.player.title = say(name);
    this.player.setAttribute("aria-label", say(name));
    this.player.textContent = text;
  }

  /** What the moment changes on the map that is shown. */
  async told() {
    const { now, dated, several } = this.viewing.moments;
    const shown = new Set(this.viewing.state.shownLayers.map(({ id }) => id));
    const lines = [];
    for (const id of dated.filter((one) => shown.has(one))) {
      const layer = this.viewing.layer(id);
      const title = plainName(layer.title);
      const known = Object.values(await this.viewing.moments.days(id)).reduce((sum, keys) => sum + keys.length, 0);
      const counts = { time_after: now.later.get(id).size, time_undated: layer.features - known };
      for (const [name, count] of Object.entries(counts)) if (count > 0) lines.push(say(name, { title, count }));
    }
    for (const id of several.filter((one) => shown.has(one))) {
      const { version, day } = now.versions.get(id);
      lines.push(say(now.early.has(id) ? "time_before" : "time_version", { title: plainName(this.viewing.layer(id).title), version, day }));
    }
    if (now.graded && this.viewing.state.shownLayers.some((layer) => this.viewing.state.role(layer) === "graded"))
      lines.push(say(now.graded.sections.length ? "time_month" : "time_no_month", { month: now.month }));
    return lines;
  }
}
