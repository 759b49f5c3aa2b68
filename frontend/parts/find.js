// The box at the top: `/` goes there from anywhere; results below it while somebody types.
import { askServer, offerChoices } from "./choices.js";

export function findAnything() {
  const form = document.querySelector("[data-find]");
  const input = form?.querySelector("input");
  if (!input) return;
  const list = offerChoices(
    input,
    async (words) => {
      if (!words) return [];
      const found = await askServer(`${form.action}?q=${encodeURIComponent(words)}`);
      return found.results.map((r) => ({ label: r.label, hint: `${r.kind} ${r.hint}`, address: r.address }));
    },
    (choice) => location.assign(choice.address),
  );
  // Enter takes the first result if the list is open, else asks for the whole page.
  form.addEventListener("submit", (event) => {
    if (list.first()) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

