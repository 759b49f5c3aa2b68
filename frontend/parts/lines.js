// Lines of a form: as many rows as are needed instead of five empty ones.
import { makePickers } from "./picker.js";

export function growLines(root) {
  root.querySelectorAll("[data-lines]:not([data-ready])").forEach(prepare);
}

function prepare(field) {
  field.dataset.ready = "1";
  const body = field.querySelector("tbody");
  const rows = [...body.rows];
  const filled = Number(field.dataset.filled);
  const pattern = rows.at(-1).cloneNode(true);
  rows.slice(Math.max(filled, 1)).forEach((row) => row.remove());
  field.querySelector("thead tr").append(document.createElement("td"));
  [...body.rows].forEach((row) => addRemover(field, row));

  const add = document.createElement("button");
  add.type = "button";
  add.textContent = field.dataset.add;
  add.addEventListener("click", () => {
    const row = pattern.cloneNode(true);
    renumber(row, Number(field.dataset.next));
    field.dataset.next = String(Number(field.dataset.next) + 1);
    body.append(row);
    addRemover(field, row);
    makePickers(row);
    row.querySelector("input:not([type=hidden]):not([hidden]), select:not([hidden])")?.focus();
  });
  field.dataset.next = String(rows.length);
  field.append(add);
  // Enter in the last row makes the next one, as people expect from a sheet.
  body.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input") && event.target.getAttribute("aria-expanded") !== "true";
    if (event.key !== "Enter" || event.isComposing || !typing) return;
    event.preventDefault();
    if (event.target.closest("tr") === body.rows[body.rows.length - 1]) add.click();
  });
}

function renumber(row, number) {
  row.querySelectorAll("[name]").forEach((control) => {
    control.name = control.name.replace(/\.\d+\./, `.${number}.`);
  });
}

function addRemover(field, row) {
  const cell = row.insertCell();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = "×";
  button.setAttribute("aria-label", field.dataset.remove);
  button.addEventListener("click", () => {
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    (next?.querySelector("button") || field.querySelector("button"))?.focus();
  });
  cell.append(button);
}
