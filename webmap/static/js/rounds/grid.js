// The sheet of a unit in a round.

import { ask } from "../page/api.js";
import { byId } from "../page/dom.js";
import { startGrid } from "../page/grid.js";

const { period, columns } = byId("grid").dataset;
const path = `rounds/${period}/entries`;

async function theirs({ code }) {
  const { entries } = await ask(`${path}?${new URLSearchParams({ code })}`);
  return { version: entries[0].version, held: entries[0].cells };
}

startGrid({ columns: columns.split(" "), keys: ["code"], path, conflict: "round-entry-conflict", theirs });
