// Which layer the upload becomes: a new one, or a new version of one that is there.

import { element, fill } from "../page/dom.js";
import { number, say } from "../page/words.js";
import { choice, keepingFocus, radios, row, textInput } from "./controls.js";
import { fromFile } from "./notices.js";
import { options } from "./server.js";

/** The step, wired to `stage`; `values()` is what has been said, `complete()` whether it is enough. */
export class Becoming {
  constructor(place, stage) {
    this.place = place;
    this.stage = stage;
    this.fresh = !options.layers.some((one) => one.id === stage.choices.layer_id) || stage.choices.fresh === true;
  }

  draw() {
    const pick = radios("becomes", [
      { value: "new", label: say("up_new_layer") },
      { value: "version", label: say("up_new_version") },
    ], this.fresh ? "new" : "version", (value) => this.#turn(value === "new"));
    keepingFocus(() => fill(
      this.place,
      element("h2", {}, say("up_becomes")),
      options.layers.length > 0 && element("div", { class: "picks across", role: "radiogroup", "aria-label": say("up_becomes") }, pick),
      this.fresh ? this.#newLayer() : this.#version(),
    ));
  }

  values() {
    const { kind, layer_id, title, title_en } = this.stage.choices;
    if (!this.fresh) return { kind, layer_id, fresh: null, title: null, title_en: null };
    return { kind, layer_id, fresh: true, title: title ?? null, title_en: title_en ?? null };
  }

  complete() {
    const { kind, layer_id } = this.stage.choices;
    return Boolean(kind && layer_id);
  }

  #turn(fresh) {
    this.fresh = fresh;
    const { kind } = this.stage.choices;
    if (fresh) this.stage.decide({ layer_id: null, key: null, fresh: true, ...suggested(kind, this.stage) });
    else this.stage.decide({ layer_id: null, fresh: null });
    this.draw();
  }

  #newLayer() {
    const { choices, decide } = this.stage;
    const kinds = options.kinds.map((kind) => ({ value: kind.id, label: kind.title, group: kind.group }));
    const kind = choice("kind", [{ value: "", label: say("up_kind_choose") }, ...kinds], choices.kind ?? "", (id) => {
      decide({ kind: id || null, mapping: null, values: null, fresh: true, ...suggested(id, this.stage) });
      this.draw();
    });
    const said = (name) => (value) => decide({ [name]: value || null }, { again: false });
    const description = options.kinds.find((one) => one.id === choices.kind)?.description;
    return element(
      "div",
      { class: "rows" },
      row(say("up_kind"), kind, description),
      choices.kind && row(say("up_title_zh"), textInput("title", choices.title, said("title"))),
      choices.kind && row(say("up_title_en"), textInput("title-en", choices.title_en, said("title_en"))),
      choices.kind && row(say("up_id"), textInput("layer-id", choices.layer_id, said("layer_id"), { maxLength: 64, pattern: "[A-Za-z0-9][A-Za-z0-9_.\\-]*", spellcheck: false }), say("up_id_help")),
    );
  }

  #version() {
    const { choices, decide } = this.stage;
    const layers = options.layers.map((one) => ({ value: one.id, label: `${one.title} · ${one.id}` }));
    const pick = choice("layer", [{ value: "", label: say("up_layer_choose") }, ...layers], choices.layer_id ?? "", (id) => {
      const layer = options.layers.find((one) => one.id === id);
      decide(layer ? { ...about(layer, choices), layer_id: id, kind: layer.kind, key: layer.key_field, fresh: null, mapping: null, values: null } : { layer_id: null });
      this.stage.describe?.();
      this.draw();
    });
    const layer = options.layers.find((one) => one.id === choices.layer_id);
    const help = layer && element("span", {}, say("up_layer_now", { number: number(layer.version, 0) }), " · ", kindTitle(layer.kind));
    return element("div", { class: "rows" }, row(say("up_layer"), pick, help));
  }
}

function kindTitle(id) {
  return options.kinds.find((kind) => kind.id === id)?.title ?? fromFile(id);
}

/** What a new version takes over from the live one where nothing else has been said. */
function about(layer, choices) {
  return {
    secrecy: choices.secrecy ?? layer.secrecy,
    source: choices.source ?? layer.source ?? null,
    licence: choices.licence ?? layer.licence ?? null,
  };
}

/** An id that is free, and a title, for a new layer of this kind. */
function suggested(kind, stage) {
  if (!kind) return {};
  const taken = new Set(options.layers.map((one) => one.id));
  let id = kind;
  for (let count = 2; taken.has(id); count += 1) id = `${kind}_${count}`;
  // Where two layers of a file have the same name they are told by their paths.
  const layer = stage.report?.layers.length === 1 ? stage.report.layers[0].name.split("/").pop().replace(/\.shp$/i, "") : "";
  return { layer_id: id, title: stage.choices.title ?? (layer.slice(0, 200) || null) };
}
