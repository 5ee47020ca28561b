// Passwords can be looked at while they are typed, and what is shown once can be copied.

for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    const label = button.dataset.other;
    button.dataset.other = button.title;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.setAttribute("aria-pressed", String(shown));
    useIcon(button, shown ? "eye-off" : "eye");
    input.focus();
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const label = button.querySelector("span");
  button.hidden = false;
  button.addEventListener("click", async () => {
    select(source);
    if (!(await copied(source.textContent))) return;
    label.textContent = button.dataset.done;
    useIcon(button, "check");
  });
}

function useIcon(button, name) {
  const use = button.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*$/, `#${name}`));
}

function select(node) {
  getSelection().selectAllChildren(node);
}

/** The clipboard belongs to secure pages; on plain http of an office the selection is copied. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
