// A grid to fill in: typing, keys and pasting; all that is unsaved is saved, or nothing of it.
//
// What differs from one grid to another is given to `startGrid`: columns in their order, what names
// a row, where it is saved, which fault is a conflict, and what another person has written there.

import { ask } from "./api.js";
import { byId, element, fill } from "./dom.js";
import { cellsOf } from "./paste.js";
import { DATA, say } from "./words.js";

let COLUMNS;
let about;
const grid = byId("grid");
const said = byId("grid-said");
const rows = [...grid.querySelectorAll("tbody tr")];

const inputs = (row) => [...row.querySelectorAll("[data-column]")];
const input = (row, column) => row.querySelector(`[data-column="${column}"]`);
const isUnsaved = (row) => inputs(row).some((one) => one.value !== one.defaultValue);
const unsaved = () => rows.filter(isUnsaved);

function mark(one) {
  one.classList.toggle("unsaved", one.value !== one.defaultValue);
}

function tell(text) {
  said.textContent = text;
}

function count() {
  const many = unsaved().length;
  tell(many ? say("unsaved", { count: many }) : say("all_saved"));
}

function typed(one) {
  mark(one);
  look(one);
  count();
}

/** What was wrong is taken away; what can be seen to be odd before it is saved is said at once. */
function look(one) {
  clear(one);
  const odd = one.value === one.defaultValue ? "" : about.odd?.(one);
  if (odd) show(one, { title: odd, detail: "" });
}

/** Take away what was wrong with a cell. */
function clear(one) {
  one.removeAttribute("aria-invalid");
  one.removeAttribute("aria-describedby");
  for (const said of one.parentElement.querySelectorAll(".cell-fault, .cell-choice")) said.remove();
}

/** The input `down` rows below that can be written in, in the same column. */
function beside(one, down) {
  const step = Math.sign(down);
  for (let at = rows.indexOf(one.closest("tr")) + step; rows[at]; at += step) {
    const next = input(rows[at], one.dataset.column);
    if (next) return next;
  }
  return null;
}

/** The input to the left or right, when the caret stands at that end of the text. */
function along(one, right) {
  const end = right ? one.value.length : 0;
  if (one.selectionStart !== one.selectionEnd || one.selectionEnd !== end) return null;
  return input(one.closest("tr"), COLUMNS[COLUMNS.indexOf(one.dataset.column) + (right ? 1 : -1)]);
}

const KEYS = {
  ArrowUp: (one) => beside(one, -1),
  ArrowDown: (one) => beside(one, 1),
  ArrowLeft: (one) => along(one, false),
  ArrowRight: (one) => along(one, true),
  Enter: (one, event) => beside(one, event.shiftKey ? -1 : 1),
};

function pressed(event) {
  const one = event.target.closest("[data-column]");
  if (!one || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const next = KEYS[event.key]?.(one, event);
  if (event.key === "Enter") event.preventDefault();
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
}

/** Lay the cells of the clipboard over the grid, from the cell at hand on. */
function pasted(event) {
  const one = event.target.closest("[data-column]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!one || !/[\t\r\n]/.test(text.replace(/[\r\n]+$/, ""))) return;
  event.preventDefault();
  const top = rows.indexOf(one.closest("tr"));
  const left = COLUMNS.indexOf(one.dataset.column);
  let laid = 0;
  let outside = 0;
  for (const [down, cells] of cellsOf(text).entries()) {
    for (const [right, cell] of cells.entries()) {
      const place = rows[top + down] && input(rows[top + down], COLUMNS[left + right]);
      if (place) {
        place.value = cell.trim();
        mark(place);
        look(place);
        laid += 1;
      } else if (cell.trim()) outside += 1;
    }
  }
  tell(say("pasted", { cells: laid }) + (outside ? ` ${say("left_out", { cells: outside })}` : ""));
}

function rowOf(row) {
  const { version, row: number } = row.dataset;
  const named = about.keys.map((name) => [name, row.dataset[name]]);
  const cells = Object.fromEntries(inputs(row).map((one) => [one.dataset.column, one.value]));
  const told = about.apart ? { cells } : cells;
  return { ...Object.fromEntries(named), ...told, version: Number(version), row: Number(number) };
}

async function save(status) {
  const changed = unsaved();
  if (!changed.length) return count();
  const reason = byId("grid-reason");
  const why = reason ? { reason: reason.value.trim() || null } : {};
  const body = JSON.stringify({ rows: changed.map(rowOf), status, ...why });
  const headers = { "Content-Type": "application/json" };
  for (const one of changed.flatMap(inputs)) clear(one);
  try {
    const done = await ask(about.path, { method: "PUT", headers, body });
    reason?.removeAttribute("aria-invalid");
    for (const value of done.values) kept(value);
    tell(say("saved", done));
  } catch (refusal) {
    await refused(refusal);
  }
}

/** What the server holds now is what the cell began with. */
function kept(value) {
  const row = rows.find(({ dataset }) =>
    about.keys.every((name) => dataset[name] === value[name]),
  );
  row.dataset.version = value.version;
  for (const one of inputs(row)) {
    one.defaultValue = one.value;
    mark(one);
  }
  fill(row.querySelector(".grid-status"), element("span", { class: "chip" }, say(value.status)));
}

async function refused(refusal) {
  const faults = refusal.problems?.length ? refusal.problems : null;
  tell(faults ? say("refused", { count: faults.length }) : `${refusal.message} ${refusal.detail}`);
  const wrong = [];
  // The reason stands below the grid, once for all rows that need one.
  const reason = byId("grid-reason");
  const asked = reason && faults?.some(({ field }) => field === "reason");
  reason?.removeAttribute("aria-invalid");
  if (asked) reason.setAttribute("aria-invalid", "true");
  for (const fault of faults ?? []) {
    const row = rows.find(({ dataset }) => Number(dataset.row) === fault.feature);
    const one = row && (input(row, fault.field) ?? input(row, COLUMNS[0]));
    if (!one) continue;
    wrong.push(one);
    show(one, fault);
    if (fault.code === about.conflict) await offer(row, one);
  }
  (reason && faults?.every(({ field }) => field === "reason") ? reason : wrong[0])?.focus();
}

function show(one, fault) {
  const id = `fault-${one.closest("tr").dataset.row}-${one.dataset.column}`;
  one.setAttribute("aria-invalid", "true");
  one.setAttribute("aria-describedby", id);
  const text = `${fault.title} ${fault.detail}`;
  one.parentElement.append(element("p", { class: "cell-fault", id, lang: DATA }, text));
}

/** Both versions of a cell that somebody else has changed meanwhile, to choose from. */
async function offer(row, one) {
  const { version, held } = await about.theirs(row.dataset);
  const shown = held[one.dataset.column] ?? "";
  const settle = (take) => () => {
    row.dataset.version = version;
    for (const cell of inputs(row)) {
      const untouched = cell.value === cell.defaultValue;
      cell.defaultValue = held[cell.dataset.column] ?? "";
      if (take && (about.whole || cell === one)) cell.value = cell.defaultValue;
      else if (untouched) cell.value = cell.defaultValue;
      mark(cell);
    }
    clear(one);
    count();
    one.focus();
  };
  const button = (name, value, take) =>
    element("button", { type: "button", class: "quiet-button", onclick: settle(take) }, say(name, { value }));
  const choices = [
    button("take_theirs", shown === "" ? say("empty") : shown, true),
    button("keep_mine", one.value || say("empty"), false),
  ];
  one.parentElement.append(element("div", { class: "cell-choice" }, choices));
}

/** `whole`: choosing the other side takes the whole row of it, not the one cell. `apart`: cells are
 *  sent under a name of their own. `odd`: what is to be said of a cell before it is saved. */
export function startGrid(given) {
  about = given;
  COLUMNS = given.columns;
  grid.addEventListener("input", ({ target }) => target.dataset.column && typed(target));
  grid.addEventListener("keydown", pressed);
  grid.addEventListener("paste", pasted);
  for (const button of document.querySelectorAll("[data-save]")) {
    button.addEventListener("click", () => save(button.dataset.save));
  }
  addEventListener("beforeunload", (event) => {
    if (unsaved().length) event.preventDefault();
  });
  byId("grid-bar").hidden = false;
  count();
}
