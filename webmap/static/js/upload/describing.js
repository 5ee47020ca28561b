// What is said of the data: where they come from, of when, who may see them.

import { element, fill } from "../page/dom.js";
import { say } from "../page/words.js";
import { choice, row, textInput } from "./controls.js";
import { options } from "./server.js";

export function drawAbout(place, stage) {
  const { choices } = stage;
  const said = (name) => (value) => stage.decide({ [name]: value || null }, { again: false });
  const grades = options.secrecy.map((one) => ({ value: one.id, label: one.title }));
  const date = element("input", { type: "date", id: "date", value: choices.date ?? "", max: "2100-12-31" });
  date.addEventListener("change", () => said("date")(date.value));
  fill(
    place,
    element("h2", {}, say("up_about")),
    element(
      "div",
      { class: "rows" },
      row(say("up_source"), textInput("source", choices.source, said("source"), { maxLength: 500 }), say("up_source_help")),
      row(say("up_date"), date),
      row(say("up_licence"), textInput("licence", choices.licence, said("licence"))),
      row(say("up_secrecy"), choice("secrecy", grades, choices.secrecy ?? "internal", said("secrecy"))),
      row(say("up_note"), textInput("note", choices.note, said("note"), { maxLength: 2000 })),
    ),
  );
}
