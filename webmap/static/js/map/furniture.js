// Scale, north, coordinates of the pointer, zoom buttons: what belongs on every printed map.

import { element, icon } from "../page/dom.js";
import { say } from "../page/words.js";
import { gaussKruger } from "./gauss_kruger.js";

/** Adds the furniture; `plane` is {epsg, meridian} of the district, `home` resets the view, `ask` opens
 * the tools that ask about a place. A map of
 * invented layers says so once. */
export function furnish(map, plane, illustrative, { home, ask }) {
  L.control.scale({ imperial: false, maxWidth: 120, position: "bottomleft" }).addTo(map);
  control(map, "bottomright", zoomButtons(map, home, ask));
  control(map, "topright", north());
  if (illustrative) control(map, "topright", element("div", { class: "illustrative" }, say("illustrative")));
  control(map, "bottomleft", coordinates(map, plane));
}

function control(map, position, content) {
  const made = L.control({ position });
  made.onAdd = () => content;
  made.addTo(map);
  L.DomEvent.disableClickPropagation(content);
}

function zoomButtons(map, home, ask) {
  const button = (name, picture, onclick, own = "") =>
    element("button", { type: "button", class: `map-button ${own}`, title: say(name), "aria-label": say(name), onclick }, icon(picture));
  return element(
    "div",
    { class: "map-buttons no-print" },
    button("zoom_in", "plus", () => map.zoomIn()),
    button("zoom_out", "minus", () => map.zoomOut()),
    button("zoom_home", "maximize", home),
    ask ? button("ask", "edit-2", ask, "ask-open") : null,
  );
}

function north() {
  return element("div", { class: "north", role: "img", "aria-label": say("north_up") }, element("span", { class: "north-arrow" }), "N");
}

function coordinates(map, plane) {
  const degrees = element("span", { class: "coordinate-degrees" });
  const metres = element("span", { class: "coordinate-metres" });
  const box = element("div", { class: "coordinates", "aria-live": "off", title: say("plane_named", plane) }, degrees, metres);
  const show = ({ lng, lat }) => {
    const { east, north: up } = gaussKruger(lng, lat, plane.meridian);
    degrees.textContent = `${lng.toFixed(5)}° E  ${lat.toFixed(5)}° N`;
    metres.textContent = say("plane_position", { meridian: plane.meridian, x: up.toFixed(1), y: east.toFixed(1) });
  };
  map.on("mousemove", (event) => show(event.latlng));
  map.on("move", () => show(map.getCenter()));
  show(map.getCenter());
  return box;
}
