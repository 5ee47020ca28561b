// The controls of a form in one column: label above, help beside it.

import { element } from "../page/dom.js";

/** One row; `control` has the id that the label names. */
export function row(label, control, help, note) {
  return element(
    "div",
    { class: "form-row" },
    element("label", { htmlFor: control.id }, label, note && element("span", { class: "label-note" }, note)),
    element("div", { class: "form-control" }, control),
    help && element("p", { class: "form-help" }, help),
  );
}

export function textInput(id, value, changed, more = {}) {
  const input = element("input", { type: "text", id, value: value ?? "", maxLength: 200, ...more });
  input.addEventListener("change", () => changed(input.value.trim()));
  return input;
}

/** A select of [{value, label, group?}]; options of one group stand together. */
export function choice(id, options, value, changed) {
  const select = element("select", { id });
  let group = null;
  for (const one of options) {
    if (one.group && group?.label !== one.group) {
      group = element("optgroup", { label: one.group });
      select.append(group);
    }
    const selected = one.value === value;
    (one.group ? group : select).append(element("option", { value: one.value, selected }, one.label));
  }
  select.addEventListener("change", () => changed(select.value));
  return select;
}

/** Radio buttons, each {value, label, more}; `more` stands below its label. */
export function radios(name, options, value, changed) {
  return options.map((one) => {
    const input = element("input", { type: "radio", name, id: `${name}-${one.value}`, value: one.value, checked: one.value === value });
    input.addEventListener("change", () => input.checked && changed(one.value));
    return element("label", { class: "pick" }, input, element("span", { class: "pick-text" }, one.label, one.more));
  });
}

export function button(label, clicked, { id, strong = false, before } = {}) {
  const made = element("button", { type: "button", id, class: strong ? "button" : "quiet-button" }, before, label);
  made.addEventListener("click", clicked);
  return made;
}

/** Do `draw` and leave the keyboard where it was: on the control of the same id, else on its step. */
export function keepingFocus(draw) {
  const held = document.activeElement;
  const place = held?.closest("section, .finish");
  draw();
  if (held?.id) document.getElementById(held.id)?.focus({ preventScroll: true });
  if (place && document.activeElement === document.body) lead(place.querySelector("h2"));
}

/** Let the keyboard go on from a heading. */
export function lead(heading) {
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
