// In whose name one logs in: the kind of identifier and its field.

import { component } from '../dom.js';
import { radioGroup, textField } from '../material/field.js';
import { nipMistake } from '../nip.js';

const h = component('app-context-fields');

const FIELDS = {
  Nip: {
    label: 'NIP firmy',
    hint: 'NIP składa się z 10 cyfr',
    check: nipMistake,
    id: 'enter-context__nip',
    formcontrolname: 'nip',
  },
  InternalId: {
    label: 'Identyfikator wewnętrzny', // this and all below: assumed
    hint: 'Identyfikator składa się z NIP, łącznika i 5 cyfr',
    check: (text) => (/^\d{10}-\d{5}$/.test(text) && !nipMistake(text.slice(0, 10)) ? null : 'Nieprawidłowy identyfikator.'),
    formcontrolname: 'internalId',
  },
  NipVatUe: {
    label: 'Identyfikator złożony',
    hint: 'Identyfikator składa się z NIP, łącznika i numeru VAT-UE',
    check: (text) => (/^\d{10}-[A-Z]{2}\w+$/.test(text) ? null : 'Nieprawidłowy identyfikator.'),
    formcontrolname: 'nipVatUe',
  },
};

/** The radio group `Identyfikator` with these choices (a NIP chosen first), and the field that goes with the choice. */
export function contextFields(choices) {
  const place = h('div', { class: 'ksef-context-field' });
  let field = null;
  let contextType = null;
  const fill = (type) => {
    contextType = type;
    field = textField(FIELDS[type]);
    place.replaceChildren(field.element);
  };
  fill('Nip');
  const kind = radioGroup({ label: 'Identyfikator', selected: 'Nip', choices, changed: fill });
  return {
    elements: [kind.element, place],
    value: () => ({ contextType, context: field.input.value }),
    valid: () => [kind.valid(), field.valid()].every(Boolean),
  };
}

/** The question whether the certificate names its holder; its value is `yes` or `no`. */
export function certificateQuestion() {
  return radioGroup({
    label: 'Czy Twój certyfikat zawiera numer PESEL lub NIP i chcesz użyć tego identyfikatora do autoryzacji w KSeF?',
    inline: true,
    choices: [
      { value: 'yes', label: 'Tak' },
      { value: 'no', label: 'Nie' },
    ],
  });
}
