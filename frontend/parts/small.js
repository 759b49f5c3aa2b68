// Small manners of every page.

/** The toast says once that something was done, then goes; a reload does not say it again. */
export function showToast() {
  const toast = document.getElementById("toast");
  if (!toast || !toast.textContent.trim()) return;
  const address = new URL(location.href);
  address.searchParams.delete("done");
  history.replaceState(null, "", address);
  setTimeout(() => toast.classList.add("gone"), 4000);
}

/** What was refused comes into view and is read aloud first. */
export function lookAtRefusals() {
  document.querySelector("[data-look]")?.focus();
}

/** A menu closes when somebody clicks elsewhere or presses Escape. */
export function closeMenus() {
  const menus = () => document.querySelectorAll(".more[open], .self[open], .drawer[open]");
  document.addEventListener("click", (event) => {
    menus().forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });
}

export function printing() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
}
