// The map of a result: its rows coloured by class or share; a row of the table and its shape on
// the map lead to each other. Shapes are asked of our own server once, table by table.

import { ask } from "../page/api.js";
import { byId, element, fill } from "../page/dom.js";
import { DATA, number, say } from "../page/words.js";
import { FormMarker, paint } from "./forms.js";

const { tables } = JSON.parse(byId("run-map-options").textContent);
const said = byId("run-map-said");
const map = L.map("run-map", { preferCanvas: true, zoomSnap: 0.5, maxZoom: 20, attributionControl: false, zoomControl: false });
L.control.zoom({ zoomInTitle: say("map_zoom_in"), zoomOutTitle: say("map_zoom_out") }).addTo(map);
L.control.scale({ imperial: false }).addTo(map);
map.setView([30.5, 114], 9);

// Among thousands of shapes outlines would hide the colours.
const MANY = 2000;
const shown = new Map(); // table name -> { table, group, byKey }
let chosen = null;

said.textContent = say("map_loading");
load();
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-key]");
  if (row && !event.target.closest("a") && !getSelection().toString()) fromRow(row);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("tr[data-key]")) fromRow(event.target);
});

async function load() {
  const remarks = [];
  for (const table of tables) {
    try {
      remarks.push(...draw(table, await ask(table.url.replace("/api/v1/", ""))));
    } catch {
      said.textContent = say("map_failed");
      return;
    }
  }
  // What the result lists first lies on top.
  for (const { group } of [...shown.values()].reverse()) group.bringToFront();
  said.textContent = [...new Set(remarks)].join(" ");
  whole();
  legends();
  const found = document.querySelector("tr.chosen[data-key]");
  if (found) fromRow(found, false);
  byId("run-map").dataset.ready = [...shown.values()].reduce((sum, one) => sum + one.byKey.size, 0);
}

function draw(table, collection) {
  table.weight = table.own ? 2 : collection.features.length > MANY ? 0.25 : 1;
  const byKey = new Map();
  const group = L.geoJSON(collection, {
    style: (feature) => styleOf(table, feature),
    pointToLayer: (feature, at) => new FormMarker(at, { ...styleOf(table, feature), radius: 7 }),
    onEachFeature: (feature, layer) => {
      byKey.set(feature.properties.key, layer);
      layer.bindTooltip(() => words(table, feature.properties), { sticky: true });
      layer.on("click", (event) => { L.DomEvent.stopPropagation(event); fromMap(table, feature.properties.key); });
    },
  }).addTo(map);
  shown.set(table.name, { table, group, byKey });
  for (const row of document.querySelectorAll(`table[data-table="${CSS.escape(table.name)}"] tr[data-key]`)) row.tabIndex = 0;
  const remarks = [];
  if (collection.left_out) remarks.push(say("map_left_out", { shown: number(collection.features.length), total: number(collection.total) }));
  if (collection.coarse) remarks.push(say("map_coarse"));
  return remarks;
}

function styleOf(table, feature) {
  const colour = colourOf(table, feature.properties.value);
  const form = entryOf(table, feature.properties.value)?.form;
  if (feature.geometry.type === "Point") return { form, fillColor: colour, ...onPoint(form, colour) };
  return { color: table.own ? colour : "#39444c", weight: table.weight, opacity: 0.85, fillColor: colour, fillOpacity: table.own ? 0.55 : 0.6 };
}

/** A point is small: filled in full with a light edge, or a ring where nobody knows. */
function onPoint(form, colour) {
  if (form === "ring") return { color: colour, weight: 2.5, fillColor: "#fff", fillOpacity: 0.9 };
  return { color: "#fff", weight: 1, fillOpacity: 0.95 };
}

function entryOf(table, value) {
  if (typeof value === "number") return table.legend.find((one) => "from" in one && value >= one.from && (value < one.to || one.to === 1 && value >= 1));
  return table.legend.find((one) => !("from" in one) && one.value === value);
}

function colourOf(table, value) {
  if (!table.legend.length) return table.plain;
  return entryOf(table, value)?.colour ?? table.empty;
}

/** What a shape is, as text nodes: names come out of files. */
function words(table, { key, name, value, text }) {
  const entry = table.legend.length ? entryOf(table, value) : null;
  const standing = text ?? [entry?.sign, entry?.title].filter(Boolean).join(" ");
  return element("div", {}, element("strong", { lang: DATA }, name ?? key), standing ? element("div", {}, standing) : null);
}

function legends() {
  fill(byId("run-legend"), tables.map((table) => {
    const tick = element("input", { type: "checkbox", checked: true });
    tick.addEventListener("change", () => {
      const { group } = shown.get(table.name);
      if (tick.checked) group.addTo(map); else group.remove();
    });
    const keys = table.legend.length ? table.legend : [{ title: "", colour: table.plain }];
    return element("div", { class: "legend-group" },
      element("label", {}, tick, table.title, table.column ? element("span", { class: "about" }, ` ${table.column}`) : null),
      keys.map((one) => element("span", { class: "key" }, swatch(one), [one.sign, one.title].filter(Boolean).join(" "))));
  }), button());
}

function button() {
  const all = element("button", { type: "button", class: "quiet-button" }, byId("run-map").dataset.whole);
  all.addEventListener("click", whole);
  return all;
}

function swatch({ colour, form }) {
  const canvas = element("canvas", { class: "swatch", width: 12, height: 12, "aria-hidden": "true" });
  paint(canvas.getContext("2d"), colour, form);
  return canvas;
}

function whole() {
  const bounds = L.latLngBounds([]);
  for (const { group } of shown.values()) if (group.getBounds().isValid()) bounds.extend(group.getBounds());
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [20, 20], maxZoom: 17, animate: false });
}

function rowOf(name, key) {
  return [...document.querySelectorAll(`table[data-table="${CSS.escape(name)}"] tr[data-key]`)].find((row) => row.dataset.key === key);
}

function choose(name, key) {
  if (chosen) mark(chosen, false);
  chosen = { name, key };
  mark(chosen, true);
}

function mark({ name, key }, on) {
  rowOf(name, key)?.classList.toggle("chosen", on);
  const layer = shown.get(name)?.byKey.get(key);
  const plain = layer instanceof FormMarker ? 1 : shown.get(name).table.weight;
  layer?.setStyle?.({ weight: on ? 4 : plain });
  if (on) layer?.bringToFront?.();
}

function fromRow(row, move = true) {
  const name = row.closest("table").dataset.table;
  if (!shown.has(name)) return;
  choose(name, row.dataset.key);
  const layer = shown.get(name).byKey.get(row.dataset.key);
  if (!layer) return;
  const bounds = layer.getBounds ? layer.getBounds().pad(0.5) : L.latLngBounds([layer.getLatLng()]);
  map.fitBounds(bounds, { maxZoom: 17, animate: false });
  if (move) byId("run-map").scrollIntoView({ block: "nearest" });
}

/** The row of a shape; on another page of the table it is opened there. */
function fromMap({ name }, key) {
  const row = rowOf(name, key);
  if (row) {
    choose(name, key);
    const fold = row.closest("details");
    if (fold) fold.open = true;
    row.scrollIntoView({ block: "nearest" });
    return;
  }
  const address = new URL(location.href);
  address.searchParams.set(`find.${name}`, key);
  address.searchParams.delete(`page.${name}`);
  address.hash = `found-${name}`;
  location.assign(address);
}
