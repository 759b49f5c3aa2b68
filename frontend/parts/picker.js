// Choosing a record: a long select or a text field becomes a field that finds by name, number,
// pinyin or initials. Without this script both still work.
import { askServer, offerChoices } from "./choices.js";

const SHORT_ENOUGH = 12;

export function makePickers(root) {
  root.querySelectorAll("input[data-pick]:not([data-ready])").forEach(pickInText);
  root.querySelectorAll("select[data-pick]:not([data-ready])").forEach((select) => {
    if (select.options.length > SHORT_ENOUGH) pickInSelect(select);
  });
}

async function askFor(address, words) {
  const found = await askServer(`${address}?q=${encodeURIComponent(words)}`);
  return found.choices;
}

/** The text keeps its name until something is chosen; then a hidden field carries the reference. */
function pickInText(input) {
  input.dataset.ready = "1";
  const hidden = document.createElement("input");
  hidden.type = "hidden";
  input.after(hidden);
  const { name } = input;
  const hold = (value) => {
    hidden.value = value;
    hidden.name = value ? name : "";
    input.name = value ? "" : name;
  };
  hold(input.dataset.value || "");
  const said = () => hidden.dispatchEvent(new Event("change", { bubbles: true }));
  const list = offerChoices(input, (words) => askFor(input.dataset.pick, words), (choice) => {
    input.value = choice.label;
    hold(choice.value);
    said();
  });
  input.addEventListener("input", () => hold(""));
  input.addEventListener("focus", () => {
    input.select();
    list.refresh();
  });
}

function pickInSelect(select) {
  select.dataset.ready = "1";
  const input = document.createElement("input");
  input.type = "text";
  input.autocomplete = "off";
  input.required = select.required;
  input.value = select.value ? select.selectedOptions[0].textContent : "";
  for (const name of ["aria-invalid", "aria-describedby", "aria-label"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  if (select.id) {
    input.id = select.id;
    select.removeAttribute("id");
  }
  select.required = false;
  select.hidden = true;
  select.before(input);
  const list = offerChoices(input, (words) => askFor(select.dataset.pick, words), (choice) => {
    if (![...select.options].some((option) => option.value === choice.value)) {
      select.add(new Option(choice.label, choice.value));
    }
    select.value = choice.value;
    input.value = choice.label;
    input.setCustomValidity("");
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("input", () => {
    select.value = "";
  });
  input.addEventListener("focus", () => {
    input.select();
    list.refresh();
  });
  // A full name typed without choosing is meant as chosen; anything else is said at once.
  input.addEventListener("change", () => {
    const words = input.value.trim();
    const same = [...select.options].filter((option) => option.textContent === words);
    if (!select.value && words && same.length === 1) select.value = same[0].value;
    const lost = words && !select.value;
    input.setCustomValidity(lost ? document.documentElement.dataset.choose || "?" : "");
  });
}
