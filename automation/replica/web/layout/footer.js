import { app } from '../app-state.js';
import { component, host } from '../dom.js';
import { systemName } from './frame.js';

const h = component('app-footer');

const LINKS = [
  'Mapa strony',
  'Deklaracja dostępności serwisu',
  'Polityka Cookie',
  'Klauzula informacyjna Szefa Krajowej Administracji Skarbowej',
];

/** The footer of every page. Its links lead nowhere here. */
export function footer() {
  const nowhere = (event) => event.preventDefault();
  return host(
    'app-footer',
    h(
      'footer',
      { class: 'ksef-footer' },
      h(
        'div',
        { class: 'ksef-footer-ministry' },
        h('img', { src: 'images/ministry.svg', alt: 'Ministerstwo Finansów', width: '128', height: '66' }),
        h('img', { src: 'images/kas.svg', alt: 'Krajowa Administracja Skarbowa', width: '128', height: '48' }),
      ),
      h(
        'ul',
        { class: 'ksef-footer-links' },
        ...LINKS.map((text) => h('li', {}, h('a', { href: '#', onclick: nowhere }, text))),
      ),
      h(
        'div',
        { class: 'ksef-footer-contact' },
        h('p', { class: 'ksef-footer-name' }, ...systemName()),
        h('a', { href: '#', onclick: nowhere, class: 'ksef-contact' }, 'Skontaktuj się z nami'),
      ),
    ),
  );
}

/** `Wersja 2.2.9`, as it stands below the pages before login. */
export function versionLine() {
  return h('p', { class: 'ksef-version' }, `Wersja ${app.config.version}`);
}
