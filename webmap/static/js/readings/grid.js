// The grid of readings: sections by items, kept as a batch.

import { startGrid } from "../page/grid.js";
import { say } from "../page/words.js";

const heads = [...document.querySelectorAll("#grid th[data-item]")];
const about = Object.fromEntries(heads.map(({ dataset }) => [dataset.item, dataset]));
const HELD = /^(<|＜|未检出|ND|--?|\*)/i;

/** Values that the import will doubt or refuse are marked as they are typed. */
function odd({ value, dataset }) {
  const text = value.trim();
  if (!text || HELD.test(text)) return "";
  const number = Number(text);
  if (Number.isNaN(number)) return say("no_number");
  const { high, unit } = about[dataset.column];
  return high && number > Number(high) ? say("too_high", { high, unit }) : "";
}

startGrid({
  columns: heads.map(({ dataset }) => dataset.item),
  keys: ["section", "time"],
  path: "water/readings/grid",
  conflict: "",
  whole: false,
  apart: true,
  odd,
});
