"use strict";
(() => {
  const form = document.querySelector(".tools");
  if (!form) return;
  const rows = [...document.querySelectorAll(".runs tbody tr")].map((row) => [row, row.textContent.toLowerCase()]);
  const found = document.getElementById("index-found");
  const nothing = document.getElementById("nothing-found");
  const apply = () => {
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = ["outcome", "environment", "command"].map((name) => [name, form.elements[name].value]);
    let count = 0;
    for (const [row, text] of rows) {
      const fits = words.every((word) => text.includes(word))
        && chosen.every(([name, value]) => !value || row.dataset[name] === value);
      row.hidden = !fits;
      count += fits;
    }
    nothing.hidden = count > 0;
    found.textContent = count === rows.length ? "" : `${count} / ${rows.length}`;
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
