// Places set on the map by mouse, finger or keyboard: corners of a rectangle or polygon, a path, one spot; a site is
// a rectangle that is dragged, or corners that are clicked.

const COLOUR = "#8a2be2";
const CLOSE_PX = 12;
const DRAGGED_PX = 6;
const DIGITS = 6;

/** How many places a shape takes at most, and how many it needs. */
const TAKES = { box: { most: 2, least: 2 }, polygon: { most: Infinity, least: 3 }, spot: { most: 1, least: 1 }, path: { most: 500, least: 1 }, pick: { most: 0, least: 0 }, site: { most: Infinity, least: 1 } };
const DRAGGED = new Set(["box", "site"]);
const CLOSED = new Set(["polygon", "site"]);

export class Drawing {
  /** `changed(places)` after each place, `done(places)` at the end, `ended()` when it is given up. */
  constructor(map, { changed, done, ended }) {
    Object.assign(this, { map, changed, done, ended, shape: null, places: [], skip: false });
    this.lines = L.layerGroup().addTo(map);
    map.on("mousedown", (event) => this.pressed(event));
    map.on("mousemove", (event) => this.moved(event.latlng));
    map.on("mouseup", (event) => this.released(event));
    map.on("dblclick", () => this.shape && this.finish());
    document.addEventListener("keydown", (event) => this.keyed(event), true);
  }

  get active() {
    return this.shape !== null;
  }

  begin(shape) {
    this.clear();
    Object.assign(this, { shape, places: [], press: null });
    this.map.doubleClickZoom.disable();
    // By finger a site is set corner by corner, and the map is moved between them.
    if (shape === "box" || (shape === "site" && matchMedia("(hover: hover)").matches)) {
      this.map.dragging.disable();
      L.DomUtil.disableTextSelection();
    }
    this.map.getContainer().classList.add("drawing");
    this.map.getContainer().focus({ preventScroll: true });
  }

  end() {
    this.shape = null;
    this.map.doubleClickZoom.enable();
    this.map.dragging.enable();
    L.DomUtil.enableTextSelection();
    this.map.getContainer().classList.remove("drawing");
  }

  clear() {
    this.lines.clearLayers();
  }

  pressed({ latlng, containerPoint }) {
    this.press = DRAGGED.has(this.shape) && !this.places.length ? { latlng, containerPoint } : null;
  }

  moved(place) {
    if (this.press) this.draw(this.rectangle(this.press.latlng, place), true);
    else if (this.active && this.places.length) this.draw([...this.places, place]);
  }

  /** A rectangle that was dragged; a mere click sets its first corner. */
  released({ latlng, containerPoint }) {
    const from = this.press;
    this.press = null;
    if (!from || containerPoint.distanceTo(from.containerPoint) < DRAGGED_PX) return;
    this.places = this.rectangle(from.latlng, latlng);
    this.skip = true; // the click that follows belongs to the dragging
    setTimeout(() => { this.skip = false; });
    this.finish();
  }

  /** A box is its two corners; the outline of a site has all four. */
  rectangle(from, to) {
    return this.shape === "box" ? [from, to] : [from, L.latLng(from.lat, to.lng), to, L.latLng(to.lat, from.lng)];
  }

  clickAt(place) {
    if (this.skip) return;
    const { most } = TAKES[this.shape];
    const at = (one) => this.map.latLngToContainerPoint(one);
    const last = this.places.at(-1);
    if (last && at(last).distanceTo(at(place)) < 2) return; // the second half of a double click
    if (CLOSED.has(this.shape) && this.places.length > 2 && at(place).distanceTo(at(this.places[0])) < CLOSE_PX) return this.finish();
    this.places.push(place);
    if (this.shape === "site") this.map.dragging.enable();
    this.draw(this.places);
    this.changed(this.places);
    if (this.places.length >= most) this.finish();
  }

  keyed(event) {
    if (!this.active || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
    const onMap = document.activeElement === this.map.getContainer();
    if (event.key === "Escape") this.giveUp();
    else if (event.key === "Enter" && onMap) this.finish();
    else if (event.key === " " && onMap) this.map.fire("click", { latlng: this.map.getCenter() });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  finish() {
    const { shape, places } = this;
    if (places.length < TAKES[shape].least) return this.giveUp();
    this.draw(places, true);
    this.end();
    return this.done(shape, places);
  }

  giveUp() {
    const { shape } = this;
    if (shape !== "path") this.clear();
    this.end();
    this.ended(shape);
  }

  draw(places, closed = false) {
    this.clear();
    const style = { color: COLOUR, weight: 2, dashArray: closed ? null : "5 4", fillOpacity: 0.06, interactive: false };
    if (this.shape === "box" && places.length === 2) L.rectangle(places, style).addTo(this.lines);
    else if (CLOSED.has(this.shape) && closed) L.polygon(places, style).addTo(this.lines);
    else if (places.length > 1) L.polyline(places, style).addTo(this.lines);
    for (const place of places.slice(0, closed && this.shape !== "path" && this.shape !== "spot" ? 0 : undefined)) {
      L.circleMarker(place, { radius: 4, color: COLOUR, fillOpacity: 1, interactive: false }).addTo(this.lines);
    }
  }

  /** The area that was answered for, as the server has it. */
  show(shape) {
    this.clear();
    if (shape) L.geoJSON(shape, { smoothFactor: 0.2, style: { color: COLOUR, weight: 2, fillOpacity: 0.06, interactive: false } }).addTo(this.lines);
  }
}

/** `114.05 30.33` a line, as the server reads pasted places. */
export function asText(places) {
  return places.map(({ lng, lat }) => `${lng.toFixed(DIGITS)} ${lat.toFixed(DIGITS)}`).join("\n");
}

/** The same as WKT, which is of the map's own system: a point, a line, or an area. */
export function asWkt(places) {
  const written = asText(places).split("\n");
  if (written.length < 3) return written.length < 2 ? `POINT (${written})` : `LINESTRING (${written.join(", ")})`;
  return `POLYGON ((${[...written, written[0]].join(", ")}))`;
}

/** `west,south,east,north` of two corners. */
export function asBox([a, b]) {
  return [Math.min(a.lng, b.lng), Math.min(a.lat, b.lat), Math.max(a.lng, b.lng), Math.max(a.lat, b.lat)].map((one) => one.toFixed(DIGITS)).join(",");
}

/** `lon,lat;lon,lat` of a path. */
export function asPoints(places) {
  return places.map(({ lng, lat }) => `${lng.toFixed(DIGITS + 1)},${lat.toFixed(DIGITS + 1)}`).join(";");
}
