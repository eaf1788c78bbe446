const video = document.querySelector("video");
const buttons = [...document.querySelectorAll("button[data-seconds]")];
for (const button of buttons)
  button.addEventListener("click", () => {
    video.currentTime = Number(button.dataset.seconds);
    video.play();
  });
video.addEventListener("timeupdate", () => {
  const now = buttons.findLast((button) => Number(button.dataset.seconds) <= video.currentTime + 0.05);
  for (const button of buttons)
    if (button === now) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
});
