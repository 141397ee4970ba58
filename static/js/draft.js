// Saves a draft as one types, a moment after the last letter, and says so. Without this module the
// button saves. What is typed stays in the page whatever the answer is.

const place = document.querySelector("[data-draft]");
const form = place && place.querySelector("form");
const said = place && place.querySelector("[data-draft-said]");

if (form && said) {
  const PAUSE = 1500;
  let waiting = 0;
  let sending = false;
  let again = false;
  let stopped = false;

  const say = (words) => {
    said.textContent = words;
  };

  const save = async () => {
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    const body = new FormData(form);
    body.set("autosave", "yes");
    body.delete("idempotency_key");
    // A file goes with the button: nobody's CV is sent while they are still looking for the right one.
    for (const chooser of form.querySelectorAll("input[type=file]")) {
      body.delete(chooser.name);
    }
    try {
      const answer = await fetch(form.action || window.location.href, {
        method: "POST",
        body,
        credentials: "same-origin",
        redirect: "manual",
        headers: { Accept: "application/json" },
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        say(place.dataset.signedOut);
      } else if (answer.status === 200 || answer.status === 409 || answer.status === 422) {
        const found = await answer.json();
        say(found.said);
        if (found.version) {
          form.elements.version.value = found.version;
        }
        stopped = answer.status === 409;
      } else {
        say(place.dataset.failed);
      }
    } catch {
      say(place.dataset.failed);
    }
    sending = false;
    if (again && !stopped) {
      again = false;
      save();
    }
  };

  form.addEventListener("input", () => {
    if (stopped) {
      return;
    }
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(waiting);
  });
}
