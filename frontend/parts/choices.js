// A list of choices below a text field: asked from the server while somebody types, walked with
// the arrow keys, read aloud by screen readers (the combobox pattern).

let count = 0;

/**
 * @param {HTMLInputElement} input where somebody types
 * @param {(words: string) => Promise<{label: string, hint?: string}[]>} ask
 * @param {(choice: object) => void} choose called with the chosen one
 */
export function offerChoices(input, ask, choose) {
  const list = document.createElement("ul");
  list.id = `choices-${++count}`;
  list.className = "choices-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") || input.labels?.[0]?.textContent || "");
  list.hidden = true;
  input.after(list);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-expanded", "false"],
    ["aria-autocomplete", "list"],
    ["aria-controls", list.id],
  ]) {
    input.setAttribute(name, value);
  }

  let choices = [];
  let marked = -1;
  let latest = 0;
  let waiting = 0;

  const mark = (index) => {
    marked = index;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    const item = list.children[index];
    input.setAttribute("aria-activedescendant", item ? item.id : "");
    item?.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const take = (index) => {
    const choice = choices[index];
    clearTimeout(waiting);
    latest++; // an answer still on its way must not open the list again
    close();
    if (choice) choose(choice);
  };
  const show = (found) => {
    choices = found;
    list.replaceChildren(
      ...found.map((choice, index) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${index}`;
        item.setAttribute("role", "option");
        item.append(choice.label);
        if (choice.hint) {
          const hint = document.createElement("small");
          hint.textContent = choice.hint;
          item.append(" ", hint);
        }
        // Before the field loses its focus.
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(index);
        });
        return item;
      }),
    );
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    mark(-1);
  };
  const refresh = async () => {
    const mine = ++latest;
    try {
      const found = await ask(input.value.trim());
      if (mine === latest && document.activeElement === input) show(found);
    } catch {
      close(); // without an answer it is still a text field
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 120);
  });
  input.addEventListener("blur", () => {
    clearTimeout(waiting);
    latest++;
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the letters still belong to the pinyin keyboard
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return void refresh();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((marked + step + choices.length) % choices.length);
    } else if (event.key === "Enter" && !list.hidden && marked >= 0) {
      event.preventDefault();
      take(marked);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  const first = () => {
    if (list.hidden || choices.length === 0) return false;
    take(Math.max(marked, 0));
    return true;
  };
  return { refresh, close, first };
}

/** JSON from this server. */
export async function askServer(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
