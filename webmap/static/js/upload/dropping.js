// A place for files: dropped (folders too), or chosen with the keyboard.

// What operating systems leave beside the files of people.
const LEFTOVERS = /(^|\/)(__MACOSX\/.*|\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$/i;

/** Wire a drop zone: `chosen` is called with [{name, file}], name being the path in its folder. */
export function wireDropZone(zone, inputs, chosen) {
  for (const input of inputs) {
    input.addEventListener("change", () => {
      const found = [...input.files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
      input.value = "";
      give(found, chosen);
    });
  }
  for (const button of zone.querySelectorAll("[data-picks]")) {
    const input = document.getElementById(button.dataset.picks);
    button.addEventListener("click", () => input.click());
  }
  const over = (event) => {
    event.preventDefault();
    zone.classList.add("over");
  };
  zone.addEventListener("dragenter", over);
  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove("over");
  });
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    give(await dropped(event.dataTransfer), chosen);
  });
  // A file let fall beside the zone must not replace the page.
  for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
}

function give(found, chosen) {
  const kept = found.filter((one) => !LEFTOVERS.test(one.name));
  if (kept.length) chosen(kept);
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ name: file.name, file }));
  const found = await Promise.all(entries.map((entry) => walk(entry, "")));
  return found.flat();
}

async function walk(entry, folder) {
  const name = folder + entry.name;
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ name, file }];
  }
  const found = [];
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return found;
    for (const inner of some) found.push(...(await walk(inner, `${name}/`)));
  }
}
