// Draws the outline of a site on the map, and goes on to the page that checks it.

import { element } from "../page/dom.js";
import { say } from "../page/words.js";

const CLOSE_PX = 12;
const DIGITS = 6;
const COLOUR = "#c2185b";

export class SiteDrawing {
  constructor(map, button) {
    Object.assign(this, { map, button, corners: null });
    this.hint = map.getContainer().appendChild(element("p", { class: "draw-hint no-print", role: "status", hidden: true }));
    button.addEventListener("click", () => (this.active ? this.stop() : this.begin()));
    document.addEventListener("keydown", (event) => this.keyed(event));
    if (location.hash === "#draw=site") this.begin();
  }

  get active() {
    return this.corners !== null;
  }

  begin() {
    this.corners = [];
    this.line = L.polyline([], { color: COLOUR, weight: 2, dashArray: "5 4", interactive: false }).addTo(this.map);
    this.start = L.circleMarker([0, 0], { radius: 5, color: COLOUR, fillOpacity: 1, interactive: false });
    this.map.doubleClickZoom.disable();
    this.show();
  }

  stop() {
    this.line.remove();
    this.start.remove();
    this.corners = null;
    this.map.doubleClickZoom.enable();
    this.show();
  }

  show() {
    this.button.setAttribute("aria-pressed", String(this.active));
    this.map.getContainer().classList.toggle("drawing", this.active);
    this.hint.hidden = !this.active;
    this.hint.textContent = this.active ? say("site_draw_hint") : "";
  }

  /** A click on the map while a site is drawn: a corner more, or the end at the first one. */
  clickAt(position) {
    const at = (place) => this.map.latLngToContainerPoint(place);
    if (this.corners.length > 2 && at(position).distanceTo(at(this.corners[0])) < CLOSE_PX) return this.finish();
    this.corners.push(position);
    this.line.setLatLngs(this.corners);
    if (this.corners.length === 1) this.start.setLatLng(position).addTo(this.map);
    return undefined;
  }

  keyed(event) {
    if (!this.active) return;
    if (event.key === "Escape") this.stop();
    if (event.key === "Enter" && this.corners.length) this.finish();
  }

  finish() {
    const places = this.corners.map(({ lng, lat }) => `${lng.toFixed(DIGITS)} ${lat.toFixed(DIGITS)}`);
    location.assign(`/sites?${new URLSearchParams({ place: places.join(";") })}`);
  }
}
