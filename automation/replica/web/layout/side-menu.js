// The side menu: expansion panels whose links are in the DOM even while the panel is shut, or menus that fly out.

import { app } from '../app-state.js';
import { component, host, nextId } from '../dom.js';
import { icon } from '../material/button.js';
import { openMenu } from '../material/overlay.js';
import { versions } from '../versions.js';
import { followTo } from './frame.js';

const h = component('app-side-menu');

/** The menu, without the items that this user's permissions hide. `activate` marks the route that is shown. */
export function sideMenu() {
  const items = versions[app.config.version].menu.filter((item) => !item.needs || app.session.menu[item.needs]);
  const links = [];
  const panels = [];
  const accordion = h('mat-accordion', { class: 'mat-accordion', displaymode: 'flat' });
  for (const item of items) {
    if (item.links) {
      const make = app.config.menuStyle === 'flyout' ? flyout : panel;
      const made = make(item, links, () => panels.forEach((other) => other !== made && other.toggle(false)));
      panels.push(made);
      accordion.append(made.element);
    } else {
      accordion.append(link(item.label, item.route, 'ksef-menu-item', item.icon, links));
    }
  }
  const element = host(
    'mat-sidenav',
    h('nav', { class: 'ksef-menu', 'aria-label': 'Menu główne' }, accordion), // assumed name
    h('p', { class: 'ksef-menu-version' }, `Wersja ${app.config.version}`),
  );
  element.className = 'mat-drawer mat-sidenav mat-drawer-side mat-drawer-opened';
  element.id = 'side-menu';
  return {
    element,
    activate(route) {
      for (const { element: anchor, to } of links) {
        anchor.classList.toggle('active', to === route);
        if (to === route) anchor.setAttribute('aria-current', 'page');
        else anchor.removeAttribute('aria-current');
      }
      for (const made of panels) if (made.leadsTo(route)) made.toggle(true);
    },
  };
}

function link(label, to, style, iconName, links) {
  const element = h(
    'a',
    { class: style, href: to, onclick: followTo(to) },
    icon(iconName),
    h('span', {}, label),
  );
  links.push({ element, to });
  return element;
}

function panel(item, links, opened) {
  const headerId = nextId('mat-expansion-panel-header');
  const contentId = nextId('cdk-accordion-child');
  const arrow = h('span', { class: 'mat-expansion-indicator' }, icon('expand_more'));
  let open = false;

  function toggle(wanted = !open) {
    if (wanted === open) return;
    open = wanted;
    element.classList.toggle('mat-expanded', open);
    header.classList.toggle('mat-expanded', open);
    header.setAttribute('aria-expanded', String(open));
    arrow.replaceChildren(icon(open ? 'expand_less' : 'expand_more'));
    if (open) opened();
  }

  const header = h(
    'mat-expansion-panel-header',
    {
      role: 'button',
      class: 'mat-expansion-panel-header mat-focus-indicator ksef-menu-item',
      id: headerId,
      tabindex: '0',
      'aria-controls': contentId,
      'aria-expanded': 'false',
      'aria-disabled': 'false',
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
  const body = h('div', { class: 'mat-expansion-panel-body' });
  for (const [label, to] of item.links) body.append(link(label, to, 'ksef-submenu-item', 'arrow_right', links));
  const element = h(
    'mat-expansion-panel',
    { class: 'mat-expansion-panel' },
    header,
    h(
      'div',
      { class: 'mat-expansion-panel-content-wrapper' },
      h('div', { class: 'mat-expansion-panel-content', role: 'region', id: contentId, 'aria-labelledby': headerId }, body),
    ),
  );
  return { element, toggle, leadsTo: (route) => item.links.some(([, to]) => to === route) };
}

// The links come into the DOM with the menu, and go with it.
function flyout(item) {
  const items = item.links.map(([label, to]) => ({ label, to, press: followTo(to) }));
  const element = h(
    'button',
    {
      type: 'button',
      class: 'mat-mdc-menu-trigger ksef-menu-item ksef-flyout',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      onclick: () => openMenu(element, items, { beside: true }),
    },
    icon(item.icon),
    h('span', {}, item.label),
    h('span', { class: 'ksef-flyout-arrow' }, icon('chevron_right')),
  );
  const leadsTo = (route) => item.links.some(([, to]) => to === route);
  return { element, toggle: () => {}, leadsTo };
}
