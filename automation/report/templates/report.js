"use strict";
(() => {
  document.documentElement.classList.add("js");

  // Pictures, large: one dialog for all of them.
  const dialog = document.querySelector(".lightbox");
  const links = [...document.querySelectorAll("[data-large]")];
  const place = dialog.querySelector(".lightbox-picture");
  const caption = dialog.querySelector("#lightbox-caption");
  const steps = [...dialog.querySelectorAll("[data-step]")];
  let current = 0;
  const show = (index) => {
    current = index;
    const image = links[index].querySelector("img").cloneNode();
    place.replaceChildren(image);
    caption.textContent = image.alt;
    for (const button of steps) button.disabled = !links[index + Number(button.dataset.step)];
    if (!dialog.open) dialog.showModal();
  };
  const move = (by) => { if (links[current + by]) show(current + by); };
  links.forEach((link, index) => link.addEventListener("click", (event) => { event.preventDefault(); show(index); }));
  for (const link of document.querySelectorAll("[data-open]")) {
    const index = links.indexOf(document.getElementById(link.dataset.open)?.querySelector("[data-large]"));
    if (index >= 0) link.addEventListener("click", (event) => { event.preventDefault(); show(index); });
  }
  for (const button of steps) button.addEventListener("click", () => move(Number(button.dataset.step)));
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  place.addEventListener("click", (event) => {
    if (event.target === place) dialog.close(); else event.target.classList.toggle("natural");
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") move(-1);
    if (event.key === "ArrowRight") move(1);
  });

  // Copying: by the clipboard, else the old way, else by hand.
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    const status = button.parentElement.querySelector("[role=status]");
    const select = () => {
      const range = document.createRange();
      range.selectNodeContents(source);
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
    };
    button.hidden = false;
    button.addEventListener("click", async () => {
      let copied = false;
      try { await navigator.clipboard.writeText(source.textContent); copied = true; } catch { /* not allowed here */ }
      if (!copied) {
        select();
        try { copied = document.execCommand("copy"); } catch { /* nor this */ }
        if (copied) getSelection().removeAllRanges();
      }
      status.textContent = copied ? button.dataset.done : button.dataset.byHand;
    });
  }

  // Which part of the page one is in.
  const entries = new Map([...document.querySelectorAll(".outline a")].map((a) => [a.hash.slice(1), a]));
  const seen = new IntersectionObserver((changes) => {
    for (const change of changes) {
      if (!change.isIntersecting) continue;
      for (const entry of entries.values()) entry.removeAttribute("aria-current");
      entries.get(change.target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-10% 0px -80% 0px" });
  for (const id of entries.keys()) { const part = document.getElementById(id); if (part) seen.observe(part); }

  // Paper has no way to unfold anything.
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) {
      details.open = true;
      addEventListener("afterprint", () => { details.open = false; }, { once: true });
    }
  });
})();
