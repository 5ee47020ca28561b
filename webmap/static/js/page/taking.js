// The button that takes the map along asks for the theme that is open, and for what the map shows.

import { SECTIONS } from "../map/state.js";
import { byId } from "./dom.js";

const DIGITS = 4;
// How layers look, the grid, and that there is a basemap: ../viewing/address.js
const STYLES = ["op", "order", "bare", "look", "ver", "grid", "base"];

/** `visible` gives the bounds not covered by panels, `whole` whether that is all of the district. */
export function startTaking(state, visible, whole) {
  byId("take")?.addEventListener("click", (event) => {
    const asked = new URLSearchParams();
    if (state.theme) asked.set("theme", state.theme);
    if (state.theme === SECTIONS && state.gradedBy) asked.set("month", state.gradedBy.month);
    for (const name of STYLES) if (state.more.get(name)) asked.set(name, state.more.get(name));
    const bounds = visible();
    if (!bounds.contains(whole)) asked.set("bbox", edges(bounds).join(","));
    event.currentTarget.href = `/map/export?${asked}`;
  });
}

function edges(bounds) {
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((edge) => edge.toFixed(DIGITS));
}
