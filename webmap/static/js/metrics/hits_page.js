// Keys for working off hits; everything works without them.

import { byId } from "../page/dom.js";

const form = byId("decide");

if (form) document.addEventListener("keydown", pressed);

function pressed(event) {
  if (event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    form.requestSubmit();
  } else if (!event.ctrlKey && !typing(event.target)) step(event);
}

function typing(target) {
  return target.matches("textarea, select, input:not([type=radio])");
}

function step(event) {
  const choices = [...form.elements.decision];
  const chosen = choices[Number(event.key) - 1];
  if (chosen) {
    chosen.checked = true;
    form.elements.reason.focus();
  } else if (event.key === "[") document.querySelector("[rel=prev]")?.click();
  else if (event.key === "]") document.querySelector("[rel=next]")?.click();
  else return;
  event.preventDefault();
}
