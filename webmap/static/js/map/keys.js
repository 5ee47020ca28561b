// The map by the keyboard: arrows move it (Leaflet's own), Enter takes what lies under the cross in the
// middle of what the panels leave free.

import { element } from "../page/dom.js";
import { say } from "../page/words.js";

/** `middle()` gives that place, `take(place)` selects what is there and says whether there was anything. */
export function startKeys(map, middle, take) {
  const box = map.getContainer();
  const hint = element("span", { class: "map-keys-hint", id: "map-keys", role: "status" }, say("map_keys"));
  const cross = box.appendChild(element("div", { class: "map-keys no-print" }, element("span", { class: "map-cross" }), hint));
  box.setAttribute("aria-describedby", "map-keys");
  const place = () => {
    const { x, y } = map.latLngToContainerPoint(middle());
    cross.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    hint.textContent = say("map_keys");
  };
  box.addEventListener("focus", place);
  map.on("move resize", () => document.activeElement === box && place());
  box.addEventListener("keydown", (event) => {
    if (event.target !== box || event.key !== "Enter") return;
    event.preventDefault();
    place();
    if (!take(middle())) hint.textContent = say("map_nothing");
  });
}
