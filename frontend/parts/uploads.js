// Chosen photos are shown before they are sent.

export function showUploads(root) {
  root.querySelectorAll("[data-uploads]:not([data-ready])").forEach((field) => {
    field.dataset.ready = "1";
    const shown = document.createElement("ul");
    shown.className = "photos";
    field.append(shown);
    field.addEventListener("change", (event) => {
      if (event.target.type === "file") show(field, shown);
    });
  });
}

function show(field, shown) {
  shown.querySelectorAll("img").forEach((img) => URL.revokeObjectURL(img.src));
  const files = [...field.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  shown.replaceChildren(
    ...files.map((file) => {
      const item = document.createElement("li");
      if (file.type.startsWith("image/") && !file.type.includes("heic")) {
        const img = document.createElement("img");
        img.src = URL.createObjectURL(file);
        img.alt = file.name;
        img.width = 160;
        img.height = 120;
        item.append(img);
      }
      const name = document.createElement("span");
      name.textContent = `${file.name} · ${(file.size / 1048576).toFixed(1)} MB`;
      item.append(name);
      return item;
    }),
  );
}
