// What differs between AP's versions: which pages there are, and what the menu and the token form offer.

import { certificateListPage, invoiceListPage, notAvailablePage, sessionHistoryPage } from './pages/other.js';
import { homePage } from './pages/home.js';
import { landingPage, loginPage as loginPage218 } from './pages/login-2-1-8.js';
import { loginPage } from './pages/login.js';
import { tokenFormPage } from './pages/token-form.js';
import { tokenListPage } from './pages/token-list.js';

const guarded = (page, menu = null) => ({ page, menu, guarded: true });
const placeholder = (title, menu) => guarded(() => notAvailablePage(title), menu);

const routes = {
  home: guarded(homePage),
  'sessions-history': guarded(sessionHistoryPage),
  'tokens/generate-token': guarded(tokenFormPage, 'tokens'),
  'tokens/token-list': guarded(tokenListPage, 'tokens'),
  // Assumed from here on: these screens are no part of the job, but a person may look around.
  'invoices/issue-invoice': placeholder('Wystaw fakturę', 'invoices'),
  'invoices/load-invoice': placeholder('Wczytaj fakturę', 'invoices'),
  'invoices/invoice-list': guarded(invoiceListPage, 'invoices'),
  'permissions/grant-permissions': placeholder('Nadaj uprawnienia', 'permissions'),
  'permissions/permission-list': placeholder('Lista uprawnień', 'permissions'),
  'certificates/request-certificate': placeholder('Wnioskuj o certyfikat', 'certificates'),
  'certificates/certificate-list': guarded(certificateListPage, 'certificates'),
};

const menu = [
  {
    label: 'Faktury',
    icon: 'description',
    needs: 'invoices',
    links: [
      // Assumed: the links below Faktury and Uprawnienia.
      ['Wystaw fakturę', 'invoices/issue-invoice'],
      ['Wczytaj fakturę', 'invoices/load-invoice'],
      ['Lista faktur', 'invoices/invoice-list'],
    ],
  },
  { label: 'Historia sesji', icon: 'schedule', route: 'sessions-history' },
  {
    label: 'Uprawnienia',
    icon: 'group',
    needs: 'permissions',
    links: [
      ['Nadaj uprawnienia', 'permissions/grant-permissions'],
      ['Lista uprawnień', 'permissions/permission-list'],
    ],
  },
  {
    label: 'Tokeny',
    icon: 'album',
    needs: 'tokens',
    links: [
      ['Generuj token', 'tokens/generate-token'],
      ['Lista tokenów', 'tokens/token-list'],
    ],
  },
  {
    label: 'Certyfikaty',
    icon: 'local_activity',
    needs: 'certificates',
    links: [
      ['Wnioskuj o certyfikat', 'certificates/request-certificate'],
      ['Lista certyfikatów', 'certificates/certificate-list'],
    ],
  },
];

const permissions = [
  ['wystawianie faktur', 'InvoiceWrite'],
  ['przeglądanie faktur', 'InvoiceRead'],
  ['przeglądanie uprawnień', 'CredentialsRead'],
  ['zarządzanie uprawnieniami', 'CredentialsManage'],
  ['zarządzanie jednostkami podrzędnymi', 'SubunitManage'],
  ['przeglądanie historii sesji (generowanie UPO)', 'Introspection'],
  ['wykonywanie operacji egzekucyjnych', 'EnforcementOperations'],
];

const current = { routes: { login: { page: loginPage }, ...routes }, menu, permissions };

export const versions = {
  '2.1.8': {
    routes: { '': { page: landingPage }, login: { page: loginPage218 }, ...routes },
    menu,
    permissions: permissions.filter(([, permission]) => permission !== 'Introspection'),
  },
  '2.2.9': current,
  // Made up, number and all: what the form may look like from January 2027. Nothing of it has been published.
  '3.0.0': { ...current, validity: true },
};
