// The grid of the ledger.

import { ask } from "../page/api.js";
import { startGrid } from "../page/grid.js";
import { say } from "../page/words.js";

async function theirs({ target, unit, period }) {
  const asked = new URLSearchParams({ target, unit, period });
  const { value } = (await ask(`targets?${asked}`)).lines[0];
  const done = value.done === null ? value.value : say(value.done ? "done" : "not_done");
  const { version, source, evidence, note } = value;
  return { version, held: { value: value.text ?? done, source, evidence, note } };
}

startGrid({
  columns: ["value", "source", "evidence", "note"],
  keys: ["target", "unit", "period"],
  path: "targets/values",
  conflict: "target-value-conflict",
  whole: true,
  theirs,
});
