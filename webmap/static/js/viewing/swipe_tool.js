// Two versions of a layer, or two days, side by side.

import { element, fill } from "../page/dom.js";
import { plainName, say } from "../page/words.js";
import { select } from "./display.js";
import { Swipe } from "./swipe.js";

const DAYS = "days";

export class SwipeTool {
  constructor(viewing) {
    Object.assign(this, { viewing, swipe: null });
    this.form = element("div", {});
    this.body = element("div", {}, element("p", { class: "hint" }, say("compare_hint")), this.form);
  }

  async apply({ swipe }) {
    this.steps ??= await this.viewing.moments.steps();
    const same = this.swipe && swipe && ["what", "left", "right"].every((name) => this.swipe.asked[name] === swipe[name]);
    if (!same) {
      this.swipe?.remove();
      this.swipe = swipe && this.isThere(swipe) ? new Swipe(this.viewing, swipe) : null;
      await this.swipe?.start();
    }
    this.swipe?.follow(swipe.at);
    this.show(swipe);
  }

  /** An address may name what is gone. */
  isThere({ what, left, right }) {
    const known = this.sides(what).map(([value]) => value);
    return what === DAYS || (known.includes(left) && known.includes(right));
  }

  show(swipe) {
    const choices = this.choices();
    if (!choices.length) return fill(this.form, element("p", { class: "hint" }, say("compare_nothing")));
    this.asked = swipe ?? this.asked ?? this.first(choices[0][0]);
    const { what, left, right } = this.asked;
    const put = (change) => {
      this.asked = { ...this.asked, ...change };
      if (this.swipe) this.commit();
      else this.show(null);
    };
    const line = (name, control) => element("label", { class: "tool-line" }, element("span", {}, say(name)), control);
    const button = swipe
      ? element("button", { type: "button", class: "quiet-button", id: "swipe-stop", onclick: () => this.viewing.choose((chosen) => { chosen.swipe = null; }) }, say("compare_stop"))
      : element("button", { type: "button", class: "quiet-button", id: "swipe-start", onclick: () => { this.commit(); this.viewing.giveRoom(); } }, say("compare_start"));
    return fill(
      this.form,
      line("compare_what", select("swipe-what", choices, what, (one) => put(this.first(one)))),
      line("compare_left", select("swipe-left", this.sides(what), left, (one) => put({ left: one }))),
      line("compare_right", select("swipe-right", this.sides(what), right, (one) => put({ right: one }))),
      button,
    );
  }

  commit() {
    this.viewing.choose((chosen) => { chosen.swipe = { at: 0.5, ...chosen.swipe, ...this.asked }; });
  }

  choices() {
    const layers = this.viewing.moments.several.map((id) => [id, say("compare_versions", { title: plainName(this.viewing.layer(id).title) })]);
    return [...(this.steps.length > 1 ? [[DAYS, say("compare_days")]] : []), ...layers];
  }

  sides(what) {
    if (what === DAYS) return this.steps.map((month) => [month, month]);
    return this.viewing.versions.of(what).toSorted((a, b) => a.day.localeCompare(b.day) || a.version - b.version).map(({ version, day }) => [String(version), say("shown_line", { version, day })]);
  }

  /** The two that are furthest apart in time. */
  first(what) {
    const sides = this.sides(what).map(([value]) => value);
    return { what, left: sides[0], right: sides.at(-1) };
  }
}
