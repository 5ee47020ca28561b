// Keys for working off hits; everything works without them.

import { byId } from "../page/dom.js";

const form = byId("decide");
const STEPS = {
  "[": ".hit-steps [rel=prev]", "]": ".hit-steps [rel=next]",
  "{": ".pager [rel=prev]", "}": ".pager [rel=next]",
};

document.addEventListener("keydown", pressed);
showInList();

/** Bring the hit at hand into sight within the list, without moving the page. */
function showInList() {
  const list = document.querySelector(".hit-list");
  const at = list?.querySelector("[aria-current]")?.closest("li");
  if (at) list.scrollTop = at.offsetTop - (list.clientHeight - at.offsetHeight) / 2;
}

function pressed(event) {
  if (event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "Enter" && event.ctrlKey && form) {
    event.preventDefault();
    form.requestSubmit();
  } else if (!event.ctrlKey && !typing(event.target)) step(event);
}

function typing(target) {
  return target.matches("textarea, select, input:not([type=radio])");
}

function step(event) {
  const choices = form ? [...form.elements.decision] : [];
  const chosen = choices[Number(event.key) - 1];
  if (chosen) {
    chosen.checked = true;
    form.elements.reason.focus();
  } else if (event.key in STEPS) document.querySelector(STEPS[event.key])?.click();
  else return;
  event.preventDefault();
}
