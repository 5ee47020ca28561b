// The two side panels: tabs with arrow keys, folding, and sheets on a narrow window.

import { byId } from "./dom.js";
import { say } from "./words.js";

const NARROW = matchMedia("(max-width: 720px)");
const SHARED = matchMedia("(max-width: 1180px)"); // one panel at a time, so that two thirds stay with the map

export function startPanels() {
  const shell = byId("atlas");
  const toggle = byId("left-toggle");
  const fold = (folded) => {
    shell.classList.toggle("left-folded", folded);
    toggle.setAttribute("aria-expanded", String(!folded));
    toggle.title = say(folded ? "panel_open" : "panel_fold");
    toggle.setAttribute("aria-label", toggle.title);
  };
  const unfold = () => {
    fold(false);
    if (SHARED.matches) shell.querySelector(".panel.right:not([hidden]) .panel-head button")?.click();
  };
  let gave = false; // whether the left panel made way for one at the right
  const makeWay = (open) => {
    if (open && SHARED.matches && !shell.classList.contains("left-folded")) {
      gave = !NARROW.matches;
      fold(true);
    } else if (!open && gave) {
      gave = false;
      fold(false);
    }
  };
  toggle.addEventListener("click", () => (shell.classList.contains("left-folded") ? unfold() : fold(true)));
  fold(NARROW.matches);
  startTabs(byId("left-tabs"), unfold);
  return {
    showFeature: (open) => showFeature(shell, open, makeWay),
    insets: () => insets(shell),
    fold,
    makeWay,
  };
}

function showFeature(shell, open, makeWay) {
  const focused = byId("feature").contains(document.activeElement);
  shell.classList.toggle("right-open", open);
  byId("feature").hidden = !open;
  makeWay(open);
  if (!open && focused) byId("atlas_map").focus({ preventScroll: true });
}

/** How much of the map the panels cover, in pixels. */
function insets(shell) {
  if (NARROW.matches) return { left: 0, right: 0 };
  return {
    left: shell.classList.contains("left-folded") ? 0 : byId("left").offsetWidth,
    right: shell.classList.contains("right-open") ? shell.querySelector(".panel.right:not([hidden])").offsetWidth : 0,
  };
}

function startTabs(list, open) {
  const tabs = [...list.querySelectorAll('[role="tab"]')];
  const choose = (chosen, focus) => {
    for (const tab of tabs) {
      const on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      byId(tab.getAttribute("aria-controls")).hidden = !on;
    }
    if (focus) chosen.focus();
    open();
  };
  for (const tab of tabs) tab.addEventListener("click", () => choose(tab, false));
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = tabs.indexOf(document.activeElement);
    choose(tabs[(at + step + tabs.length) % tabs.length], true);
  });
}
