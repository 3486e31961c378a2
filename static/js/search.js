// The search page without full loads. Everything here is a comfort: without it the page is a GET form and links.
// htmx does the loading and the history; it is fetched at the first touch of the page, so that a first visit is light.

const form = () => document.querySelector('form[role=search]');
const page = document.getElementById('search');
const root = document.documentElement;
const filters = () => document.getElementById('filters');

/* htmx, once somebody does something */

let loading;
function htmx() {
  return loading ??= new Promise((done, failed) => {
    const config = document.createElement('meta');
    config.name = 'htmx-config';
    config.content = JSON.stringify({ includeIndicatorStyles: false, allowEval: false, refreshOnHistoryMiss: true, scrollBehavior: 'instant', attributesToSettle: [], defaultSettleDelay: 0 });
    const script = document.createElement('script');
    Object.assign(script, { src: form().dataset.htmx, onload: () => done(window.htmx), onerror: failed });
    document.head.append(config, script);
  });
}
const fallback = () => form().submit();

if (page) {
  for (const event of ['pointerover', 'focusin', 'touchstart']) page.addEventListener(event, () => htmx().catch(() => {}), { once: true, passive: true });
  addEventListener('popstate', event => event.state?.htmx && !window.htmx && location.reload());
}

/* Filters: what was touched stays under the pointer and keeps the focus */

let touched;
function inputLike({ name, value, type }) {
  return [...document.getElementsByName(name)].find(other => other.type !== 'checkbox' || other.value === value);
}
const scroller = () => root.classList.contains('drawer') ? filters() : window;

page?.addEventListener('change', event => {
  const input = event.target;
  if (input === form().elements.q || !input.name) return event.stopPropagation();
  const level = filters().querySelectorAll(`[name="${input.name}"]`);
  if (input.checked) for (const other of level) {  // a part of a theme narrows it; the whole takes its parts in
    if (other.value === input.dataset.in || other.dataset.in === input.value) other.checked = false;
  }
  touched = { name: input.name, value: input.value, type: input.type };
  if (!window.htmx) htmx().then(loaded => loaded.trigger(form(), 'submit'), fallback);
}, true);

page?.addEventListener('htmx:configRequest', event => {
  for (const [name, value] of [...event.detail.formData.entries()]) if (!value) event.detail.formData.delete(name);
});
page?.addEventListener('htmx:beforeSwap', () => {
  if (touched) touched.top = inputLike(touched)?.getBoundingClientRect().top;
});
page?.addEventListener('htmx:afterSwap', () => {
  recall();
  if (root.classList.contains('drawer')) dress();
  const input = touched && inputLike(touched);
  if (input) {
    const moved = input.getBoundingClientRect().top - touched.top;
    if (moved) scroller().scrollBy({ top: moved, behavior: 'instant' });
    input.focus({ preventScroll: true });
  } else if (document.activeElement === document.body) document.getElementById('results').focus({ preventScroll: true });
  touched = null;
});
document.addEventListener('htmx:beforeHistorySave', () => {
  form().elements.q.setAttribute('value', new URLSearchParams(location.search).get('q') ?? '');
});
document.addEventListener('htmx:historyRestore', () => { root.classList.remove('drawer'); undress(); start(); });
for (const failure of ['htmx:responseError', 'htmx:sendError']) {
  page?.addEventListener(failure, event => location.assign(event.detail.pathInfo?.finalRequestPath ?? location.href));
}

page?.addEventListener('click', event => {
  const link = event.target.closest('a.facet__more');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  more(link);
}, true);
async function more(link) {
  const list = link.closest('ul');
  const at = list.children.length - 1;
  await (await htmx()).ajax('GET', link.href, { source: document.body, target: `#${list.id}`, select: `#${list.id}`, swap: 'outerHTML' });
  document.querySelectorAll(`#${list.id} input[type=checkbox]`)[at]?.focus({ preventScroll: true });
}

page?.addEventListener('input', async event => {  // the box inside a long facet
  const box = event.target;
  if (!box.matches('.facet__find')) return;
  const list = () => box.parentElement.querySelector('ul');
  const link = list().querySelector('a.facet__more');
  if (link && !link.dataset.asked) {
    link.dataset.asked = 1;
    await (await htmx()).ajax('GET', link.href, { source: document.body, target: `#${list().id}`, select: `#${list().id}`, swap: 'outerHTML' });
  }
  const fold = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  for (const item of list().querySelectorAll('li')) {
    const input = item.querySelector('input[type=checkbox]');
    item.hidden = !(input?.checked || fold(item.textContent).includes(fold(box.value)));
  }
});

/* Groups remember whether they are open */

const memory = () => { try { return JSON.parse(localStorage.facets ?? '{}'); } catch { return {}; } };
function recall() {
  for (const [id, open] of Object.entries(memory())) {
    const group = document.getElementById(id);
    if (group && !group.querySelector(':checked')) group.open = open;
  }
}
page?.addEventListener('click', event => {
  const group = event.target.closest('.facet > summary')?.parentElement;
  if (group) try { localStorage.facets = JSON.stringify({ ...memory(), [group.id]: !group.open }); } catch { /* full or refused */ }
});

/* The drawer of a phone */

function dress() {
  Object.entries({ role: 'dialog', 'aria-modal': 'true', tabindex: '-1' }).forEach(pair => filters().setAttribute(...pair));
}
function undress() {
  for (const name of ['role', 'aria-modal', 'tabindex']) filters().removeAttribute(name);
}
function open() {
  root.classList.add('drawer');
  dress();
  filters().focus();
}
function close() {
  if (!root.classList.contains('drawer')) return;
  root.classList.remove('drawer');
  undress();
  document.querySelector('.tools__filters').focus();
}
page?.addEventListener('click', event => {
  const link = event.target.closest('a[href="#filters"], .facets__close, .facets__apply button');
  if (!link || (link.matches('button') && !root.classList.contains('drawer'))) return;
  event.preventDefault();
  link.matches('[href="#filters"]') ? open() : close();
});
addEventListener('keydown', event => {
  if (!root.classList.contains('drawer')) return;
  if (event.key === 'Escape') return close();
  if (event.key !== 'Tab') return;
  const inside = [...filters().querySelectorAll('a, input:not([type=hidden]), summary, button')].filter(one => one.getClientRects().length);
  const [first, last] = [inside[0], inside.at(-1)];
  const here = document.activeElement;
  if (event.shiftKey ? here === first || here === filters() : here === last) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
});

/* Suggestions: combobox with a list box, https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ */

let list, timer, asked;
function start() {
  const input = form()?.elements.q;
  if (!input?.form.dataset.suggest) return;
  list = document.createElement('div');
  Object.assign(list, { id: 'suggestions', className: 'suggest', hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', input.form.querySelector('label').textContent);
  document.getElementById(list.id)?.remove();
  input.form.append(list);
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-expanded': 'false', 'aria-controls': list.id, 'aria-autocomplete': 'list' })) input.setAttribute(name, value);
  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(suggest, 150, input); });
  input.addEventListener('keydown', event => key(event, input));
  input.addEventListener('blur', () => setTimeout(show, 150, input, false));
  list.addEventListener('pointerdown', event => event.preventDefault());
  list.addEventListener('click', event => go(event.target.closest('[role=option]')));
}
const show = (input, yes) => {
  list.hidden = !yes;
  input.setAttribute('aria-expanded', yes);
  if (yes) return;
  input.removeAttribute('aria-activedescendant');
  list.querySelector('[aria-selected=true]')?.setAttribute('aria-selected', 'false');
};
const go = option => option && location.assign(option.dataset.url);
const element = (tag, text, attributes = {}) => {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};
async function suggest(input) {
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(`${input.form.dataset.suggest}?${new URLSearchParams({ q: input.value })}`, { signal: asked.signal });
    const { groups } = await answer.json();
    let number = 0;
    list.replaceChildren(...groups.map(({ label, options }) => {
      const group = element('div', '', { role: 'group', 'aria-label': label });
      group.append(element('b', label, { 'aria-hidden': 'true' }), ...options.map(option => {
        const line = element('div', '', { role: 'option', id: `suggestion-${number++}`, 'aria-selected': 'false', 'data-url': option.url });
        line.append(element('span', option.text), element('small', option.note));
        return line;
      }));
      return group;
    }));
    show(input, number > 0 && document.activeElement === input);
  } catch { /* typed on, or no network: no suggestions */ }
}
function key(event, input) {
  const options = [...list.querySelectorAll('[role=option]')];
  const at = options.findIndex(option => option.getAttribute('aria-selected') === 'true');
  if (event.key === 'Escape' && !list.hidden) { event.preventDefault(); return show(input, false); }
  if (event.key === 'Enter') {
    if (!list.hidden && at >= 0) { event.preventDefault(); go(options[at]); }
    clearTimeout(timer);
    asked?.abort();
    return show(input, false);
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !options.length) return;
  event.preventDefault();
  show(input, true);
  const next = at < 0 && step < 0 ? options.length - 1 : at + step;
  options[at]?.setAttribute('aria-selected', 'false');
  const option = options[next];
  if (!option) return input.removeAttribute('aria-activedescendant');
  option.setAttribute('aria-selected', 'true');
  input.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
}

/* "/" goes to the box */

addEventListener('keydown', event => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!form() || event.target.closest?.('input, textarea, select, [contenteditable]')) return;
  event.preventDefault();
  const box = form().elements.q;
  box.focus();
  box.select();
});

recall();
start();
