// What all layers want in one turn is asked for together: a first view takes one or two requests.
// Layer by layer it took one for the head of each archive and one for each tile.

import { archiveAt } from "./vector_tiles.js";

const GZIP = 2;
const ABSENT = 0xffffffff;
// So many places a request: what lies first in view need not wait for what lies last.
const PLACES = 12;

export class TileSets {
  /** `told(version, code)` hears of tiles that could not be had: "no-connection", "gone", or "" of the server. */
  constructor(told = () => {}) {
    this.wanted = [];
    this.told = told;
    // The library's own way of unpacking, with what it does where the browser has none.
    this.archive = archiveAt("");
  }

  /** A source for protomaps-leaflet: `getZxy` as its archives have it. */
  of(layer) {
    const version = `${layer.id}@${layer.version}`;
    const { min_zoom: least } = layer.tiles;
    return { getZxy: (z, x, y, signal) => (z < least ? Promise.resolve() : this.#tile(version, `${z}/${x}/${y}`, signal)) };
  }

  #tile(version, place, signal) {
    return new Promise((resolve, reject) => {
      if (!this.wanted.length) setTimeout(() => this.#ask());
      this.wanted.push({ version, place, signal, resolve, reject });
    });
  }

  #ask() {
    const gone = this.wanted.filter((one) => one.signal?.aborted);
    for (const one of gone) one.reject(one.signal.reason);
    const sets = setsOf(this.wanted.filter((one) => !one.signal?.aborted));
    this.wanted = [];
    for (const set of sets) this.#fetch(set);
  }

  async #fetch({ versions, places, tiles }) {
    try {
      const asked = new URLSearchParams({ layers: versions.join(","), at: places.join(",") });
      const answer = await fetch(`/tiles/set?${asked}`);
      if (!answer.ok) throw new Error(`tiles: ${answer.status}`);
      const parts = partsOf(await answer.arrayBuffer());
      for (const version of versions)
        for (const place of places) this.#deliver(tiles.get(`${version} ${place}`), parts.next().value);
    } catch (error) {
      for (const tile of tiles.values()) tile.reject(error);
      // `fetch` says so where no answer came.
      for (const version of versions) this.told(version, error instanceof TypeError ? "no-connection" : "");
    }
  }

  #deliver(tile, part) {
    if (part === null) {
      tile.reject(new Error(`${tile.version}: no tiles`));
      this.told(tile.version, "gone");
    } else if (!part.byteLength) tile.resolve();
    else this.archive.decompress(part, GZIP).then((data) => tile.resolve({ data }), tile.reject);
  }
}

/** What is wanted as sets of all places times all layers; places that want the same layers go together. */
function setsOf(wanted) {
  const byPlace = grouped(wanted);
  const byLayers = new Map();
  for (const [place, tiles] of byPlace) {
    const layers = tiles.map((one) => one.version).sort().join(",");
    if (!byLayers.has(layers)) byLayers.set(layers, []);
    byLayers.get(layers).push(place);
  }
  const tiles = new Map(wanted.map((one) => [`${one.version} ${one.place}`, one]));
  return [...byLayers].flatMap(([layers, places]) => {
    const versions = layers.split(",");
    return chunks(places.sort(), PLACES).map((some) => ({
      versions,
      places: some,
      tiles: new Map(versions.flatMap((version) => some.map((place) => [`${version} ${place}`, tiles.get(`${version} ${place}`)]))),
    }));
  });
}

function grouped(wanted) {
  const byPlace = new Map();
  for (const one of wanted) byPlace.set(one.place, [...(byPlace.get(one.place) ?? []), one]);
  return byPlace;
}

function chunks(list, size) {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
}

/** The tiles of an answer: bytes, none for an empty place, null for a layer that cannot be had. */
function* partsOf(buffer) {
  const view = new DataView(buffer);
  for (let at = 0; at < buffer.byteLength; ) {
    const length = view.getUint32(at, true);
    at += 4;
    yield length === ABSENT ? null : buffer.slice(at, at + length);
    at += length === ABSENT ? 0 : length;
  }
}
