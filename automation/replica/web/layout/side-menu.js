// The side menu: expansion panels whose links are in the DOM even while the panel is shut.

import { app } from '../app-state.js';
import { component, host, nextId } from '../dom.js';
import { icon } from '../material/button.js';
import { versions } from '../versions.js';
import { followTo } from './frame.js';

const h = component('app-side-menu');

/** The menu, without the items that this user's permissions hide. */
export function sideMenu(route) {
  const items = versions[app.config.version].menu.filter((item) => !item.needs || app.session.menu[item.needs]);
  const accordion = h('mat-accordion', { class: 'mat-accordion', displaymode: 'flat' });
  const panels = [];
  for (const item of items) {
    if (item.links) {
      const made = panel(item, route, () => panels.forEach((other) => other !== made && other.toggle(false)));
      panels.push(made);
      accordion.append(made.element);
    } else {
      accordion.append(plainLink(item, route));
    }
  }
  const element = host(
    'mat-sidenav',
    h('nav', { class: 'ksef-menu', 'aria-label': 'Menu główne' }, accordion), // assumed name
    h('p', { class: 'ksef-menu-version' }, `Wersja ${app.config.version}`),
  );
  element.className = 'mat-drawer mat-sidenav mat-drawer-side mat-drawer-opened';
  element.id = 'side-menu';
  return element;
}

function plainLink(item, route) {
  const active = item.route === route;
  return h(
    'a',
    {
      class: `ksef-menu-item ${active ? 'active' : ''}`.trim(),
      href: item.route,
      onclick: followTo(item.route),
      'aria-current': active ? 'page' : null,
    },
    icon(item.icon),
    h('span', {}, item.label),
  );
}

function panel(item, route, opened) {
  const headerId = nextId('mat-expansion-panel-header');
  const contentId = nextId('cdk-accordion-child');
  const arrow = h('span', { class: 'mat-expansion-indicator' }, icon('expand_more'));
  const header = h(
    'mat-expansion-panel-header',
    {
      role: 'button',
      class: 'mat-expansion-panel-header mat-focus-indicator ksef-menu-item',
      id: headerId,
      tabindex: '0',
      'aria-controls': contentId,
      onclick: () => toggle(),
      onkeydown: (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        toggle();
      },
    },
    h(
      'span',
      { class: 'mat-content' },
      h('mat-panel-title', { class: 'mat-expansion-panel-header-title' }, icon(item.icon), h('span', {}, item.label)),
    ),
    arrow,
  );
  const element = h(
    'mat-expansion-panel',
    { class: 'mat-expansion-panel' },
    header,
    h(
      'div',
      { class: 'mat-expansion-panel-content-wrapper' },
      h(
        'div',
        { class: 'mat-expansion-panel-content', role: 'region', id: contentId, 'aria-labelledby': headerId },
        h('div', { class: 'mat-expansion-panel-body' }, ...item.links.map(([label, to]) => subLink(label, to, route))),
      ),
    ),
  );
  let open = false;

  function toggle(wanted = !open) {
    open = wanted;
    element.classList.toggle('mat-expanded', open);
    header.classList.toggle('mat-expanded', open);
    header.setAttribute('aria-expanded', String(open));
    arrow.replaceChildren(icon(open ? 'expand_less' : 'expand_more'));
    if (open) opened();
  }

  const made = { element, toggle };
  open = item.links.some(([, to]) => to === route);
  element.classList.toggle('mat-expanded', open);
  header.classList.toggle('mat-expanded', open);
  header.setAttribute('aria-expanded', String(open));
  if (open) arrow.replaceChildren(icon('expand_less'));
  return made;
}

function subLink(label, to, route) {
  const active = to === route;
  return h(
    'a',
    {
      class: `ksef-submenu-item ${active ? 'active' : ''}`.trim(),
      href: to,
      onclick: followTo(to),
      'aria-current': active ? 'page' : null,
    },
    icon('arrow_right'),
    h('span', {}, label),
  );
}
