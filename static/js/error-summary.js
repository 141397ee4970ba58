// Sends the reader to what needs mending: the summary takes focus when the page opens with errors,
// and its links focus the control itself, also where that control is inside a closed section.
// The sample in the style guide does not take it.

function focusSummary(root) {
  const summary = root.querySelector("[data-error-summary]");
  if (summary && !summary.closest("[data-component]")) {
    summary.focus();
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const control = link && document.getElementById(link.hash.slice(1));
  if (!control) {
    return;
  }
  event.preventDefault();
  const closed = control.closest("details:not([open])");
  if (closed) {
    closed.open = true;
  }
  const field = control.closest(".field") || control;
  field.scrollIntoView({ block: "start" });
  control.focus({ preventScroll: true });
});

document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));
focusSummary(document);
