// A slider over steps in their order, with a button for the one before and the one after.

import { element } from "./dom.js";

const SETTLE_MS = 150;

export class Stepper {
  /** `choose(step)` is called when the slider rests; while it is drawn along only the step is told. */
  constructor({ id, label, earlier, later }, choose) {
    Object.assign(this, { choose, steps: [] });
    const button = (name, text, by) => element("button", { type: "button", class: "icon-button", title: name, "aria-label": name, onclick: () => this.move(by) }, text);
    this.said = element("output", { class: "step-said", htmlFor: id });
    this.slider = element("input", { type: "range", id, min: "0", step: "1", "aria-label": label, oninput: () => this.slide() });
    this.parts = [this.said, button(earlier, "‹", -1), this.slider, button(later, "›", 1)];
  }

  /** `step` stands among the steps even where it was not there. */
  show(steps, step) {
    this.steps = steps.includes(step) ? steps : [...steps, step].sort();
    this.slider.max = String(this.steps.length - 1);
    this.to(this.steps.indexOf(step));
  }

  to(at) {
    this.slider.value = String(at);
    this.said.textContent = this.steps[at];
    this.slider.setAttribute("aria-valuetext", this.steps[at]);
  }

  get isLast() {
    return Number(this.slider.value) === this.steps.length - 1;
  }

  slide() {
    const at = Number(this.slider.value);
    this.to(at);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.choose(this.steps[at]), SETTLE_MS);
  }

  /** Whether there is a step there. */
  move(by) {
    const at = Number(this.slider.value) + by;
    if (!(at in this.steps)) return false;
    this.slider.value = String(at);
    this.slide();
    return true;
  }
}
