// Filters answer at once: a change sends the form, so the button is not needed. Without this
// module the same form works with its button. On a wide screen the filters stand open.

const form = document.querySelector("form[data-auto-submit]");

if (form) {
  let waiting = 0;
  form.querySelectorAll("[data-apply]").forEach((button) => {
    button.hidden = true;
  });
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(), 250);
  });

  const details = form.querySelector("details.filters");
  const wide = window.matchMedia("(min-width: 62rem)");
  const stand = () => {
    details.open = wide.matches;
  };
  if (details) {
    stand();
    wide.addEventListener("change", stand);
  }
}
