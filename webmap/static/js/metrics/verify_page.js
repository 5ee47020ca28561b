// A file may be dropped anywhere on the page; it is then sent as if it had been chosen.

import { byId } from "../page/dom.js";

const form = byId("verify-form");
const input = byId("verify-file");

byId("verify-drop").hidden = false;
for (const name of ["dragenter", "dragover"]) addEventListener(name, over);
addEventListener("dragleave", (event) => event.relatedTarget || form.classList.remove("over"));
addEventListener("drop", dropped);

function over(event) {
  event.preventDefault();
  form.classList.add("over");
}

function dropped(event) {
  event.preventDefault();
  form.classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  form.requestSubmit();
}
