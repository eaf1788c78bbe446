// The context and, for test authentication, the test signature: one long page.

import { copy } from '../clipboard.js';
import { component } from '../dom.js';
import { versionLine } from '../layout/footer.js';
import { button, icon, iconButton } from '../material/button.js';
import { certificateQuestion, contextFields } from './context-fields.js';
import { backLink } from './parts.js';
import { testSignature } from './test-signature.js';

const h = component('app-enter-context');

const hintIcon = 'mat-icon notranslate material-icons mat-ligature-font mat-mdc-tooltip-trigger icon-info ksef-hint-icon';

/** The page; with `next` (certificate login) the test signature's part is left out and `next` follows. */
export function contextScreen(show, back, next = null) {
  const context = contextFields([
    { value: 'Nip', label: 'NIP podmiotu' },
    { value: 'InternalId', label: 'Identyfikator wewnętrzny', after: icon('info', { class: hintIcon, tabindex: '0' }) },
    { value: 'NipVatUe', label: 'Identyfikator złożony (samofakturowanie VAT-UE)' },
  ]);
  const question = certificateQuestion();
  const valid = () => [context.valid(), question.valid()].every(Boolean);
  return h(
    'div',
    { class: 'ksef-enter-context' },
    backLink(back),
    h('h1', {}, 'Wpisz identyfikator podmiotu, w imieniu którego się logujesz'),
    next ? null : testCertificate(),
    h(
      'form',
      { class: 'ng-untouched ng-pristine', novalidate: true, onsubmit: (event) => event.preventDefault() },
      ...context.elements,
      question.element,
    ),
    ...(next
      ? [button('Dalej', { press: () => valid() && show(next(show, back, context.value(), question.value())) })]
      : testSignature(show, back, context.value, valid)),
    versionLine(),
  );
}

// --- the optional test certificate, with two copy icons that are not the token's -----------------

function testCertificate() {
  const box = h('div', { class: 'ksef-test-certificate' });
  return h(
    'section',
    {},
    h('h2', {}, 'Testowy certyfikat'),
    h(
      'p',
      { class: 'ksef-hint ksef-explanation' },
      'Generowanie testowego certyfikatu na potrzeby autoryzacji. Po kliknięciu przycisku "Generuj certyfikat" uzyskasz ' +
        'SHA256 certyfikatu (do nadania uprawnienia) oraz ID (do wykorzystania certyfikatu podczas autoryzacji)',
    ),
    button('Generuj certyfikat', { style: 'link', icon: 'refresh', class: 'ksef-inset', press: () => box.replaceChildren(certificate()) }),
    box,
  );
}

function certificate() {
  const hex = (bytes) => [...crypto.getRandomValues(new Uint8Array(bytes))].map((b) => b.toString(16).padStart(2, '0')).join('');
  return h(
    'div',
    { class: 'ksef-grey-box' },
    line('SHA256:', hex(32).toUpperCase(), 'sha256'),
    line('ID:', hex(3), 'id'),
  );
}

function line(label, value, target) {
  return h(
    'div',
    { class: 'ksef-copy-line' },
    icon('info', { class: hintIcon, tabindex: '0' }),
    h('span', {}, label),
    h('strong', {}, value),
    iconButton('content_copy', { label: 'Kopiuj', press: () => copy(value, target) }), // name assumed
  );
}
