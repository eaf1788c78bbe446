// AP's routes, by the history API.

import { app } from './app-state.js';
import { notice } from './notices.js';
import { errorBox } from './pages/parts.js';

const BASE = '/web/';

let outlet = null; // (route, page element) => shown
let pages = {};
let leave = null; // what the page at hand does when it goes away
let turn = 0;

/** Begin: `table` maps a route to `{ page, guarded, menu }`, `show` puts a page on the screen. */
export function startRouter(table, show) {
  pages = table;
  outlet = show;
  window.addEventListener('popstate', () => open(route()));
  return open(route());
}

/** The route in the address bar, without the base. */
export function route() {
  return location.pathname.slice(BASE.length).replace(/\/$/, '');
}

/** Go to a route. Choosing the one at hand opens it afresh. */
export function go(to) {
  if (to !== route()) history.pushState(null, '', BASE + to);
  return open(to);
}

/** Have something done when the page at hand goes away. */
export function whenLeft(action) {
  leave = action;
}

async function open(wanted) {
  leave?.('route');
  leave = null;
  turn += 1;
  const mine = turn;
  let to = wanted;
  if (!Object.hasOwn(pages, wanted)) to = app.session ? 'home' : 'login';
  else if (wanted === '' && app.session) to = 'home';
  const definition = pages[to];
  if (definition.guarded) {
    try {
      await app.refreshSession();
    } catch (error) {
      if (mine === turn) outlet(to, errorBox(error)); // assumed: AP's error takes the screen's place
      return;
    }
    if (mine !== turn) return;
    if (!app.session) to = 'login';
    else if (definition.menu && !app.session.menu[definition.menu]) to = 'home';
  }
  if (to !== route()) history.replaceState(null, '', BASE + to);
  notice('route', { path: BASE + to });
  window.scrollTo(0, 0);
  outlet(to, pages[to].page());
}
