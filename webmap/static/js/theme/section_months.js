// Classes of sections in a month: fetched when they are first wanted, the month chosen by a slider.

import { ask } from "../page/api.js";
import { element, fill } from "../page/dom.js";
import { Stepper } from "../page/stepper.js";
import { learn, say } from "../page/words.js";
import { SECTIONS, withAll } from "../map/state.js";

const NEWEST = "newest";

export class SectionMonths {
  /** `rest()`: what is chosen next is no step of its own in the address. */
  constructor(place, state, rest) {
    Object.assign(this, { place, state, rest, answers: new Map(), shown: null });
    for (const what of ["theme", "selection", "month"]) state.addEventListener(what, () => this.follow());
    state.addEventListener("graded", () => this.show());
    this.follow();
  }

  /** The theme of sections is coloured by them, and the card of a section tells them. */
  get wanted() {
    const { theme, selection } = this.state;
    return theme === SECTIONS || (selection?.layer.theme === SECTIONS && selection.layer.leads);
  }

  async follow() {
    this.place.hidden = this.state.theme !== SECTIONS;
    const month = this.state.month ?? NEWEST;
    if (!this.wanted || this.shown === month) return;
    this.shown = month;
    try {
      const found = await this.of(month);
      if (this.shown === month) this.state.setGraded(found);
    } catch (refusal) {
      this.shown = null;
      fill(this.place, element("div", { class: "notice", role: "alert" }, element("strong", {}, refusal.message), element("p", {}, refusal.detail)));
    }
  }

  /** A month of an address in which nothing was measured has the sections of the newest. */
  async of(month) {
    const found = await this.answer(month);
    return found.sections.length || month === NEWEST ? found : withAll(found, await this.answer(NEWEST));
  }

  async answer(month) {
    if (!this.answers.has(month)) {
      const found = await ask(`water/months/${month}`);
      learn(found.words);
      this.answers.set(month, found);
    }
    return this.answers.get(month);
  }

  /** No slider over one month, and none while tools for other days have the map. */
  show() {
    const { months, month } = this.state.chosenMonth;
    if (this.state.moment || months.length < 2) return fill(this.place);
    this.stepper ??= new Stepper({ id: "month-slider", label: say("month_shown"), earlier: say("month_earlier"), later: say("month_later") }, (one) => this.choose(one));
    if (!this.place.contains(this.stepper.slider)) fill(this.place, element("div", { class: "month-bar", role: "group", "aria-label": say("month_shown") }, this.stepper.parts));
    return this.stepper.show(months, month);
  }

  choose(month) {
    const { months } = this.state.chosenMonth;
    this.rest();
    this.state.setMonth(month === months.at(-1) ? null : month);
  }
}
