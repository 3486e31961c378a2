// Saves the review a moment after typing stops; without it the button “Save” does.
// What the server has not taken yet stays in this browser and is put back when the page is opened again.
const form = document.querySelector("form[data-autosave]");
if (form) keep(form);

function keep(form) {
  const PAUSE = 800, AGAIN = 5000;
  const says = form.dataset;
  const status = form.querySelector("[data-status]");
  const counted = form.querySelector("[data-progress]");
  let timer = 0, sending = null, dirty = false, submitted = false;

  const controls = () => [...form.elements].filter((c) => c.name && !["csrfmiddlewaretoken", "version", "remarks", "do"].includes(c.name));
  const written = () => Object.fromEntries(controls().filter((c) => c.type !== "radio" || c.checked).map((c) => [c.name, c.value]));
  const say = (text, trouble) => { status.textContent = text; status.dataset.state = trouble ? "trouble" : ""; };

  function store() {
    try { localStorage.setItem(says.autosave, JSON.stringify({ version: form.elements.version.value, written: written() })); } catch { /* a full or forbidden store: the server still saves */ }
  }
  function forget() {
    try { localStorage.removeItem(says.autosave); } catch { /* nothing was stored */ }
  }
  function putIn(kept) {
    for (const control of controls()) {
      if (control.type === "radio") control.checked = kept[control.name] === control.value;
      else if (control.name in kept) control.value = kept[control.name];
    }
    changed();
  }

  function changed() {
    dirty = true;
    store();
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  async function save() {
    if (sending) return sending;
    clearTimeout(timer);
    dirty = false;
    say(says.saving);
    sending = send();
    await sending;
    sending = null;
    if (dirty && !timer) timer = setTimeout(save, PAUSE);
  }

  async function send() {
    let response;
    timer = 0;
    try {
      response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error" });
      if (response.status >= 500) throw new Error(response.status);
    } catch {
      say(says.waiting, true);
      dirty = true;
      timer = setTimeout(save, AGAIN);
      return;
    }
    if (response.ok) {
      const answer = await response.json();
      form.elements.version.value = answer.version;
      counted.textContent = answer.sentence;
      say(`${says.saved} ${answer.saved_at}`);
      if (dirty) store(); else forget();
    } else if (response.status === 401 || response.status === 403) {
      say(says.signedOut, true);
      dirty = true;
      timer = setTimeout(save, AGAIN);
    } else if (response.status === 409) say(says.changed, true);
    else if (response.status === 422) say(`${says.invalid} ${(await response.json()).problems.join(" ")}`, true);
    else say(says.ended, true);
  }

  function restore() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(says.autosave)); } catch { return; }
    if (!kept || JSON.stringify(kept.written) === JSON.stringify(written())) return forget();
    if (kept.version === form.elements.version.value) {
      putIn(kept.written);
      say(says.restored);
      return;
    }
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--quiet", textContent: says.show });
    button.addEventListener("click", () => { putIn(kept.written); button.remove(); });
    say(says.older, true);
    status.after(button);
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (submitted) return event.preventDefault(); // a double click would look like two windows
    if (sending) { // two saves at once would look like two windows
      event.preventDefault();
      const pressed = event.submitter;
      await sending;
      clearTimeout(timer);
      if (!submitted) form.requestSubmit(pressed);
    } else if (navigator.onLine === false) {
      event.preventDefault();
      say(says.waiting, true);
      store();
    } else submitted = true;
  });
  addEventListener("pageshow", () => { submitted = false; });
  if (!document.querySelector(".error-summary")) restore();
}
