// Saves a form of the desk while somebody writes, and keeps the text in this browser until the server has it.
// Without JavaScript the form has its Save button, and the server asks the same questions.
const PAUSE = 700; // ms after the last key
const FIRST_RETRY = 2000, LAST_RETRY = 30000;
const KEEPALIVE_LIMIT = 60000; // bytes that a browser sends for a page that is being closed
const SILENT = new Set(['csrfmiddlewaretoken', 'writer', 'opened_at', 'sent']);

const form = document.querySelector('form[data-autosave]');
const words = form?.dataset ?? {};
const version = form?.elements.opened_at;
let timer, pending, changes = 0, wait = FIRST_RETRY, stopped = false;

/* What is typed, and its copy in this browser */

const typed = () => [...new FormData(form)].filter(([name, value]) => !SILENT.has(name) && typeof value === 'string');
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const cookie = name => document.cookie.split('; ').find(pair => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';

// Each window has its own copy, so that two of them do not lose each other's; a window that was closed leaves its own.
const slot = () => `${words.key}#${tab()}`;
function tab() {
  try { return (sessionStorage.deskTab ??= String(Math.random()).slice(2)); } catch { return 'only'; }
}
function remember(token = '') {
  try { localStorage.setItem(slot(), JSON.stringify({ at: Date.now(), version: version.value, token, typed: typed() })); } catch { /* full or refused */ }
}
function forget(place = slot()) {
  try { localStorage.removeItem(place); } catch { /* refused */ }
}
function copies() {
  try {
    const places = Object.keys(localStorage).filter(place => place.startsWith(`${words.key}#`));
    return places.map(place => ({ place, ...JSON.parse(localStorage.getItem(place)) }));
  } catch { return []; }
}
const unsaved = () => copies().some(({ place }) => place === slot());

function fill(pairs) {
  for (const [name] of pairs) {
    const row = name.match(/^(\w+)-(\d+)-\w+$/);
    if (row && !form.elements[name]) form.dispatchEvent(new CustomEvent('desk:row', { detail: { part: row[1], number: row[2] } }));
  }
  const values = Map.groupBy ? Map.groupBy(pairs, ([name]) => name) : pairs.reduce((map, pair) => map.set(pair[0], [...(map.get(pair[0]) ?? []), pair]), new Map());
  for (const box of form.elements) {
    if (!box.name || SILENT.has(box.name) || box.name === 'asked' || box.type === 'submit' || box.tagName === 'FIELDSET') continue;
    const wanted = (values.get(box.name) ?? []).map(pair => pair[1]);
    if (box.type === 'checkbox' || box.type === 'radio') box.checked = wanted.includes(box.value);
    else if (wanted.length) box.value = wanted[0];
  }
  document.dispatchEvent(new Event('desk:filled'));
}

/* What people are told */

function tell(text, state = '', more = null) {
  const place = form.querySelector('[data-status]');
  place.dataset.state = state;
  place.replaceChildren(text, ...(more ? [' ', more] : []));
}
function link(text, href) {
  return Object.assign(document.createElement('a'), { textContent: text, href, target: '_blank', rel: 'noopener' });
}
function compare() {
  const button = Object.assign(document.createElement('button'), { type: 'submit', name: 'save', value: 'stay', textContent: words.sayCompare });
  button.className = 'button';
  return button;
}
const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });

/* Saving */

function later(ms) {
  clearTimeout(timer);
  if (!stopped) timer = setTimeout(save, ms);
}
function again() {
  later(wait);
  wait = Math.min(wait * 2, LAST_RETRY);
}
function stop(text, more) {
  stopped = true;
  clearTimeout(timer);
  tell(text, 'trouble', more);
}

function save() {
  clearTimeout(timer);
  if (stopped) return null;
  pending ??= send().finally(() => { pending = null; });
  return pending;
}

async function send() {
  const at = changes;
  const body = new FormData(form);
  body.delete('csrfmiddlewaretoken'); // signing in changes it: the cookie has the one that counts
  const size = [...body.values()].reduce((sum, value) => sum + value.length, 0);
  let answer;
  try {
    answer = await fetch(form.action, {
      method: 'POST',
      body,
      headers: { Accept: 'application/json', 'X-CSRFToken': cookie('csrftoken') },
      credentials: 'same-origin',
      redirect: 'error',
      keepalive: size < KEEPALIVE_LIMIT,
    });
  } catch {
    tell(words.sayOffline, 'trouble');
    return again();
  }
  const said = await answer.json().catch(() => null);
  if (answer.ok && said) return arrived(said, at);
  if (answer.status === 401 && said) {
    tell(words.sayExpired, 'trouble', link(words.saySignIn, `${said.login}?next=${encodeURIComponent(words.next)}`));
    return again();
  }
  if (said?.code === 'changed') return stop(words.sayChanged, compare());
  if (said?.code) return stop(`${words.sayRefused} ${said.message}`);
  tell(words.sayTrouble, 'trouble');
  return again();
}

function arrived({ version: now, percent, troubles }, at) {
  version.value = now;
  wait = FIRST_RETRY;
  if (changes === at) forget();
  else { remember(); later(PAUSE); }
  const progress = document.querySelector('[data-percent]');
  if (progress) progress.textContent = progress.dataset.percent.replace('%(n)s', percent);
  const saved = words.saySaved.replace('%(time)s', clock());
  tell(troubles.length ? `${saved} ${words.sayWaiting}` : saved);
}

function changed() {
  changes += 1;
  remember();
  later(PAUSE);
}
// The form that was sent last has arrived, whichever page the server showed after it: its copy is not put back.
function dropSent() {
  if (!words.arrived) return;
  try {
    for (const place of Object.keys(localStorage).filter(place => place.startsWith('desk:'))) {
      if (JSON.parse(localStorage.getItem(place)).token === words.arrived) forget(place);
    }
  } catch { /* refused */ }
}
// What this window, or else the one that was closed last, had typed and the server does not have.
function restored() {
  const open = [];
  for (const copy of copies()) {
    if (same(copy.typed, typed())) forget(copy.place);
    else open.push(copy);
  }
  return open.find(({ place }) => place === slot()) ?? open.sort((one, other) => other.at - one.at)[0];
}

if (form) {
  dropSent();
  const kept = restored();
  if (kept) {
    forget(kept.place);
    fill(kept.typed);
    version.value = kept.version;
    tell(words.sayRestored);
    changed();
  } else if ('unsaved' in words) changed();

  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  addEventListener('online', () => unsaved() && save());
  addEventListener('focus', () => unsaved() && save());
  document.addEventListener('visibilitychange', () => unsaved() && save());
  addEventListener('pageshow', event => event.persisted && location.reload());
  document.querySelector('.error-summary[autofocus]')?.focus();

  // The button sends the form itself: after what is on its way, once, and with today's token.
  let ready = false, asked = false;
  form.addEventListener('submit', async event => {
    if (ready) return;
    event.preventDefault();
    if (asked) return;
    asked = true;
    const { submitter } = event;
    clearTimeout(timer);
    await pending;
    await new Promise(done => setTimeout(done)); // a form that is being sent cannot be sent: the event must end first
    clearTimeout(timer);
    stopped = true;
    form.elements.csrfmiddlewaretoken.value = cookie('csrftoken') || form.elements.csrfmiddlewaretoken.value;
    form.elements.sent.value = crypto.randomUUID?.() ?? String(Math.random());
    if (unsaved()) remember(form.elements.sent.value);
    ready = true;
    form.requestSubmit(submitter?.isConnected ? submitter : undefined);
  });
}
