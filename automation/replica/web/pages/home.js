import { component, host } from '../dom.js';

const h = component('app-home');

/** The home page after login. */
export function homePage() {
  return host(
    'app-home',
    h(
      'div',
      { class: 'ksef-home' },
      h(
        'div',
        { class: 'ksef-home-text' },
        h('h1', {}, 'Krajowy System ', h('span', { class: 'ksef-nowrap' }, h('span', { class: 'ksef-e' }, 'e'), '-Faktur')),
        h(
          'p',
          {},
          'Krajowy System e-Faktur (KSeF) to system służący do wystawiania, przesyłania, odbierania i przechowywania ' +
            'faktur ustrukturyzowanych. Wdrożenie KSeF służy cyfryzacji procesów fakturowania oraz księgowania faktur. ' +
            'Pozwala także unikać błędów przy ich wystawianiu.',
        ),
      ),
      h('img', { class: 'ksef-home-picture', src: 'images/home.svg', alt: '' }),
    ),
  );
}
