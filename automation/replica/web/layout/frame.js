// What surrounds every page: banner, header, side menu, footer.

import { call } from '../api.js';
import { app } from '../app-state.js';
import { component, host } from '../dom.js';
import { icon } from '../material/button.js';
import { closeOverlays, openMenu } from '../material/overlay.js';
import { go } from '../router.js';
import { footer } from './footer.js';
import { sideMenu } from './side-menu.js';

const h = component('app-layout');

/** The system's name with its red `e`, as AP writes it everywhere. */
export function systemName() {
  return [
    h('span', {}, 'Krajowy System '),
    h('span', { class: 'ksef-bold' }, h('span', { class: 'ksef-e' }, 'e'), '-Faktur'),
  ];
}

/** Build the frame; `show` puts a page into it. What surrounds the page stays while somebody is logged in. */
export function frame(root) {
  root.setAttribute('_nghost-ng-c1', '');
  let inside = null;

  function show(route, page) {
    closeOverlays();
    if (app.session === null || route === '' || route === 'login') {
      inside = null;
      root.replaceChildren(header(), h('main', { class: 'ksef-main ksef-main-public', id: 'main' }, page), footer());
      return;
    }
    if (inside === null) {
      inside = insideFrame();
      root.replaceChildren(...inside.elements);
    }
    inside.show(route, page);
  }

  return { show };
}

function insideFrame() {
  const menu = sideMenu();
  const toggle = () => {
    menu.element.hidden = !menu.element.hidden;
    return !menu.element.hidden;
  };
  const main = h('main', { class: 'ksef-main', id: 'main' });
  const content = h('mat-sidenav-content', { class: 'mat-drawer-content mat-sidenav-content' }, main, footer());
  const body = h('mat-sidenav-container', { class: 'mat-drawer-container mat-sidenav-container ksef-body' });
  body.append(menu.element, content);
  return {
    elements: [...(app.config.testBanner ? [banner()] : []), header(toggle), body],
    show(route, page) {
      menu.activate(route);
      main.replaceChildren(h('router-outlet'), page);
      content.scrollTo(0, 0);
    },
  };
}

function banner() {
  return host(
    'app-test-banner',
    h(
      'div',
      { class: 'ksef-test-banner' },
      h('p', { class: 'ksef-test-banner-title' }, icon('warning'), 'Korzystasz z Aplikacji Podatnika KSeF w wersji testowej'),
      h('p', {}, 'Posługuj się wyłącznie zanonimizowanymi, fikcyjnymi danymi.'),
    ),
  );
}

function header(toggle = null) {
  const label = app.config.environmentLabel;
  return host(
    'app-header',
    h(
      'header',
      { class: toggle ? 'ksef-header ksef-header-inside' : 'ksef-header' },
      toggle && menuButton(toggle),
      h(
        'a',
        { class: 'ksef-logo', href: '/web/', onclick: followTo('') },
        h('img', { src: 'images/eagle.svg', alt: '', width: '40', height: '48' }),
        h(
          'span',
          { class: 'ksef-logo-text' },
          ...systemName(),
          ' - Aplikacja Podatnika KSeF ',
          label ? h('strong', { class: 'ksef-environment' }, label) : null,
        ),
      ),
      toggle && contextButton(),
    ),
  );
}

/** What a link does: no page load, but a change of route. */
export function followTo(route) {
  return (event) => {
    event.preventDefault();
    go(route);
  };
}

function menuButton(toggle) {
  const element = h(
    'button',
    {
      type: 'button',
      'mat-button': true,
      class: 'mdc-button mat-mdc-button mat-mdc-button-base ksef-menu-button',
      'aria-expanded': 'true',
      'aria-controls': 'side-menu',
      onclick: () => element.setAttribute('aria-expanded', String(toggle())),
    },
    icon('menu'),
    h('span', { class: 'mdc-button__label' }, 'Menu'),
  );
  return element;
}

// Assumed: what is behind the button with the context's NIP.
function contextButton() {
  const element = h(
    'button',
    {
      type: 'button',
      'mat-stroked-button': true,
      class: 'mdc-button mat-mdc-outlined-button mat-mdc-button-base ksef-context mat-mdc-menu-trigger',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      onclick: () => openMenu(element, [{ label: 'Wyloguj', icon: 'logout', press: logOut }]),
    },
    h('span', { class: 'mdc-button__label' }, h('span', {}, app.session.context), icon('expand_more')),
  );
  return element;
}

async function logOut() {
  try {
    await call('DELETE', '/auth/sessions/current');
  } catch {
    // Whatever AP answered, the user wants out.
  }
  app.session = null;
  go('login');
}
