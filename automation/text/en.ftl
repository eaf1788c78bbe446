# Everything an operator reads, in English. AP's own labels and the guide's steps stay Polish, as they are on the screen.
# An error has three parts: .what - what happened, .token - what that means for the token, .now - what to do now.

# --- commands and options ------------------------------------------------------------------------

app-help =
    Makes a KSeF token in Aplikacja Podatnika (AP) and puts it straight into a KeePassXC database.

    Global options (--lang, --json) stand before the command: ap-token --json generate ...
command-rehearse = Rehearsal: the whole job unattended, then the clean-up (the token is revoked). Without --env it runs on the built-in replica of AP: no account and no network needed.
command-generate = Makes a token in the chosen environment and saves it in a KeePassXC database.
command-check = Logs in and checks whether this user can make a proper token (Krok 1 and 2). Generates nothing.
command-recover = Shows runs that ended between “Generuj token” and a safely stored token, and finishes each: confirms the token in the database, or revokes one that is of no use.
command-revoke = Revokes a token, given its reference number or its entry in the database.
command-replica = Starts a local replica of AP to click through.
command-doctor = Checks the browser, clipboard, database, KeePassXC, disk, power and AP's screens (--env).
argument-token = The token's reference number, or its entry in the database (path or UUID).

options-general = Options
options-commands = Commands
options-arguments = Arguments
help-default = [default: { $value }]
help-variable = [variable: { $value }]
help-required = [required]
option-help = This help.
options-where = Where and for whom
options-login = Login
options-token = Token
options-vault = KeePassXC database
options-run = Run
options-training = Training

option-lang = Language: pl or en.
option-json = One JSON object on stdout, everything else on stderr.
option-version = The version number.
option-env = Environment: production, demo, test or local.
option-base-url = Address of AP for --env local (this computer only).
option-nip = NIP of the company to log in for.
option-login = How to log in: test (test authentication; default), certificate (signature or seal), login-gov (a person logs in, with --headed), session (of an earlier login, from the database).
option-login-limit = Seconds that a person has to log in or sign (default 600).
option-keep-session = Keep the session of a login in the database, for --login session (default: yes).
option-certificate = Certificate to sign with: a .p12/.pfx or PEM file.
option-certificate-key = Private key of a PEM certificate, if it is in a file of its own.
option-certificate-password-file = File whose first line is the certificate's password.
option-certificate-password-command = Command that prints the certificate's password.
option-sign-command = Program that signs the request (card, cloud signature): a command or a JSON list; input and output in braces stand for files.
option-headed = With or without a browser window.
option-browser = Browser: a path, chromium, chrome, msedge, or the ws:// / http:// address of one that is already running.
option-timeout = How many seconds AP has for each screen (default 30).
option-trace = Keep a Playwright trace (trace.zip) of the part before “Generuj token”.
option-recordings = Folder for the records of runs (default recordings).
option-name = The token's name (5-256 characters). Default: system and permissions.
option-system = Whom or what the token is for (default iCargo).
option-permission = A permission of the token, in AP's wording or by its API name; can be repeated. Default: “wystawianie faktur” and “przeglądanie faktur”.
option-validity-days = For how many days the token is to be valid (1-365), if AP's form asks (from 2027).
option-renewable = The token may renew itself, if AP's form asks (from 2027; default: no).
option-refresh-interval = Shortest pause between presses of “Odśwież”, in seconds (at least 2, default 5).
option-refresh-limit = Give up after this many presses of “Odśwież” (default 60).
option-vault = KeePassXC database file (.kdbx).
option-create-vault = Create the database if it does not exist.
option-clipboard = isolated (default): the system clipboard never sees the token; system: it does (only with --headed), and is cleared once the token is stored.
option-backup = Before the first write copy the database to <name>.bak beside it.
option-replace = Replace the token in the entry of the same name; the old one stays in the entry's history.
option-password-file = File whose first line is the database password.
option-password-command = Command that prints the database password.
option-key-file = The database's key file.
option-group = Group for the entry, parts separated by “/”. Default: KSeF/<environment>/<NIP>.
option-scenario = TOML file with a scenario for the replica.
option-junit = Also write the result as JUnit XML.
option-production = Production without asking, for jobs without a terminal; works only together with the setting production_nips that has this NIP.
option-calibrate = In the browser's window you point at what the assistant did not find on AP's screens; that makes a draft of corrected names, used only after you agree.
option-record = Record AP's screens as they are now, to ap-ui in the folder of runs; later ones are compared with them.
option-yes = Do not ask before a token is revoked whose value is lost.
option-port = Port of the replica; 0 means any free one.

usage-no-such-option = There is no option { $option }.
usage-no-such-command = There is no command “{ $command }”.
usage-unknown-command = There is no such command.
usage-unknown-option = There is no such option.
usage-extra-argument = Too many words: after the command's options there is something it does not take. Put a value with spaces into quotation marks.
usage-password-typed = Passwords are not given on the command line, where every program sees them and the shell's history keeps them. Use --vault-password-file, --vault-password-command, the variable AP_VAULT_PASSWORD, the system's keyring, or the question in the terminal. If this was a real password, remove it from the shell's history and change it.
usage-missing-parameter = Missing: { $option }.
usage-bad-parameter = Invalid value for { $option }: { $message }
usage-bad-option = Option { $option } needs a value.
usage-other = { $message }

invalid-greater-than-equal = the value must be at least { $ge }
invalid-less-than-equal = the value must be at most { $le }
invalid-greater-than = the value must be greater than { $gt }
invalid-float-parsing = this is not a number
invalid-int-parsing = this is not a whole number
invalid-literal-error = allowed values: { $expected }
invalid-bool-parsing = only true or false is allowed

# --- steps ----------------------------------------------------------------------------------------

step-przegladarka = Starting the browser
step-skarbiec = Opening the KeePassXC database and checking the password
step-krok-1-adres = Krok 1: opening Aplikacja Podatnika ({ $address })
    .do = We open Aplikacja Podatnika (AP): { $address }
    .why = The address decides in which environment the token is made, and a token works only in the one it was made in.
    .hint = The address is at the top of the browser's window. If AP begins with a page that says “Uwierzytelnij się w Krajowym Systemie e-Faktur”, please press that card: the ways to log in come after it.
    .warn =
        There are three independent environments: production (ap.ksef.mf.gov.pl), demo (ap-demo.ksef.mf.gov.pl) and test (ap-test.ksef.mf.gov.pl). Only in production does everything that is done have tax consequences.

        A token of the demo or test environment does not work in iCargo, which is the production program. The token to work with has to be generated at https://ap.ksef.mf.gov.pl/web/.
step-krok-1-sposob = Krok 1: choosing test authentication
    .do = As the way to log in we choose test authentication: on the card “Uwierzytelnienie testowe” we press “Zaloguj”.
    .why = Test authentication is for practice: it needs neither a signature nor a trusted profile.
    .hint = “Zaloguj certyfikatem” beside it is another way. In an older version of AP the whole card “Zaloguj uwierzytelnieniem testowym” is the button.
step-krok-1-oswiadczenie = Krok 1: statement about the test environment
    .do = In the dialog “Środowisko testowe” we tick the statement and press “Przejdź dalej”.
    .why = The test environment is open to everybody, so AP asks one to confirm that the data are made up.
    .hint = Please tick the box beside “Jestem świadomy(a)…” first, and only then press the blue button. “Wyjdź” leads back to the choice of logins.
    .warn = No real data may be entered in the test environment.
step-krok-1-podmiot = Krok 1: identifier of the company (NIP { $nip })
    .do = We say in whose name we log in: as the identifier we choose NIP, and in the field “NIP firmy” we enter { $nip }. If AP asks about the PESEL or NIP in the certificate, we choose “Tak”.
    .why = The token will work in the name of this company only.
    .hint = A NIP has 10 digits, without hyphens and spaces. The field “NIP firmy” is below the choice of identifiers.
step-krok-1-podpis = Krok 1: signing the test request (“Pieczęć NIP”)
    .do = In the part “Podpisz testowe żądanie autoryzacyjne” we choose “Pieczęć NIP” as “Typ identyfikatora” and enter the same NIP once more in the field “Numer NIP”.
    .why = The test seal stands in for a real signature: AP takes it in the test environment only.
    .hint = This part is further down the page, below the question about the certificate. The field “Numer NIP” may appear only after “Pieczęć NIP” was chosen.
step-krok-1-certyfikat = Krok 1: choosing to log in with a certificate
    .do = As the way to log in we choose the qualified certificate: we press “Zaloguj certyfikatem”.
    .why = A qualified signature or an electronic seal proves who logs in.
    .hint = The button is on the card “Certyfikat kwalifikowany”; in an older version of AP the whole card “Zaloguj certyfikatem kwalifikowanym” is the button.
    .warn = One cannot log in to AP with a KSeF certificate.
step-krok-1-zadanie = Krok 1: downloading the authorisation request
    .do = We press “Pobierz żądanie autoryzacyjne”.
    .why = AP hands out a file to sign. The file says in whose name one logs in.
    .hint = The button is on the page “Podpisz żądanie autoryzacyjne”.
    .warn = There are 10 minutes to sign it. After that the file has to be downloaded anew.
step-krok-1-podpisanie = Krok 1: signing the authorisation request (XAdES)
    .do = The downloaded file is signed outside of AP: with a qualified signature or a seal, in the XAdES format.
    .why = AP checks the signature and knows by it who logs in.
    .hint = The file's extension is .xml, and the signature has to be enveloped or enveloping, that is, in the same file.
step-krok-1-zaladowanie = Krok 1: uploading the signed request
    .do = The signed file goes back to AP: we add it with the button “Dodaj plik”.
    .why = AP reads the signature from the file.
    .hint = Once it is added, “Usuń” stands beside the file's name. A mistake can be taken back with it.
step-krok-1-uwierzytelnienie = Krok 1: authentication and AP's home page
    .do = We press the button that ends the login: with test authentication “Uwierzytelnij do aplikacji testowej”, with a certificate “Dalej”. Then we wait for AP's home page.
    .why = The home page shows, at the top right, the NIP in whose name we work.
    .hint = The button is at the bottom of the page, below the last field.
step-krok-1-sesja = Krok 1: opening Aplikacja Podatnika ({ $address }) with the kept session
    .do = We open AP ({ $address }) with the session that was kept after an earlier login. The assistant does this.
    .why = As long as the session lasts, nobody has to log in again.
    .warn = A kept session is like a key to the account, so the assistant keeps it in the KeePassXC database only.
step-krok-1-zachowanie-sesji = Krok 1: keeping AP's session in the database
step-krok-1-login-gov = Krok 1: on to login.gov.pl
    .do = We log in through login.gov.pl, as to other services of the administration.
    .why = login.gov.pl proves who logs in: with the mObywatel app, online banking, an e-ID card or a Profil zaufany.
    .hint = The card “Zaloguj przez login.gov.pl” is on the page with the ways to log in.
step-krok-1-czekanie = Krok 1: login through login.gov.pl – a person does it in the browser's window
    .do = We choose “Zaloguj przez login.gov.pl” and log in in the browser's window. The person who is entitled to it does this; the assistant types nothing there.
    .why = Passwords and codes are that person's alone. While they log in, the assistant keeps and records nothing.
    .hint = After the login the browser comes back to AP by itself.
    .warn = Please type a password only while the address at the top of the window is that of login.gov.pl or of your own bank.
step-krok-1-strona-glowna = Krok 1: AP's home page after the login
    .do = We check that AP's home page is there and that it shows the right NIP at the top right.
    .why = The token will be made in the name of this company and in this environment.
    .hint = The environment's name is at the top of the page, beside “Aplikacja Podatnika KSeF”. In production there is none.
step-krok-1-stan = Krok 1: state after login – “Faktury”, “Uprawnienia” and “Tokeny” in the menu
    .do = We check that the menu on the left has the items “Faktury”, “Uprawnienia”, “Tokeny” and “Certyfikaty”.
    .why = This is a very important moment: the menu shows whether this user can generate a token with the right permissions.
    .hint = If the menu is not to be seen, the button “Menu” at the top left unfolds it.
    .warn =
        No section “Faktury”: the user has no permissions to issue or receive invoices. Please grant them (issuing and reading invoices), log out and log in again.

        No section “Uprawnienia”: the user does not manage roles in KSeF. The token has to be generated by somebody else in the company, with higher permissions. Usually “Tokeny” and “Certyfikaty” are missing then, too.

        Neither of them: please follow the general manual of Aplikacja Podatnika (granting owner's or manager's permissions) or call the KSeF hotline, 22 330 03 30.
step-krok-2-zadanie-1 = Krok 2, zadanie 1: “Tokeny” in the side menu
    .do = From the menu on the left we choose “Tokeny”.
    .why = Everything in AP that is about tokens is below this item.
    .hint = “Tokeny” is in the menu, below “Uprawnienia”. If the menu is not to be seen, the button “Menu” at the top left unfolds it.
step-krok-2-zadanie-2 = Krok 2, zadanie 2: “Generuj token”
    .do = From the menu that has unfolded we choose “Generuj token”.
    .why = This opens the token form. No token is made yet.
    .hint = Below “Tokeny” there are “Generuj token” and “Lista tokenów”.
step-krok-2-zadanie-3 = Krok 2, zadanie 3: permissions not locked
    .do =
        We check that the permissions we need can be ticked. For iCargo these are:
        - “wystawianie faktur”
        - “przeglądanie faktur”
    .why = If these boxes are not locked, the permissions are complete and the token can be generated.
    .hint = The boxes are below “Wybierz uprawnienia powiązane z tokenem”. A locked box has a padlock and cannot be ticked.
    .warn = A locked box means that this user does not have the permission and will not generate the right token. One has to go back to Krok 1: grant the missing permission, log out and log in again.
step-krok-3-pola = Krok 3: token name “{ $name }” and permissions
    .do =
        In the field “Nazwa tokena” we enter: { $name }
        Then we tick the permissions that the token needs, and no others. For iCargo these are “wystawianie faktur” and “przeglądanie faktur”.
    .why = The name may be anything, but in the future it should say clearly for which person or which system the token is (for example “Jan Nowak” or “iCargo”) and which permissions it has. An example of a good name: “iCargo wystawianie i przeglądanie faktur”.
    .hint = The name has 5 to 256 characters and fits one line. The boxes of the permissions are below it.
    .warn = A token's permissions cannot be changed later. Other permissions need a new token.
step-krok-3-sprawdzenie = Krok 3: checking that the fields are filled in correctly
    .do = We read the token's name once more and check that all the permissions it needs are ticked, and no others.
    .why = This is the last moment for corrections: once “Generuj token” is pressed, nothing can be changed.
    .hint = Please compare the name letter by letter, then look through all the boxes from top to bottom.
step-rezerwacja = Reserving the entry in the KeePassXC database
    .do = We prepare a place for the token in the password manager. The assistant does this: it makes an entry in the KeePassXC database.
    .why = The token will be seen only once, so its place should be ready before it is made.
step-krok-3-generuj = Krok 3: pressing “Generuj token” (once)
    .do = When the fields are filled in correctly, we press “Generuj token”. Once only.
    .why = Only this press makes the token. Another one would make a second.
    .hint = The blue button below the form is meant, not the item “Generuj token” in the menu.
    .warn =
        Power: a laptop should have a charged battery, a desktop computer a UPS. If the power failed, one might lose access to the token.

        The token will be shown only once. After the window is closed or the page reloaded, all that is left is to revoke it and to generate a new one from the beginning.

        In 99% of cases the window “Generowanie tokena” with the words “W realizacji” appears first. If the token is there at once: STOP, please only copy it and click nothing else.
step-krok-4-odswiez = Krok 4, zadanie 1: “Odśwież” – press { $press }
    .do = We press “Odśwież”. Once only.
    .why = KSeF needs a moment to work on the request. The token is shown only after “Odśwież” was pressed.
    .hint = “Odśwież”, with an icon of two arrows, stands after the sentence “Operacja może potrwać kilka minut”. Reloading the page in the browser is not meant.
    .warn =
        If the token is not there yet, please wait some seconds and press “Odśwież” again, again only once.

        This page may not be closed, left or reloaded in the browser now: the token cannot be fetched later.
step-krok-4-czekanie = Krok 4, zadanie 1: waiting for AP to show the token (nothing is pressed)
    .do = We wait until AP shows the token. Nothing is pressed.
    .why = On this page “Odśwież” cannot be told with certainty, and pressing something else might cost the token.
    .warn = This page may not be closed, left or reloaded in the browser now: the token cannot be fetched later.
step-krok-4-kopiuj = Krok 4, zadanie 2: “Kopiuj” (the copy icon)
    .do = The token is on the screen. We press the copy icon (“Kopiuj”) and nothing else.
    .why = This is the safest way: 100% of the token's characters get into the clipboard.
    .hint = The icon with the word “Kopiuj” is in the grey box with the token, on its right.
    .warn =
        STOP! This page may be neither closed nor reloaded until the token is safe. The buttons “Lista tokenów” and “Wygeneruj kolejny token” leave it as well.

        The same goes for a token that came at once, without the words “W realizacji”: please only copy it and click nothing else.

        We advise against selecting the token and Ctrl+C: it is easy to copy an invisible character (such as a space at the end) or not the whole token, because its end is out of sight.
step-krok-4-zapis = Krok 4, zadanie 2: saving in the database and reading back from disk
    .do = The token goes into a password manager. The assistant does this: it saves the token in the KeePassXC database and reads it back from disk.
    .why = The token is safe only when the database holds exactly what AP has shown.
    .warn =
        We close the window in AP only when it is quite certain that the token was copied and saved.

        The system's Notepad (Notatnik) may serve only for a moment, to see whether the token is in the clipboard. It is no place to keep a token.
step-doctor-formularz = The token form: name and Generuj token (not pressed)
step-doctor-lista = Lista tokenów
step-po-chwili = A look after a moment whether another program has overwritten the entry in the database
step-lista-po-bledzie = Looking at “Lista tokenów” whether the token was made in spite of the error
    .do = We look at “Lista tokenów” whether the token was made in spite of the error.
    .why = After an error nobody knows whether KSeF has taken the order. Another press of “Generuj token” might give a second token.
step-uniewaznienie-menu = Revocation: “Tokeny”
    .do = From the menu on the left we choose “Tokeny”.
    .why = A token whose value is lost, or which is not needed, has to be revoked.
    .hint = “Tokeny” is in the menu, below “Uprawnienia”.
step-uniewaznienie-lista = Revocation: “Lista tokenów”
    .do = From the menu that has unfolded we choose “Lista tokenów”.
    .why = The list has all tokens of this company. Their values are not there any more.
    .hint = Below “Tokeny” there are “Generuj token” and “Lista tokenów”.
step-uniewaznienie-token = Revoking the token { $reference }
    .do = On the list we tick this one token, press “Unieważnij” and confirm. Its reference number: { $reference }
    .why = Nobody can log in to KSeF with a revoked token.
    .hint = A token is known on the list by its name and the date of its activation. The button “Unieważnij” is below the table.
    .warn = Revoking cannot be undone. Before “Unieważnij” is pressed, we read the name and the date of the ticked token once more.
step-odzyskiwanie-menu = Recovery: “Tokeny”
step-odzyskiwanie-lista = Recovery: “Lista tokenów” in AP
step-odzyskiwanie-status = Recovery: state of token { $reference } in AP
step-odzyskiwanie-wpis = Recovery: putting the entry { $entry } in order
step-odzyskiwanie-rezerwacja = Recovery: removing the reservation { $entry }
step-odzyskiwanie-import = Recovery: moving the token from the rescue database { $path }
step-uniewaznienie-wpis = Marking the entry in the database as revoked
    .do = If the token was saved in the KeePassXC database, its entry is marked as revoked. The assistant does this.
    .why = So nobody will use a token that does not work any more.

guide-says = The guide: { $text }
curtain-opens = From now until the token is saved, AP's page must be neither closed nor reloaded.
interrupt-waits = Stopping as asked. The token may already exist, so it will be saved first. Another Ctrl-C abandons it all the same.
ask-revoke = Token “{ $name }” (reference number { $reference }, made { $created }, NIP { $nip }, environment { $environment }): its value is lost. Revoke it? [y/N]
ask-revoke-suspect = Token “{ $name }” (reference number { $reference }, made { $created }, NIP { $nip }, environment { $environment }): the values stored in the database differ, and it is not known which one is right. Revoke it? [y/N]
ask-not-ours = In AP there is a working token “{ $name }” (reference number { $reference }, made { $created }), and a run that was cut short ordered a token of this name at { $when }. Do you know for certain that this is another token, and that somebody has its value? [y/N]
production-title = This is PRODUCTION: what you do here has legal effect.
production-environment = Environment
production-name = Token name
production-permissions = Permissions
production-vault = Vault
production-revokes = To be revoked, for good
production-retype = Retype the NIP to agree (Enter alone: no):
production-mistyped = This is not that NIP.
ask-certificate-password = Password of the certificate { $certificate }:
ask-vault-password = Password of the database { $vault }:
ask-vault-password-or-enter = Password of the database { $vault } (just Enter if the key file is enough):

# --- the end -------------------------------------------------------------------------------------

stored-title = The token is safe in the KeePassXC database
summary-vault = Database
summary-entry = Entry
summary-reference = Reference number
summary-presses = Presses of “Odśwież”
good-for =
    { $environment ->
        [production] The token works only in the production environment of KSeF and has legal effect.
        [demo] The token works only in the demo environment. It will not work in the production ERP (iCargo): for real work, make a token on production, https://ap.ksef.mf.gov.pl/web/.
        [test] The token works only in the test environment. It will not work in the production ERP (iCargo): for real work, make a token on production, https://ap.ksef.mf.gov.pl/web/.
       *[local] The token comes from a local AP (practice) and works nowhere else. It will not work in the production ERP (iCargo): for real work, make a token on production, https://ap.ksef.mf.gov.pl/web/.
    }
next-krok-5 = What comes next (Krok 5): open the entry in KeePassXC, copy its password and enter the token in the program it was made for, following the guide “Automatyczna wymiana danych z KSeF”.
next-revoked = This was a rehearsal: the token has already been revoked and its entry in the database marked (ap-revoked). In real work Krok 5 would come next: entering the token in the ERP (iCargo), following the guide “Automatyczna wymiana danych z KSeF”.
practice-vault =
    The database of this rehearsal can be opened in KeePassXC; password: { $password }
    { $command }
checked = This user can make a token with the chosen permissions. Nothing was generated.
revoked = Token { $reference } has been revoked.
recover-title = Runs that ended before the token was safe
recover-nothing-to-do = There is nothing to do: every token is safe, or there is none.
recover-nothing-to-do-in = There is nothing to do in the database { $vault }: every token that concerns it is safe, or there is none.
recovered-safe = Token { $reference } is safe: it was read back from disk, in the entry { $entry } (ap-active).
recovered-confirmed = Token { $reference } is safe: AP has confirmed that it is active, and its value was in the database. The entry { $entry } is now tagged ap-active.
recovered-dead = Token { $reference } does not work and never will (state in AP: { $status }). The entry { $entry } was marked; its content stayed.
recovered-never-listed = AP knows no token { $reference }: it was not made. The entry { $entry } was marked; its content stayed.
recovered-revoked = Made in AP, but the value can no longer be read: { $reference } (“{ $name }”). Revoked, and the empty reservation in the database removed. The token can be generated anew.
recovered-revoked-suspect = Token { $reference } was revoked, for it was not certain which of the stored values is the right one. The entry { $entry } was marked (ap-revoked); its content stayed. The token can be generated anew.
recovered-dead-order = Token { $reference }, which came of this order, no longer works (it failed or was revoked). No reservation of it is left in the database. The token can be generated anew.
recovered-nothing-made = No token was made: “Lista tokenów” in AP has no token “{ $name }” of that time. No reservation of it is left in the database. The token can be generated anew.
recovered-stale = No token was made: the run ended before “Generuj token” was pressed. No reservation of it is left in the database.
recovered-superseded = The value of token { $reference } is in the database, but not in its own entry: in another one, or in the entry's history (a later token took the place, or somebody changed the entry). If it is not needed, revoke it with “ap-token revoke”.
recovered-already-revoked = Token { $reference } is revoked, and the entry { $entry } says so.
recovered-twins = The same press has also made: { $twins } (the browser repeated the order); nobody has that value, so it was revoked.
recovered-so-far = Revoked in AP: { $revoked }.
recovered-imported = The token was moved into the database from the rescue database { $path }.
recovered-imported-nothing = In the rescue database { $path } there was nothing that is not in the database already.
recover-open-running =
    .what = This run is still under way, so nothing was changed.
    .now = Wait until it ends.
recover-open-pending =
    .what = The value of token { $reference } is in the database, in the entry { $entry }, but KSeF is still at work on it.
    .now = Run “ap-token recover --vault "{ $vault }"” again in a few minutes.
recover-open-pending-unasked =
    .what = The value of token { $reference } is in the database, in the entry { $entry }, but it is not known whether the token is active yet. { $reason }
    .now = Run “ap-token recover --vault "{ $vault }"” again later. Or look at “Lista tokenów” in AP: if token “{ $name }” is active there, it works and can be used.
recover-open-unknown-unasked =
    .what = “Generuj token” was pressed, so token “{ $name }” (reference number: { $reference }) may have been made. Its value is not in the database, and AP could not be asked. { $reason }
    .now = Run “ap-token recover --vault "{ $vault }"” again when AP is available. Or by hand: on “Lista tokenów” in AP, revoke the token “{ $name }” made at about { $when }.
recover-open-too-recent =
    .what = “Generuj token” was pressed a short while ago ({ $when }). “Lista tokenów” in AP has no token “{ $name }”, but KSeF may still be at work on it.
    .now = Run “ap-token recover --vault "{ $vault }"” again in 10 minutes.
recover-open-list-incomplete =
    .what = Token “{ $name }” may have been made, but AP has not shown the whole of “Lista tokenów”.
    .now = Run “ap-token recover --vault "{ $vault }"” again. Or by hand: on “Lista tokenów” in AP, revoke the token “{ $name }” made at about { $when }.
recover-open-busy =
    .what = Token “{ $name }” may have been made, but another run is just generating a token of the same name. So as not to mistake one for the other, nothing was revoked.
    .now = Wait until that run ends, and run “ap-token recover --vault "{ $vault }"” again.
recover-open-not-revoked =
    .what = Token { $living } was made and works, or will work, and its value is lost. It was not revoked, because nobody agreed to that.
    .now = Run “ap-token recover --vault "{ $vault }"” in a terminal and answer the question, or add --yes (on production also --production, and the NIP to the setting production_nips).
recover-open-revocation-failed =
    .what = Token { $living } was made, and its value is lost. It could not be revoked. { $reason }
    .now = Run “ap-token recover --vault "{ $vault }"” again, or revoke it by hand on “Lista tokenów” in AP: “{ $name }”, date { $created } (AP shows no numbers).
recover-open-vault-failed =
    .what = This run could not be put in order in the database. { $reason }
    .now = Remove the cause and run “ap-token recover --vault "{ $vault }"” again.
recover-open-journal-stale =
    .what = The run ended before “Generuj token” was pressed: no token was made. An empty reservation may be left in the database { $vault }.
    .now = “ap-token recover --vault "{ $vault }"” removes it.
recover-open-journal-stored =
    .what = According to the run's journal, token { $reference } is stored in the database { $vault }, but was not checked to the end.
    .now = Run “ap-token recover --vault "{ $vault }"”.
recover-open-journal-rescued =
    .what = The database { $vault } could not be written; token { $reference } is in the rescue database { $path } (same password).
    .now = Do not delete that file. Run “ap-token recover --vault "{ $vault }"”, and the token will be moved.
recover-open-journal-unknown =
    .what = “Generuj token” was pressed, so token “{ $name }” may have been made, and the run's journal does not say that it got into the database { $vault }.
    .now = Run “ap-token recover --vault "{ $vault }"”: it looks into the database and at “Lista tokenów” in AP.
recover-open-rescue-failed =
    .what = The token is in the rescue database { $path }, but could not be moved into the database { $vault }. { $reason }
    .now = Do not delete { $path }. Remove the cause and run “ap-token recover --vault "{ $vault }"” again, or open that file in KeePassXC (the password that the database had when it was made).
recover-open-other-vault =
    .what = This run was storing token “{ $name }” (reference number: { $reference }) in another database: { $path }. In the database { $vault } nothing was changed, and nothing was revoked.
    .now = Run “ap-token recover --vault "{ $path }"”.
recover-open-stored-elsewhere =
    .what = According to the run's journal, token { $reference } was stored in the database { $path }. That is not there now, and the database { $vault } does not hold its value. Nothing was revoked.
    .now = Connect the drive with that database, or find it, and run “ap-token recover” with --vault. If it is surely lost: “ap-token revoke { $reference }”, then “ap-token recover”.
recover-open-entry-missing =
    .what = According to the run's journal, token { $reference } was stored in the database { $path }, in the entry { $entry }; but that entry is not there, and nobody has deleted it there. This may be an older copy of the database. Nothing was revoked.
    .now = Find the right database and run “ap-token recover” with --vault. If the value is surely lost: “ap-token revoke { $reference }”, then “ap-token recover”.
recover-open-rescue-missing =
    .what = The token (reference number: { $reference }) was stored in the rescue database { $path }, but that file is not there now. Its value is safe if the file is somewhere. Nothing was revoked.
    .now = Connect the drive or find the file, put it beside the database { $vault }, and run “ap-token recover --vault "{ $vault }"” again. If it is surely lost: revoke the token “{ $name }” (made at about { $when }) on “Lista tokenów” in AP, then run “ap-token recover --vault "{ $vault }"”.
recover-open-recycled =
    .what = The value of token { $reference } is in the database { $vault }, but in its recycle bin: { $path }. It is not safe there. Nothing was revoked.
    .now = In KeePassXC, move the entry out of the recycle bin and run “ap-token recover --vault "{ $vault }"” again. If the token is not needed: “ap-token revoke { $reference }”, then “ap-token recover --vault "{ $vault }"”.
recover-open-in-history =
    .what = The value of token { $living } is in the database, but only in the history of the entry { $path }; the entry has another password now. Nothing was revoked.
    .now = In KeePassXC, open the entry, choose History and restore the state with the token; then run “ap-token recover --vault "{ $vault }"” again. If the token is not needed: “ap-token revoke { $living }”, then “ap-token recover --vault "{ $vault }"”.
recover-open-suspect =
    .what = The value of token { $living } is in the database, in the entry { $path }, but another one is beside it, and it is not certain which one is right. Nothing was revoked.
    .now = Look in KeePassXC, in the entry { $path }, which value begins with { $living }. If it works, make it the password, remove the rest and the tag ap-pending, and run “ap-token recover --vault "{ $vault }"” again. If it does not work: “ap-token revoke { $living }”.
recover-open-contested =
    .what = Token { $living } may be of this run or of another one that was cut short ({ $run }) and stores into the database { $path }. So as not to mistake one for the other, nothing was revoked.
    .now = Settle that run first: “ap-token recover --vault "{ $path }"”. Then run this command again. If that one sends you back here, neither database has the value: revoke the token (“ap-token revoke { $living }”).
recover-open-no-journal =
    .what = In the database there is a reservation for the token “{ $name }”, and in AP there works: { $living }. The run's journal is not here, so it may still be at work on another computer. Nothing was revoked.
    .now = Make sure that nobody else is generating a token into this database now. Run “ap-token recover --vault "{ $vault }"” again in an hour.
recover-open-several =
    .what = AP has more tokens “{ $name }” of that time than one press can have made: { $living }. One of them may be somebody else's, so nothing was revoked.
    .now = Find out which of them somebody has. Revoke the others (“ap-token revoke” with the number) and run “ap-token recover --vault "{ $vault }"” again.
recover-open-namesakes =
    .what = Token “{ $name }” was ordered at { $when } by this computer's clock. AP has none of that time, but a token of this name of another time works there: { $living }. If the computer's clock was wrong then, it may be that one.
    .now = Find out whether somebody has its value. If nobody has, revoke it: “ap-token revoke” with the number. If somebody has, run “ap-token recover --vault "{ $vault }"” in a terminal and answer the question.
recover-open-not-revoked-suspect =
    .what = Token { $living } was made and works, or will work, but the values stored in the entry { $entry } differ, and it is not known which one is right. It was not revoked, because nobody agreed to that.
    .now = Run “ap-token recover --vault "{ $vault }"” in a terminal and answer the question, or add --yes (on production also --production, and the NIP to the setting production_nips).
recover-open-revoked-unwritten =
    .what = But the database could not be put in order. { $reason }
    .now = Remove the cause and run “ap-token recover --vault "{ $vault }"” again: it will finish the work in the database.
recover-open-interrupted =
    .what = Stopped before this run was settled. Token “{ $name }” (reference number: { $reference }) may have been made.
    .now = Run “ap-token recover --vault "{ $vault }"” again.
run-folder = The record of this run (“ap-token report” shows it): { $path }
replica-ready = The replica of Aplikacja Podatnika is running at { $address }
replica-hint = What the browser did: { $audit }   To stop: Ctrl-C

session-entry-title = Session of Aplikacja Podatnika
session-entry-notes = AP's session ({ $environment } environment) for --login session; in the attachment session.json. Whoever has it acts in AP as the person who logged in, until AP ends the session. Remove this entry if the session is not to be kept (--no-keep-session switches this off).
person-log-in =
    { $minutes ->
        [0] In the browser's window: log in through login.gov.pl and come back to AP (NIP { $nip }). Less than a minute is left. The assistant types and presses nothing there.
       *[other] In the browser's window: log in through login.gov.pl and come back to AP (NIP { $nip }). Minutes left: { $minutes }. The assistant types and presses nothing there.
    }
entry-notes-for = KSeF token “{ $name }”: { $permissions }.
rehearsal-name = Rehearsal { $time } { $name }
entry-notes-once = AP shows a token only once. If it is lost or leaked, revoke it on the token list in AP and make a new one.

browser-found = Browser: { $browser }
browser-downloading = Found neither Edge, Chrome nor Chromium. Downloading Playwright's browser...
browser-installing-package = The download failed. Installing the chromium package...

# --- doctor ---------------------------------------------------------------------------------------

doctor-title = State of this workplace
doctor-browser = Browser: { $product }
doctor-clipboard = Capturing the copied token works; the system clipboard stays untouched
doctor-keepassxc = KeePassXC: { $version }
doctor-no-keepassxc = KeePassXC was not found. Saving works without it, but it is the easiest way to open the entry: https://keepassxc.org/
doctor-vault = Database { $vault }: a KeePass file that can be written
doctor-vault-opened = Database { $vault }: opens and can be written
doctor-disk = Free space for the records of runs: { $megabytes } MB
doctor-disk-low = Little disk space is left: { $megabytes } MB. Free at least 200 MB.
doctor-power-mains = On mains power (battery: { $percent }%)
doctor-power-battery = On battery: { $percent }%, at least { $minimum }% (battery_minimum). Better plug in the charger before making a token.
doctor-power-low = On battery: only { $percent }%, less than { $minimum }% (battery_minimum). Plug in the charger before you make a token.
doctor-power-none = On mains power (no battery)
doctor-ap = AP answers: { $address }
doctor-wording = Everything the assistant needs is on AP's screens (version { $version }; seen: { $screens }; differences from the recorded ones: { $differences })
doctor-wording-alone = Everything the assistant needs is on AP's screens (version { $version }); there are no recorded screens to compare with
doctor-ready = Everything is ready.
doctor-not-ready = Not everything is ready. See above for what to fix.
recorded = Recorded screens ({ $screens }): { $path }
differences-needed = Changes in what the assistant uses, or in what AP wants filled in:
differences-other = Other changes on AP's screens:
difference-renamed = { $screen }: { $role } “{ $old }” is now called “{ $new }” (in: { $place })
difference-moved = { $screen }: { $role } “{ $new }” is in another place now: { $place } (was: { $was })
difference-new = { $screen }: new: { $role } “{ $new }” (in: { $place })
difference-gone = { $screen }: no longer there: { $role } “{ $old }” (was in: { $place })
difference-retyped = { $screen }: “{ $new }” is now: { $role } (was: { $was })
difference-required = { $screen }: must be filled in now: { $role } “{ $new }” (in: { $place })
role =
    { $role ->
        [button] button
        [link] link
        [menuitem] menu item
        [textbox] field
        [spinbutton] number field
        [combobox] list to choose from
        [checkbox] checkbox
        [switch] switch
        [radio] option
        [radiogroup] group of options
        [tab] tab
        [heading] heading
       *[other] { $role }
    }
screen =
    { $screen ->
        [landing] first page
        [login] ways to log in
        [consent] statement on the test environment
        [context] context of the login
        [signature-kind] test signature
        [signature] test signature (seal)
        [certificate-context] context of the certificate login
        [signing] signing the request
        [home] home page
        [menu] menu Tokeny
        [token-form] token form
        [token-list] token list
       *[other] { $screen }
    }
place =
    { $place ->
        [menu] menu
        [header] page header
        [main] page content
        [dialog] dialog
        [aside] footer or margin
       *[other] { $place }
    }
calibrate-point = In the browser's window, click what is now in AP what “{ $control }” was (the click only points, it presses nothing; { $seconds } s at most). If there is none, press Enter here.
calibrate-skipped = Skipped: “{ $control }”.
calibrate-other-kind = This is something else than “{ $control }” (such as a field instead of a button). Point again.
calibrate-nameless = What you pointed at has no name by which it could be told later.
calibrate-known = The name “{ $name }” is known already: the cause is not a new name (there may be several of them on the page).
calibrate-taken = Noted for the draft: “{ $control }” is now “{ $name }”.
calibrate-again = Once more from the start, with the new names.
calibrate-draft = Draft of the corrections for { $path }:
calibrate-accept = Use these names from the next run on? Type “yes” to write them (anything else: do not).
calibrate-yes = yes
calibrate-declined = Nothing was written.
calibrate-written = Written: { $path }. The assistant will use these names as long as this file is here, and will say so in every run.
overlay-head = Corrected names in AP, accepted by a person (ap-token doctor --calibrate).
    Delete this file to return to the program's own names.
overlay-no-name = “{ $name }” is no fit name (too short, with a number, or with a sign | [ ])
overlay-denied = “{ $name }” has a word that means something else in AP; the assistant will not press that
overlay-taken = “{ $name }” is the name of something else (“{ $other }”)
overlay-unknown = unknown controls: { $controls }

battery-title = Battery: { $percent }%, and the charger is not plugged in.
battery-why = A token on production is shown only once: if the computer went dark now, it would be lost. Plug in the charger (guide, Krok 4), or wait until the battery has at least { $minimum }%.
battery-ask = Enter: check again; “yes”: generate all the same; anything else: stop:
battery-yes = yes

# --- warnings -------------------------------------------------------------------------------------

warning-battery-low = Battery: only { $percent }% (less than { $minimum }%), and the charger is not plugged in. Plug it in: a computer that goes dark before the token is stored loses it.
warning-catalogue-corrected = AP's names are read with the corrections in { $path }: { $names }. Delete that file if it was not made by you.
warning-recording-nearest = There are no recorded screens of AP version { $version }; compared with version { $recorded }.
warning-recording-no-version = AP did not tell its version, so its screens were not recorded.
warning-observer-failed = The record of this run can no longer be kept ({ $observer }: { $reason }); the run goes on.
warning-picture-failed = No picture of the page was taken: it was not certain that everything confidential would be covered, or the page did not answer. The run goes on.
warning-run-watched = The environment variable { $variable } makes what the browser sends and receives be printed. In the local environment that is allowed, but show the output to nobody unless AP is the replica.
warning-version-unknown = { $version ->
        [none] AP does not show its version
       *[other] The assistant does not know this version of AP yet ({ $version })
    }: it tells its controls by what they are, and will stop before anything is generated if it is not sure of one. Report it, so that the new version gets checked.
warning-checkbox-locked = Locked on the token form: { $permissions }. The token you are ordering does not need this, but the guide's full set is both invoice permissions.
warning-journals-unreadable =
    { $count ->
        [one] The journal of one run cannot be read ({ $path }).
       *[other] The journals of { $count } runs cannot be read (for example { $path }).
    } If they are another user's, let that user run “ap-token recover”.
warning-runs-of-other-vault =
    { $count ->
        [one] One run that was cut short concerns another database: { $vault }.
       *[other] { $count } runs that were cut short concern another database: { $vault }.
    } Their tokens may have been made and not be safe. Run “ap-token recover --vault "{ $vault }"” as well.
warning-runs-of-missing-vault =
    { $count ->
        [one] One run that was cut short concerns the database { $vault }, which is not there now.
       *[other] { $count } runs that were cut short concern the database { $vault }, which is not there now.
    } Their tokens may have been made and not be safe. Connect the drive or find the database, and run “ap-token recover” for it.
warning-rescue-of-another = The file { $path } looks like a rescue database, but not certainly of the database { $vault }, so it was left alone. Do not delete it. If it belongs to this database, put it beside it and run “ap-token recover” again; if to another one, run “ap-token recover” for that one.
warning-kept-out =
    { $place ->
        [frame] A frame from the foreign address { $origin } was about to appear on AP's page; the assistant did not use it. The token is still being made.
        [window] While the token was being issued, a window of the foreign site { $origin } opened; the assistant closed it. The token is still being made.
       *[other] While the token was being issued, AP's page was about to be replaced by the foreign page { $origin }; the assistant did not let it. The token is still being made. Report this.
    }
warning-login-page-kept-out = The login led to a page without encryption ({ $origin }); the assistant did not let it. If the login cannot be finished, choose another way (mObywatel, for one) and report it.
warning-session-not-kept = AP's session could not be kept in the database { $vault }: { $reason }. The run goes on; --login session will need a new login.
warning-several-orders = The browser sent the order for the token { $count } times. Check the token list in AP for a second token of the same name and revoke the one you do not need.
warning-unrevoked = In the { $environment } environment a token of a rehearsal of { $since } still works: “{ $name }”, { $reference } (NIP { $nip }, database { $vault }). Revoke it: ap-token revoke { $reference } --env { $environment } --nip { $nip }
warning-not-revoked-either = The token { $reference } of an earlier rehearsal could not be revoked this time either: { $reason }
warning-unrevoked-not-kept = That a rehearsal's token waits to be revoked could not be written to { $path }: { $reason }. Later runs will not remind you of it.
warning-not-compared = The page did not hold the whole token, so there was nothing to compare the copied value with. Its form, checksum and NIP are right.
warning-clipboard-headless = A browser without a window (--headless) has a clipboard of its own: the token will not reach the system clipboard. For that, run with --headed.
warning-clipboard-left = The token could not be written to disk, so it was left in the system clipboard: paste it into KeePassXC right now, then clear the clipboard.
warning-clipboard-not-cleared = The token may still be in the system clipboard, because it could not be cleared. Copy any other text now, and if a clipboard history is on (in Windows: Win+V), remove the token from it.
warning-copied-several = After “Kopiuj” was pressed, the page handed different values to the clipboard (how many: { $count }). The first was taken and checked as usual; if this happens again, report it.
warning-copied-from-page = “Kopiuj” gave no value (it was not certain which element it is, something lay over it, or it handed over nothing), so the whole token was read from the page's content and checked.
warning-holding = Neither the database { $vault } nor a rescue database can be written ({ $reason }). The token ({ $reference }) is only in this program's memory and on AP's page: do NOT close the program nor the browser's window. Free some space or plug the drive in – writing is tried again every 2 seconds. In the browser's window you can also copy the token yourself with the “Kopiuj” icon and paste it into KeePassXC. Ctrl-C ends the waiting and drops the token.
warning-not-looked-again = It could not be checked once more whether the entry is still in the database: { $reason } Check it in KeePassXC.
warning-no-escrow = This browser does not let the token be secured before AP shows it; it will be stored only once it is copied.
warning-copied-from-escrow = “Kopiuj” gave no value, and the page does not hold one whole token, so the token from AP's answer to the order was stored.
warning-point-at =
    { $question ->
        [1] The token was made, but it is not certain which element of AP's page is “{ $control }”.
       *[other] It is still not certain which element of AP's page is “{ $control }” (question { $question }).
    } Point at it: click it once in the browser's window. The click only points; the assistant presses it itself. Do not close or reload the page. Ctrl-C: do not point, the assistant will manage in another way.
warning-pointed-wrong = The assistant will not press what was pointed at: it is not “{ $control }”, is out of sight, or could close or reload the page with the token (question { $question }). Point at “{ $control }” again.
warning-refresh-unknown = It is not certain which element of AP's page is “Odśwież”, so nothing was pressed. The page stays open and untouched while the assistant waits for AP to show the token; if the token's value is in the database already, it also asks AP for its status.
warning-confirmed-unseen = AP's page did not show the token, but AP confirmed that it is active. The value from AP's answer to the order was stored: its form, checksum and NIP are right, but it was not compared with what the page shows.
warning-page-held = AP's page was about to reload or to change before the token was safe. That was stopped so that the token is not lost.
warning-order-repeated = AP has { $count } tokens of this name from this order (the browser repeated the request after a broken connection). The database has the one with the number { $kept }; revoke on “Lista tokenów”: { $others }.
warning-certificate-ends = The certificate { $certificate } is valid until { $day } only. See to the next one in time.
warning-password-file-open = Other users of this computer can read or change the password file { $path }. Restrict access to yourself (chmod 600).
warning-password-sources = Several sources of the password were given. Used: { $used }; passed over: { $ignored }.
warning-keyring-silent = The system's keyring did not answer within { $seconds } s (it may be locked), so it was passed over.
warning-password-form = The password fits the database { $vault } only when its accented letters are written in another way (Unicode { $form ->
        [nfc] NFC: each letter as one character
       *[nfd] NFD: letter and accent apart
    }). The database was made on another system. The assistant opens it all the same; if KeePassXC refuses this password, type it on the system where it was made and set it anew.
warning-kept-beside = Another program saved the database { $vault } in the same moment as the assistant, and once more right after it. Its earlier state is beside it: { $path }. Merge it in KeePassXC (Database → Merge From Database...), then remove it.
warning-taken-from-bin = The entry “{ $entry }” was in the recycle bin of the database { $vault }. The generated token is in it now, so the assistant has moved it back. If the token is not needed, revoke it (ap-token revoke), and only then remove the entry.
warning-hard-link = The database file { $vault } has another name, too (a hard link). Under that name the state before the save stays, without the token, just as after a save by KeePassXC.
warning-keepassxc-open = KeePassXC has the database { $vault } open now. Versions before 2.7.10 may silently overwrite the token with an older state of the database if an entry is open for editing there when the token is saved. Save and close all open entries now. The assistant will look at the database again and put the token back should it disappear.
warning-keepassxc-running = KeePassXC is running and may have the database { $vault } open. Versions before 2.7.10 may silently overwrite the token with an older state of the database if an entry is open for editing there when the token is saved. Save and close all open entries now. The assistant will look at the database again and put the token back should it disappear.
warning-entry-restored = The entry “{ $entry }” had gone from the database { $vault } or was back in an older state without its token: another program saved the database after the assistant. The token was put back, and what stood in the entry is in its history. If that program is KeePassXC, install version 2.7.10 or newer.
warning-token-in-history = The entry “{ $entry }” in the database { $vault } had lost its token, but has a newer password that somebody set. That password stays, and the token was put back into the entry's history (in KeePassXC: Edit entry → History).
warning-backup-failed = The backup { $path } could not be made: { $reason }. The run goes on without it.
warning-sealed-copy-failed = The sealed copy of the tokens in the database { $vault } could not be read or written: { $reason }. The token in the database is safe, but should KeePassXC overwrite it with an older state, the assistant cannot put it back by itself. If an entry is open for editing in KeePassXC, see that the token is in the database before you save that entry.
warning-sealed-copy-old = The sealed copy of the tokens in the database { $vault } does not open with today's password and key file, is damaged, or is of another database that lay here before. It was put aside as { $path } (the old password opens it), and the assistant starts a new one. If all tokens are in the database, you may delete that file.
warning-rescue-not-removed = The token from the rescue database { $path } is in the database now, but the rescue file was not removed: { $reason }. Look into it and delete it.

# --- reasons -------------------------------------------------------------------------------------

reason-held-in-vain = Neither the database nor a rescue database could be written ({ $reason }), and the waiting was stopped.
reason-token-not-escrowed = the copied value differs from the one in AP's answer to the order
reason-several-tokens = AP sent more than one token
reason-shown-as-failed = AP's page shows that the token failed, but KSeF did not confirm that.
reason-refresh-unknown = It was not certain which element of AP's page is “Odśwież”, so it was not pressed, and AP did not show the token by itself in the time allowed.
reason-not-copied = The “Kopiuj” icon gave no value, and the page does not hold exactly one token.
reason-made-all-the-same = AP reported an error, but the token was made and is on “Lista tokenów”.
reason-interrupted = The run was stopped twice (Ctrl-C).
reason-token-length = the copied value does not have the length of a KSeF token
reason-token-form = the copied value does not have the form of a KSeF token
reason-token-checksum = the checksum of the reference number is wrong
reason-token-context = the token is for another company (NIP) than was ordered
reason-token-differs = the copied value differs from the one on the page
reason-two-signers = both a certificate and a signing program were given; keep one of the two (--certificate or --sign-command)
reason-key-alone = this is a key without a certificate; give the certificate as well (--certificate)
certificate-not-pkcs12 = this is neither a .p12/.pfx nor a PEM file, or the file is damaged
certificate-not-pem = this is no PEM file, or the file is damaged
certificate-wrong-password = the password is wrong, or the file is damaged
certificate-no-key = there is no private key here; give a .p12/.pfx file or the file with the key (--certificate-key)
certificate-none = there is no certificate in the file
certificate-key-differs = the private key does not belong to the certificate
certificate-other-key = the key is neither RSA nor ECDSA
certificate-weak = the key has { NUMBER($bits, useGrouping: 0) } bits, and AP asks for { NUMBER($least, useGrouping: 0) } at least
certificate-not-yet = the certificate is valid from { $day } only
certificate-expired = the certificate was valid until { $day } only
certificate-names-nobody = the certificate holds neither a NIP nor a PESEL, so AP cannot tell by it who logs in
certificate-self-signed = the certificate is not qualified (it signed itself), and only the test environment takes such ones
request-not-downloaded = the file was not downloaded
request-not-xml = this is no XML file without a DTD declaration
request-too-long = the file is too big
request-other-document = this is another document ({ $name })
request-other-parts = it is not built as it should be ({ $names })
request-other-context = it is about another taxpayer ({ $found }) than NIP { $nip }
signed-too-long = the signed file is too big
signed-nothing = the program gave back no signed file
signed-not-xml = this is no XML file
signed-not-signed = there is no signature in the file
signed-not-xades = the signature is not XAdES
signed-no-certificate = there is no certificate in the signature
signed-with-ksef-certificate = it was signed with a KSeF certificate, which AP does not take for logging in
signed-detached = the signature is detached from the request; AP takes an enveloping or enveloped one only
signed-other-request = another request was signed than the one that AP has just given out
signed-broken = the signature does not hold: the file was changed after it was signed, or another key signed it
sign-by-hand = Please sign AP's authorisation request now (XAdES, enveloping or enveloped, with a qualified signature, a card or a cloud signature, say):
    1. file to sign: { $request }
    2. save the signed .xml file in the same folder: { $folder }
    The assistant waits for the signed file ({ $minutes } min) and then goes on by itself. Ctrl-C stops it.
sign-by-hand-wrong = The file { $file } will not do: { $reason }. The assistant goes on waiting for the signed request.
reason-exit-code = the command ended with code { NUMBER($code, useGrouping: 0) }
reason-timeout = the command did not end within { $seconds } s
reason-not-a-command = this is not a command
reason-empty-password = the first line is empty
reason-too-long = too long for a password
reason-pace = “{ $pace }” is no pace: manual, auto or auto:3s (600 seconds at most)
reason-not-utf8 = this is not text in UTF-8
reason-folder = this is a folder, not a file
reason-terminal = this is a terminal, which would show the password as it is typed
reason-silent = no answer within { $seconds } s
reason-would-echo = this terminal would show the password as it is typed; give a file with the password (--…-password-file) or a command (--…-password-command), or use an ordinary terminal window

vault-reason-changed-too-often = another program keeps changing the file
vault-reason-credentials-changed = its password or key file was changed meanwhile
vault-reason-damaged = the file on disk is damaged
vault-reason-differs = what was read back differs from what was written
vault-reason-gone = the entry is not in the file
vault-reason-mounted = the file is a mount point of its own (usually a single file shared with a container), so it cannot be replaced safely; share the whole folder that it is in
vault-reason-other-entries = it has other entries as well
rescue-note = Rescue database: the assistant could not write this token to the database { $vault }. Move the entry with “ap-token recover”, or in KeePassXC: open that database and choose Database → Merge From Database. Then delete this file.
os-reason-no-space = no space left on the disk
os-reason-no-access = no access
os-reason-read-only = the medium is read-only
os-reason-not-there = there is no such file or folder
os-reason-busy = another program is using the file
os-reason-disk-error = a disk error
os-reason-links = its links go round in circles

# --- errors --------------------------------------------------------------------------------------

error-title = Failed (code { $code })
error-part-what = What happened:
error-part-token = The token:
error-part-now = What to do:
-send-bundle = Make a bundle for support (ap-token report --bundle bundle.zip) and send it with your report.
-nothing = No token was generated, so nothing is lost.

error-unexpected =
    .what = Unexpected error of the assistant ({ $kind }, { $place }).
    .token = If it came before “Generuj token” was pressed, nothing was generated. If it came later, there may be a token.
    .now = Look at “Lista tokenów” in AP: revoke a token of this name that is not in the database. { -send-bundle }
error-wrong-option =
    .what = The command cannot be understood. { $reason }
    .token = { -nothing }
    .now = Correct the command; “ap-token --help” and “ap-token COMMAND --help” show the options.
error-wrong-setting =
    .what = The setting { $setting } is not valid: { $reason }.
    .token = { -nothing }
    .now = Correct it in the options, in the AP_... variable, in .env or in ap-token.toml.
error-missing-setting =
    .what = The setting { $setting } is missing.
    .token = { -nothing }
    .now = Give the option { $option }, or set it in an AP_... variable, in .env or in ap-token.toml.
error-wrong-nip =
    .what = “{ $nip }” is not a valid NIP: a NIP has 10 digits, the last of which is a check digit.
    .token = { -nothing }
    .now = Check the NIP and give it again (--nip).
error-wrong-token-name =
    .what =
        The token's name has { $length ->
            [one] { $length } character
           *[other] { $length } characters
        }. It must have 5 to 256 and be a single line.
    .token = { -nothing }
    .now = Give a name that says whom or what the token is for and what it may do, for example “iCargo wystawianie i przeglądanie faktur”.
error-unknown-permission =
    .what = There is no permission “{ $permission }”.
    .token = { -nothing }
    .now = Choose from: { $known }.
error-unknown-environment =
    .what = There is no environment “{ $environment }”.
    .token = { -nothing }
    .now = Choose from: { $known }.
error-wrong-base-url =
    .what = The address “{ $address }” cannot be used: --base-url is for --env local only and must begin with http:// or https://.
    .token = { -nothing }
    .now = Give the address of a local AP, for example http://127.0.0.1:8080/web/, together with --env local.
error-login-not-offered =
    .what = The login “{ $login }” is not possible in the { $environment } environment (the assistant knows here: { $offered }).
    .token = { -nothing }
    .now = Please give another --login: { $offered }. Test authentication works in the test and local environments only.
error-vault-password-missing =
    .what = Nothing provides the password of the database { $vault }.
    .token = { -nothing }
    .now = Give --vault-password-file, --vault-password-command or AP_VAULT_PASSWORD, save the password in the system's keyring, or run the command in a terminal.
error-certificate-unusable =
    .what = The certificate { $certificate } cannot be used to log in: { $reason }.
    .token = { -nothing }
    .now = Correct the file or the password, or name another certificate (--certificate, --certificate-key).
error-ksef-certificate =
    .what = { $certificate } is a KSeF certificate. AP lets nobody log in with one; it is for programs that talk to KSeF.
    .token = { -nothing }
    .now = Log in with a qualified signature or seal (--certificate, --sign-command), or through login.gov.pl (--login login-gov).
error-certificate-password-missing =
    .what = Nothing provides the password of the certificate { $certificate }.
    .token = { -nothing }
    .now = Give --certificate-password-file, --certificate-password-command or AP_CERTIFICATE_PASSWORD, keep the password in the system's keyring, or run the command in a terminal.
error-signer-missing =
    .what = Certificate login without a certificate: there is nothing to sign the authorisation request with, and in this run nobody who could.
    .token = { -nothing }
    .now = Give --certificate or --sign-command. To sign it yourself, run the command in a terminal or with --headed.
error-wrong-scenario =
    .what = The scenario { $path } is not valid: { $reason }
    .token = { -nothing }
    .now = Correct the scenario file.
error-port-taken =
    .what = Port { NUMBER($port, useGrouping: 0) } cannot be used: { $reason }.
    .token = { -nothing }
    .now = Choose another port (--port), or 0 for any free one.
error-calibration-needs-person =
    .what = Pointing at AP's controls takes a person at the terminal, and nobody can be asked.
    .token = { -nothing }
    .now = Run “ap-token doctor --calibrate” in a plain terminal, without --json, on a computer with a screen.
error-browser-missing =
    .what = This computer has no browser that the assistant could use.
    .token = { -nothing }
    .now = Install Microsoft Edge, Google Chrome or Chromium, or run “playwright install chromium”; you can also name a program with --browser.
error-browser-unusable =
    .what = The browser “{ $browser }” could not be started ({ $reason }).
    .token = { -nothing }
    .now = Check the option --browser; “ap-token doctor” shows the state of the browser.
error-browser-place =
    .what = There is no safe folder for the browser’s temporary files (looked at: { $places }).
    .token = { -nothing }
    .now = One of these folders must be yours and closed to others; 256 MB of free space are needed as well. If you did not make it, remove it, or set TMPDIR to a folder of your own with a short path.

error-no-invoices-menu =
    .what = AP's menu has no “Faktury” section: the user lacks permissions to issue or receive invoices.
    .token = { -nothing }
    .now = In the “Uprawnienia” section, grant your user the permissions to issue and read invoices, log out and log in again. Then run the command once more.
error-no-permissions-menu =
    .what = AP's menu has no “Uprawnienia” section: the user cannot manage roles in KSeF.
    .token = { -nothing }
    .now = Another person in the company, with higher rights, must make the token. Usually “Tokeny” and “Certyfikaty” are then missing too.
error-no-invoices-nor-permissions-menu =
    .what = AP's menu has neither the “Faktury” nor the “Uprawnienia” section.
    .token = { -nothing }
    .now = Follow the general manual of Aplikacja Podatnika on granting owner (management) rights, or call the KSeF hotline (Infolinia KSeF): 22 330 03 30.
error-no-tokens-menu =
    .what = AP's menu has no “Tokeny” item.
    .token = { -nothing }
    .now = Somebody who sees “Faktury”, “Uprawnienia” and “Tokeny” in the menu must make the token. If in doubt, call the KSeF hotline (Infolinia KSeF): 22 330 03 30.
error-checkbox-locked =
    .what = Locked on the token form (padlock): { $permissions }.
    .token = { -nothing }
    .now = Go back to Krok 1: in the “Uprawnienia” section, grant your user the missing permissions, log out and log in again.
error-permission-refused =
    .what = AP refused: { $reason }
    .token = { -nothing }
    .now = Go back to Krok 1: grant the user the missing permissions, log out and log in again.

error-login-failed =
    .what =
        AP rejected the login. { $reason ->
            [none] AP gives no reason.
           *[other] AP says: “{ $reason }”.
        }
    .token = { -nothing }
    .now = Check the NIP and the environment. If they are right, try again in a few minutes.
error-signing-failed =
    .what = The authorisation request was not signed: { $reason }.
    .token = { -nothing }
    .now = Look at the signing program (--sign-command) or the certificate, and try again. Nothing was sent to AP.
error-not-signed =
    .what = Nobody signed the authorisation request within { $minutes } min. AP takes a signature for 10 minutes only.
    .token = { -nothing }
    .now = Run the command again and sign the file that the assistant names.
error-signature-refused =
    .what = AP did not take the signed request: { $reason }
    .token = { -nothing }
    .now = See whether the certificate is valid and qualified, whether it is a KSeF certificate (AP does not take those), and whether this person or company has permissions for this taxpayer and environment. There are 10 minutes to sign.
error-session-ended =
    .what = AP ended the session (step: { $step }).
    .token = { -nothing }
    .now = Log in again, that is, run the command once more.
error-login-way-missing =
    .what = AP's login page does not offer “{ $login }”; it has: { $offered }.
    .token = { -nothing }
    .now = Give another --login, or check --env: only the test environment has test authentication, only production and demo have login.gov.pl.
error-login-needs-person =
    .what = The login “{ $login }” is done by a person in the browser's window, and this browser has none.
    .token = { -nothing }
    .now = Run the command with --headed (or give --browser the address of a browser that you have open). Without a person: --login session or --login certificate.
error-login-timed-out =
    .what = Nobody logged in through login.gov.pl within { $seconds } s.
    .token = { -nothing }
    .now = Run the command again with your phone or bank at hand. --login-limit gives more time. If the bank refuses this browser, open your own with --remote-debugging-port=9222 and give --browser http://127.0.0.1:9222.
error-session-missing =
    .what = The database { $vault } has no AP session for NIP { $nip } in the { $environment } environment.
    .token = { -nothing }
    .now = Log in once in another way (--login login-gov, certificate or test) with the same database in --vault: the session is then kept in it.
error-session-expired =
    .what = The kept AP session (NIP { $nip }, { $environment } environment, of { $taken_at }) has ended; it was removed from the database.
    .token = { -nothing }
    .now = Log in again in another way (--login login-gov, certificate or test) with the same database in --vault: the new session is then kept in it.

error-control-missing =
    .what = “{ $control }” was not found on AP's page (step: { $step }; AP version: { $version }). Found instead: { $found }.
    .token = The assistant stopped before it ordered anything: no token was generated.
    .now = AP may have changed. { -send-bundle } Whoever corrects the names of controls finds them in automation/ap/catalogue.toml (“ap-token doctor --env” shows the differences).
error-control-ambiguous =
    .what = AP's page has several elements “{ $control }” (step: { $step }; AP version: { $version }): { $found }.
    .token = The assistant stopped before it ordered anything: no token was generated.
    .now = AP may have changed. { -send-bundle } Whoever corrects the names of controls finds them in automation/ap/catalogue.toml (“ap-token doctor --env” shows the differences).
error-control-unresponsive =
    .what = “{ $control }” does not respond (step: { $step }; AP version: { $version }). Something may be covering it.
    .token = The assistant stopped before it ordered anything: no token was generated.
    .now = Run the command with --headed and see what AP shows.
error-page-covered =
    .what = Something that the assistant does not know lies over AP's page (step: { $step }; AP version: { $version }): { $found }.
    .token = “Generuj token” was not pressed: there is no token.
    .now = Log in to AP in an ordinary browser, read it and close it, then run the command again. If it comes back at every login, report it: the assistant has to learn it first.
error-required-field-unknown =
    .what = The token form has a required field that the assistant does not know: { $fields } (step: { $step }; AP version: { $version }).
    .token = “Generuj token” was not pressed: there is no token.
    .now = AP has changed. Make the token by hand as the guide says, and report the field or wait for a newer version of the assistant.
error-option-not-offered =
    .what = The token form of this version of AP ({ $version }) does not allow what { $option } asks for (step: { $step }).
    .token = “Generuj token” was not pressed: there is no token.
    .now = Run the command without { $option }. AP is expected to have a token's validity and renewal only from 2027.
error-form-read-back =
    .what = AP's form does not hold what was entered: { $field } (step: { $step }).
    .token = “Generuj token” was not pressed: there is no token.
    .now = Run the command again with --headed and see what AP does with this field.
error-sign-request-unexpected =
    .what = What AP gave out to be signed is no request to log in for this NIP: { $reason }.
    .token = { -nothing } Nothing was signed.
    .now = Do not sign that file. Check the NIP and the environment; if they are right, AP has changed: tell whoever looks after the assistant.
error-page-unexpected =
    .what = The browser could not do what was needed on AP's page (step: { $step }).
    .token = The assistant stopped before it ordered anything: no token was generated.
    .now = Run the command with --headed and see what AP shows.

error-ap-unreachable =
    .what = AP does not answer at { $address } ({ $reason }).
    .token = { -nothing }
    .now = Check the network connection. The test environment is sometimes down between 16:00 and 18:00. Try again later.
error-ap-failed =
    .what =
        AP answered with an error (status { $status }, { $request }; step: { $step }). { $reason ->
            [none] AP gives no reason.
           *[other] AP says: “{ $reason }”.
        }
    .token = { -nothing }
    .now = The fault is on AP's side. Try again in a few minutes; the test environment is sometimes down between 16:00 and 18:00.
error-ap-too-many-requests =
    .what = AP limits the number of requests (429; step: { $step }).
    .token = { -nothing }
    .now = Wait { $seconds } s and run the command again.
error-ap-too-slow =
    .what = AP did not show the next screen in time ({ $seconds } s; step: { $step }).
    .token = { -nothing }
    .now = Try again, with a longer --timeout if need be.
error-order-rejected =
    .what =
        AP did not accept the order for the token (status { $status }). { $reason ->
            [none] AP gives no reason.
           *[other] AP says: “{ $reason }”.
        }
    .token = No token was generated, and the reservation of the entry in the database was removed.
    .now = Correct what AP's message points at, and run the command again.
error-order-doubtful =
    .what =
        AP answered “Generuj token” with an error (status { $status }). { $reason ->
            [none] AP gives no reason.
           *[other] AP says: “{ $reason }”.
        }
    .token =
        { $listed ->
            [no] Probably no token was made: it is not on “Lista tokenów” (it might still appear).
           *[other] Probably no token was made, but “Lista tokenów” could not be checked.
        }
    .now = Look at “Lista tokenów” in AP in a few minutes: revoke a new token of this name. Then run the command again.
error-token-failed =
    .what = KSeF did not make the token: processing ended with an error (status Failed; reference number: { $reference }).
    .token = There is no such token and there will be none; the reservation of the entry in the database was removed.
    .now = Check whether the company may have the chosen permissions, and make the token anew.
error-token-not-ready =
    .what =
        The token (reference number: { $reference }) did not become active despite { $presses ->
            [one] one press
           *[other] { $presses } presses
        } of “Odśwież” within { $seconds } s.
    .token =
        { $escrowed ->
            [yes] The token is in the database { $vault }, tagged ap-pending: AP has not confirmed yet that it works.
           *[no] This token can no longer be read, yet it may still become active later.
        }
    .now =
        { $escrowed ->
            [yes] Run “ap-token recover --vault "{ $vault }"” later: it asks AP whether the token has become active and completes the entry.
           *[no] Revoke it on “Lista tokenów” in AP or with “ap-token revoke”, and make a new one (--replace uses the same entry).
        }
error-revocation-failed =
    .what = The token { $reference } could not be revoked: { $reason }.
    .token = Token { $reference } may still work.
    .now = Revoke it by hand in AP: choose “Tokeny”, then “Lista tokenów”, tick the token and press “Unieważnij”.
error-order-held-back =
    .what = After the press of “Generuj token” AP did not send the order, because its form wants something (AP version: { $version }). AP says: { $reason }
    .token = Nothing was ordered: no token was generated.
    .now = AP's form may have changed. See in the browser (Tokeny, Generuj token) what it asks for. { -send-bundle }
error-list-unexpected =
    .what = The token { $reference } could not be revoked, because AP's Lista tokenów looks different from what the assistant knows. { $reason }
    .token = { error-revocation-failed.token }
    .now = { error-revocation-failed.now } { -send-bundle }
error-wrong-token =
    .what =
        { $sent ->
            [no] AP's page was about to revoke another token ({ $other }) instead of the token { $reference }. The assistant held that request in the browser, before it reached AP.
            [unnamed] AP's page was about to send a revocation that does not name the token { $reference }. The assistant held it in the browser, before it reached AP.
           *[yes] AP's page sent a request to revoke another token ({ $other }) instead of the token { $reference }. This browser could not hold it back.
        }
    .token =
        { $sent ->
            [no] Nothing was revoked: the token { $reference } may still work, and the other one is as it was.
            [unnamed] Nothing was revoked: the token { $reference } may still work.
           *[yes] The token { $reference } may still work, and the other one may have been revoked: check both on “Lista tokenów” in AP.
        }
    .now = Revoke the token { $reference } by hand in AP (“Tokeny”, “Lista tokenów”): tell it by its name and date, because AP shows no token numbers. { -send-bundle }
error-rehearsal-token-left =
    .what = The rehearsal went well, but its token { $reference } could not be revoked: { $reason }
    .token = The token { $reference } still works in the { $environment } environment. It is in the database { $vault }.
    .now = Every later run will remind you of it, and the next rehearsal will try to revoke it. To do it by hand now: in AP choose Tokeny, then Lista tokenów, tick the token and press Unieważnij, or run: ap-token revoke { $reference } --env { $environment }
error-rehearsal-list-changed =
    .what = { error-rehearsal-token-left.what }
    .token = { error-rehearsal-token-left.token }
    .now = { error-rehearsal-token-left.now } AP's Lista tokenów may have changed. { -send-bundle }
error-rehearsal-interrupted =
    .what = The rehearsal was interrupted after its token { $reference } was stored, and before it was revoked.
    .token = { error-rehearsal-token-left.token }
    .now = { error-rehearsal-token-left.now }
error-ap-maintenance =
    .what = AP does not work. At this hour the { $environment } environment has its announced maintenance ({ $hours }, Polish time). { $reason }
    .token = { -nothing }
    .now = Run it again when the maintenance is over. Scheduled rehearsals are best set outside these hours.
error-token-not-listed =
    .what = The token { $reference } is not on “Lista tokenów” in AP, or cannot be told from another.
    .token = The assistant revoked nothing.
    .now = Check the environment, the NIP and the number; if need be, revoke the token by hand on “Lista tokenów”.
nothing-generated = { -nothing }
recover-no-more-known = What is known of the tokens of earlier runs is said above (in JSON: the field runs). What is not settled there waits for the next “ap-token recover”.
error-recovery-waits =
    .what = Not everything could be finished; tokens that wait: { $names }.
    .token = None of them is lost: its value is in the database, or it was revoked.
    .now = What to do about each is said above (in JSON: the field runs).

error-vault-missing =
    .what = There is no database { $vault }.
    .token = { -nothing }
    .now = Give the right path (--vault), or add --create-vault to create a new database.
error-vault-not-kdbx =
    .what = The file { $vault } is not a KeePass database, or is damaged.
    .token = { -nothing }
    .now = Name a .kdbx file; restore a damaged database from a backup.
error-vault-unreadable =
    .what = The database { $vault } cannot be read: { $reason }.
    .token = { -nothing }
    .now = Check that you have access to this file, or name another database.
error-vault-unsupported =
    .what = The assistant cannot handle the database { $vault }: { $reason }.
    .token = { -nothing }
    .now = If KeePassXC opens this database with a password or key file alone, open it there, change anything and save: it then writes the file its own way, as KDBX 4 or 3.1, which the assistant knows. Import a KeePass 1 database in KeePassXC. Otherwise use another database.
error-vault-credentials =
    .what = The password or key file does not fit the database { $vault }.
    .token = { -nothing }
    .now = Check the password and try again. If the database has a key file, give it (--key-file), and if it has none, do not; where no password was given, the assistant tries the key file alone. It opens no database with an empty password: set a password in KeePassXC. If KeePassXC also asks for a hardware key (YubiKey, OnlyKey) when it opens this database, the assistant cannot open it: the file does not show this, and the assistant does not support hardware keys. Then use a database without one (--create-vault makes a new one).
error-key-file =
    .what = The key file { $key_file } cannot be read.
    .token = { -nothing }
    .now = Give the right file (--key-file). It must exist and not be empty, and an XML file must be one as KeePassXC or KeePass makes it (version 1.0 or 2.0, with the right checksum).
error-vault-not-writable =
    .what = The database { $vault } cannot be written: { $reason }.
    .token = { -nothing }
    .now = Remove the write protection from the file and its folder, or name another database.
error-vault-busy =
    .what = Another run of the assistant is using the database { $vault }.
    .token = { -nothing }
    .now = Wait until it ends and try again.
error-entry-exists =
    .what = The group { $group } already has an entry “{ $title }” (database { $vault }).
    .token = { -nothing }
    .now = Give another name (--name), or add --replace: the old token stays in the entry's history.
error-entry-waits =
    .what = The entry “{ $entry }” (database { $vault }) holds a token of an earlier run that AP has not confirmed yet.
    .token = { -nothing } That token is in this entry and stays there.
    .now = Settle that run first: ap-token recover --vault "{ $vault }". Or give another name (--name).
error-entry-not-found =
    .what = “{ $entry }” does not point to one entry with a token in the database { $vault }: there is no such entry, there are several, or it has no reference number.
    .token = Nothing was changed.
    .now = Give the reference number, the entry's full path or its UUID.
error-vault-write-failed =
    .what = The database { $vault } could not be written: { $reason }.
    .token = { -nothing }
    .now = Check the disk space and the access to the file, then try again.

error-token-not-safe =
    .what = A token was issued (reference number: { $reference }), but could not be made safe. { $reason }
    .token = The token is NOT in the database and can no longer be read.
    .now = Revoke this token on “Lista tokenów” in AP (it is the newest of this name) and make a new one (--replace uses the same entry).
error-token-unconfirmed =
    .what = The token (reference number: { $reference }) was issued and stored, but AP did not show it. { $reason }
    .token = The token IS in the database { $vault }, in the entry { $entry }, tagged ap-pending. Whether AP takes it for active is not known yet.
    .now = Run “ap-token recover --vault "{ $vault }"”: it asks AP for the token's status and completes the entry. Do not use it until then.
error-token-rescued =
    .what = The token (reference number: { $reference }) was issued, but the database { $vault } could not be written. { $reason }
    .token = The token IS in the rescue database { $rescue } (same password and key file).
    .now = Remove the cause (disk space, permissions, unplugged drive) and run “ap-token recover --vault "{ $vault }"”: it moves the token into the right database. Do not delete the rescue database until then.
error-order-unknown =
    .what = “Generuj token” was pressed, but AP's answer never came.
    .token =
        { $listed ->
            [no] The token “{ $name }” may have been made, although it is not on “Lista tokenów” (yet); the database only has the reserved entry.
           *[other] The token “{ $name }” may have been made; the database only has the reserved entry.
        }
    .now = Look at “Lista tokenów” in AP: if there is a new token “{ $name }”, revoke it. Then run the command again.
error-recovery-open =
    .what = Not everything could be finished; tokens that are left: { $names }.
    .token = At least one of them may have been made and is NOT safe in the database.
    .now = What to do about each is said above (in JSON: the field runs).
error-token-suspect =
    .what = The token was copied and saved, but something is wrong with it: { $reason }.
    .token = What was copied is in the database, in the entry { $entry } (ap-pending). Whether it works is not known.
    .now = Do not use this token. Revoke it on “Lista tokenów” in AP and make a new one (under another name or with --replace). { -send-bundle }

error-address-not-loopback =
    .what = The address { $address } does not belong to this computer, and --env local works only on it.
    .token = { -nothing }
    .now = Give the address 127.0.0.1, [::1] or localhost; for the real AP choose --env production, demo or test.
error-wrong-origin =
    .what =
        { $place ->
            [frame] AP's page has (or was about to get) a frame from the foreign address { $origin }, which does not belong to the { $environment } environment.
            [window] A window of the foreign site { $origin } opened, which does not belong to the { $environment } environment.
            [form] What the assistant was about to fill in or press leads to the foreign address { $origin }, which does not belong to the { $environment } environment.
           *[other] The browser was sent to a page of { $origin }, which does not belong to the { $environment } environment.
        }
    .token = The assistant neither typed nor pressed anything there. { -nothing }
    .now = Type nothing and do not log in there. Check where AP leads (also what guards the network: a proxy, an antivirus program, a Wi-Fi login page). If this address is AP's own, report it.
error-certificate-refused =
    .what = The certificate of { $origin } is not valid ({ $reason }), so it is not known whom the browser is connected to.
    .token = The assistant neither typed nor pressed anything there. { -nothing }
    .now = Check this computer's date and time, and whether a proxy or an antivirus program intercepts the connection. Do not bypass this error. If the browser was started with an option that ignores certificate errors, start it without it.
error-wrong-environment-shown =
    .what = AP's header says “{ $shown }”, but the chosen environment is { $environment }.
    .token = { -nothing }
    .now = Check the address and the option --env.
error-wrong-context-shown =
    .what = AP shows the context “{ $shown }” instead of NIP { $nip }.
    .token = { -nothing }
    .now = Check for which company you are logging in (--nip).
error-run-watched =
    .what = The environment variable { $variable } makes everything that the browser sends and receives be printed, the token and passwords as well.
    .token = { -nothing }
    .now = Remove the variable { $variable } and run the command again. On the { $environment } environment the assistant does not work with it; the replica is there for hunting faults.
error-journal-lost =
    .what = The run's journal ({ $path }) cannot be written any more: { $reason }.
    .token = { -nothing } Without the journal “ap-token recover” would not know after a crash that a token may exist.
    .now = Make room on the disk or name another folder (--recordings), and run the command again.
error-still-recording =
    .what = The recording of the page (--trace) could not be ended, and a secret was about to be on it.
    .token = { -nothing }
    .now = Run the command again, without --trace.

error-production-refused =
    .what = The command { $command } never works on production.
    .token = { -nothing }
    .now = Choose --env demo or test, or leave out --env to use the replica.

error-production-consent-missing =
    .what =
        { $missing ->
            [setting] Production without consent: the flag --production is there, but the setting production_nips does not have NIP { $nip }.
           *[flag] Production without consent: there is nobody to ask, and the command lacks the flag --production.
        }
    .token = { -nothing }
    .now = Run the command in a terminal and retype the NIP. A job without a terminal needs both at once: the setting AP_PRODUCTION_NIPS={ $nip } and the flag --production. For practice choose --env demo or test.

error-production-declined =
    .what = There was no consent to act on production: NIP { $nip } was not retyped.
    .token = { -nothing }
    .now = If this was meant as a rehearsal, choose --env demo or test. If it was production, run the command again and retype the NIP.
error-battery-low =
    .what = The battery has only { $percent }% ({ $minimum }% are needed), and the charger is not plugged in.
    .token = { -nothing }
    .now = Plug in the charger and run the command again. The setting battery_minimum changes the limit.

error-run-interrupted =
    .what = The run was stopped (Ctrl-C, or Zakończ in the lesson).
    .token = { -nothing }
    .now = To start anew, run the command again.
error-browser-closed =
    .what = The browser window was closed or stopped working.
    .token = { -nothing }
    .now = Run the command again and do not close the window before the token is saved.

## Recordings: report, bundle, reproduce, video

option-video = Make a video of the run (video.webm); in real environments of masked pictures, with nothing from “Generuj token” to the stored token.
option-show-token = Show the replica's made-up token in the video.
option-bundle = Write a bundle for support (ZIP) without personal data; shows first what is in it.
option-mask-nip = Hide the NIP in the bundle as well.
option-index = A list of all runs instead of one.
option-no-open = Only write the report, do not open it.
option-list-scenarios = Show the ready scenarios: what the customer says and what to answer.
argument-run = A run's folder, its name, or a bundle; the latest run by default.
argument-original = A customer's bundle, a run's folder, or the name of a ready scenario (--list).
command-reproduce = Replay a customer's situation on the AP replica (from a bundle, a run or a ready scenario) and say whether the same happened.
command-report = Show the report of a run: what happened, what about the token, what to do, step by step and with pictures.
error-run-unreadable =
    .what = There is no run here that can be read: { $run }.
    .token = Nothing was generated or changed.
    .now = Name a run's folder (with journal.jsonl in it), its name in the recordings folder, or a ZIP bundle. “ap-token report --index” lists them.

## Video

video-title = { $command ->
        [check] Are the permissions enough for a KSeF token?
        [revoke] Revoking a KSeF token
        [recover] Recovering a KSeF token
        [rehearse] Rehearsal: a KSeF token in Aplikacja Podatnika
        [train] Lesson: how a KSeF token is made
       *[generate] A KSeF token in Aplikacja Podatnika
    }
video-detail = { $where ->
        [replica] replica of AP on this computer
        [local] AP on this computer
        [production] production environment
        [demo] demo environment
       *[test] test environment
    } · { $time }
video-part = Krok { $number }
video-chapter-1 = Krok 1
    .detail = Logging in to Aplikacja Podatnika and checking the permissions
video-chapter-2 = Krok 2
    .detail = The menu Tokeny, Generuj token, enabled permissions
video-chapter-3 = Krok 3
    .detail = The token's name, its permissions, checking the fields, and Generuj token
video-chapter-4 = Krok 4
    .detail = Odśwież – once and patiently, Kopiuj, storing in the KeePassXC database
video-chapter-revoke = Revoking the token
    .detail = A token that is no longer needed stops working
video-chapter-recover = Recovery
    .detail = What became of the token of a broken-off run
video-not-recorded = From here on nothing is recorded
    .detail = The token may be on the screen. Only the names of the steps follow.
video-covered = covered
video-finishing = The video is still being saved; this takes a moment.
video-done = Done
video-failed = The run stopped
warning-video-failed = The video of the run could not be saved; the run itself did not suffer from it.
error-video-impossible =
    .what = There is nothing to record a video with (--video): neither the library PyAV nor Playwright's ffmpeg.
    .token = Nothing was generated or changed.
    .now = Install the extra: pip install "ap-token-assistant[video]" (or: python -m playwright install ffmpeg), or run the command without --video.

## Video lesson

warning-video-chapters-apart = The video was made by Playwright's ffmpeg, which writes no chapters into the video's own file. They are in a file of their own beside it (.chapters.vtt), and on the page with the video (.html).
video-lesson-1 = Krok 1: Logging in to Aplikacja Podatnika
video-lesson-1-signed-in = Krok 1: Aplikacja Podatnika after logging in
video-lesson-2-1 = Krok 2, zadanie 1: Tokeny
video-lesson-2-2 = Krok 2, zadanie 2: Generuj token
video-lesson-2-3 = Krok 2, zadanie 3: Permissions that are not locked
video-lesson-3 = Krok 3: Generating the token
video-lesson-4-1 = Krok 4, zadanie 1: Having the token shown
video-lesson-4-2 = Krok 4, zadanie 2: Copying the token and keeping it safe
video-lesson-done = End of the lesson
    .detail = Now try it yourself: ap-token train --practice
video-lesson-page-chapters = Chapters
video-lesson-page-text = Text of the lesson
video-lesson-page-captions = English captions
video-lesson-page-how = The captions are in the picture. The same captions can be switched on in the player as a track of their own (captions button).
video-lesson-page-missing = The browser cannot play this video. The file can be opened in another program:
reason-video-suffix = the video's name must end in .webm: { $path }
reason-video-folder = this is a folder: { $path }
reason-video-page = a page { $path } is written beside the video, and there is such a file that is no page with a video; choose another name

## Bundle

bundle-title = Bundle for support
bundle-run = Run: { $command }, { $time }
bundle-steps = Steps with times and outcomes: { $steps }; requests to AP, without content: { $exchanges }
bundle-pictures = Pictures of screens: { $pictures } (places painted over: { $painted }); names of buttons and fields on screens: { $snapshots }
bundle-words = Messages of AP and of this program; places from which something was removed: { $masked }
bundle-nip-shown = NIP: { $nip } (--mask-nip hides it)
bundle-nip-hidden = NIP: hidden
bundle-left-out = Not in it: the token and its name, passwords, the KeePassXC database, paths of files, PESEL, e-mail addresses, recognised names of persons, what was typed into fields, the video, the trace.
bundle-size = Size: { $size } kB
bundle-preview = Preview, exactly what is in the bundle: { $preview }
bundle-replaces = The file { $bundle } is there already (an earlier bundle) and will be replaced.
bundle-ask = Write the bundle? [y/N]
bundle-written = Bundle written: { $bundle }
bundle-code = Control number: { $code } – tell it to support; whoever opens the bundle sees the same one.
bundle-declined = The bundle was not written. It can be made later: ap-token report { $run } --bundle FILE.zip
bundle-place-folder = { $bundle } is a folder; name a file
bundle-place-taken = { $bundle } is there already and is no bundle for support; choose another name
bundle-too-large = the bundle would be larger than 5 MB
bundle-refused-none = it is no bundle for support
bundle-refused-large = it is larger than 5 MB
bundle-refused-bomb = it would be far too large when unpacked
bundle-refused-path = it has names of files that lead out of the bundle
bundle-refused-twice = it has a file of the same name twice
bundle-refused-special = it has something that is no plain file
bundle-refused-encrypted = it is encrypted
bundle-refused-layout = the ZIP file is not built as a bundle is; somebody has changed it or packed it anew
bundle-refused-foreign = it has files that no bundle has
bundle-refused-changed = its files do not agree with its list; it is damaged or somebody has changed it
bundle-refused-manifest = its list of files (manifest.json) is not as it should be
bundle-refused-record = its record of the run (record.json) is not as it should be
bundle-refused-picture = one of its pictures is not what it says it is
bundle-refused-snapshot = one of its descriptions of a screen is none
warning-bundle-smaller = To keep the bundle below 5 MB, its pictures are of lower quality; left out altogether: { $pictures }.
warning-bundle-pictures-unsafe = The bundle does not have all pictures: those left out could show personal data (left out: { $pictures }).
error-bundle-refused =
    .what = The bundle { $bundle } cannot be opened: { $reason }.
    .token = Nothing of it was read, nothing was changed.
    .now = See whether it is the right file. If so, ask the customer for a new bundle (ap-token check --bundle FILE.zip), sent without unpacking it and packing it anew.
error-bundle-newer =
    .what = A newer version of the assistant has made the bundle { $bundle } (version of the bundle: { $version }).
    .token = Nothing of it was read, nothing was changed.
    .now = Update the assistant and open the bundle again.

## Report

report-product = report of a run
report-skip = Skip to the content
report-contents = Contents of the report
report-verdict = What happened
report-what = What happened
report-token = The token
report-now = What to do now
report-where = The step at which it stopped
report-where-killed = The last step
report-ap-says = AP said
report-event-ids = AP's event number
report-event-ids-hint = Quote this number when you report it to the KSeF hotline (22 330 03 30).
report-answered = AP answered
report-guide = What the guide says
report-token-facts = Token
report-steps = Step by step
report-steps-none = The run ended before its first step.
report-curtain = From here on we keep nothing: a token may be on the screen.
report-curtain-why = What is kept of this part are steps, times and the statuses of AP's answers. There is a picture only of a failure, with its fields covered.
report-gap = pause
report-screen-same = screen as in step
report-screen-none = There is no picture of this step.
report-screen-after = The screen at the end of the step:
report-enlarge = Enlarge
report-close = Close
report-previous = Previous
report-next = Next
report-requests-in-step = Requests to AP:
report-presses = Presses of “Odśwież”
report-presses-drawing = Time axis: when “Odśwież” was pressed and when AP answered. The table below says the same.
report-presses-one = One press was enough.
report-presses-many =
    { $count ->
        [one] { $count } press
       *[other] { $count } presses
    }, once each; { $shortest } to { $longest } apart.
report-axis-order = Generuj token
report-axis-press = press of “Odśwież”
report-axis-answer = AP's answer
report-axis-shown = token shown
report-axis-not-shown = end of waiting
report-press-number = No.
report-press-at = At
report-press-since = After the one before
report-press-answer = AP's answer
report-no-answer = no answer
report-permissions = The user's permissions
report-menu = Menu after login (Krok 1)
report-boxes = Permissions on the token form (Krok 2)
report-there = there
report-missing = missing
report-box-wanted = needed
report-box-free = can be ticked
report-box-locked = locked (padlock)
report-box-absent = not on the form
report-menu-invoices =
    { $there ->
        [yes] The user may work with invoices.
       *[no] Not in the menu: the permissions to issue or receive invoices are missing.
    }
report-menu-permissions =
    { $there ->
        [yes] The user may manage permissions in KSeF.
       *[no] Not in the menu: the user does not manage permissions in KSeF.
    }
report-menu-tokens =
    { $there ->
        [yes] The user may generate tokens.
       *[no] Not in the menu: this user cannot generate a token.
    }
report-menu-certificates =
    { $there ->
        [yes] The user may generate certificates (not needed for a token).
       *[no] Not in the menu; certificates are not needed for a token.
    }
report-menu-advice-complete = The menu is complete: with this state after login a token can be generated.
report-menu-advice-no-invoices = Easily mended: under Uprawnienia, give this user the permissions to issue and read invoices, log out and log in again. Then the token should work out.
report-menu-advice-no-permissions = The user cannot mend this alone: someone else in the company, with higher rights, must generate the token.
report-menu-advice-no-tokens = The token must be generated by someone who sees Faktury, Uprawnienia and Tokeny after login.
report-menu-advice-neither = Owner or manager rights are needed: see the general manual of Aplikacja Podatnika; if in doubt, the KSeF hotline helps, 22 330 03 30.
report-boxes-free = The needed permissions can be ticked: the token will have what the program needs.
report-boxes-locked = A needed permission is not to be had, so a proper token cannot be made. Go back to Krok 1: grant the missing permissions, log out and log in again.
report-warnings = Warnings
report-gateway = Requests to AP
report-gateway-none = No requests to AP were noted.
report-requests-summary =
    { $failed ->
        [0] Requests: { $count }, all of them went well.
       *[other] Requests: { $count }, of which failed: { $failed }.
    }
report-requests-left-out = Further requests not shown:
report-request = Request
report-request-status = Status
report-request-took = Time
report-request-step = Step
report-request-at = At
report-request-broken = The connection was cut.
report-request-unanswered = AP did not answer while the run lasted.
report-retry-after = AP asks to wait { $time }.
report-ksef-code = KSeF's code: { $code }.
report-status =
    { $status ->
        [400] AP found the request to be wrong.
        [401] AP does not accept the session: nobody is logged in, or the session has ended.
        [403] AP forbids this to the user.
        [404] AP does not know what it was asked for.
        [408] AP waited in vain for the request.
        [429] AP limits requests: there were too many in a short time.
        [500] An internal error of AP.
        [502] The server behind AP does not answer properly.
        [503] AP is not available for now (overload or maintenance).
        [504] The server behind AP did not answer in time.
       *[other]
            { $kind ->
                [server] An error of AP.
               *[other] AP refused.
            }
    }
report-environment = { $environment ->
        [production] Production
        [demo] Demo
        [test] Test
        [local] Local (replica)
       *[other] –
    }
report-environment-title = Environment and versions
report-ticket = For the ticket
report-ticket-why = A text to paste. It has no personal data but the NIP and the token's reference number.
report-copy = Copy the text
report-copied = Copied.
report-copy-by-hand = The text is selected: press Ctrl+C.
report-files = Files of the run
report-files-why = They are in the run's folder, beside this report.
report-file-trace = Playwright trace: the page step by step, before “Generuj token”. To open it:
report-file-video = Video of the run.
report-file-journal = Journal: all that this report was made from.
report-file-result = The command's result as JSON.
report-comparison = Side by side: customer and replica
report-comparison-original = At the customer's
report-comparison-here = On the replica
report-comparison-step = Step
report-comparison-none = there was no such step
report-approximations = What the replica does not reproduce exactly
report-reproduced-same = The same happened on the replica.
report-reproduced-different = Something else happened on the replica.
report-same = the same
report-different = different
report-ending = exit code { $code }, error: { $error }
report-started = Started
report-took = Took
report-command-word = Command
report-command = { $command ->
        [rehearse] Rehearsal
        [generate] Generating a token
        [check] Check of permissions
        [train] Training
        [revoke] Revocation
        [recover] Recovery
        [reproduce] Reproduction
       *[other] { $command }
    }
report-result = Result
report-made-by = Report of the KSeF token assistant, ap-token
report-step-done = done
report-step-failed = failed
report-step-running = cut short
report-fact-fate = State
report-fact-name = Name
report-fact-permissions = The token's permissions
report-fact-issue = From AP's answer to safe on disk
report-fact-shown = From the token being shown to safe on disk
report-fact-environment = Environment
report-fact-address = AP's address
report-fact-ap-version = AP's version
report-fact-header = AP's header
report-fact-login = Login
report-fact-window = Browser
report-fact-timeout = Time for one screen
report-fact-refresh = “Odśwież”
report-fact-validity = Validity of the token (days)
report-fact-assistant = Assistant's version
report-fact-browser = Browser program
report-fact-system = System
report-fact-exit = Exit code
report-fact-error = Error code
report-fact-run = Run
report-header-none = no name of an environment
report-login =
    { $login ->
        [test] test authentication
        [certificate] certificate (signature or seal)
        [login-gov] login.gov.pl
        [session] kept session
       *[other] { $login }
    }
report-window =
    { $headed ->
        [true] with a window
       *[other] without a window
    }
report-refresh = at least { $interval } apart, at most { $limit } times
report-sign-ok = Success
report-sign-refused = Held back
report-sign-failed = Failed
report-sign-danger = Mind the token
report-sign-stopped = Stopped
report-sign-different = Different
report-sign-running = Running
report-fate-none = No token was made
report-fate-safe = The token is safe in the database
report-fate-revoked = The token was revoked
report-fate-pending = The token is in the database, but not confirmed
report-fate-rescued = The token is in a rescue database
report-fate-lost = The token's value is lost
report-fate-unknown = There may be a token
report-fate-suspect = The token is doubtful
report-fate-told-none = “Generuj token” was not pressed. Nothing was generated, nothing is lost.
report-fate-told-safe = The token { $reference } was in the database already, read back from disk.
report-fate-told-revoked = The token { $reference } was revoked: it no longer works.
report-fate-told-pending = The value of the token { $reference } is in the database (tag ap-pending), but whether AP accepts it was not checked.
report-fate-told-unknown = “Generuj token” was pressed, and the token's value was not stored in time. There may be a token.
report-fate-told-recovered =
    { $action ->
        [finished] The run was finished afterwards with “ap-token recover”: the token is safe in the database.
        [confirmed] The run was finished afterwards with “ap-token recover”: AP confirmed that the token in the database is active.
        [revoked] The run was settled afterwards with “ap-token recover”: the token was revoked.
       *[other] The run was settled afterwards with “ap-token recover”: no working token is left of it.
    }
report-fate-told-other = This command generates no token.
report-headline-stored = The token is safe in the KeePassXC database
report-headline-rehearsed = The rehearsal went well
report-headline-checked = This user can generate a token
report-headline-revoked = The token was revoked
report-headline-recovered = Unfinished runs are settled
report-headline-reproduced = The same happened on the replica
report-headline-different = Something else happened on the replica
report-headline-done = The run came to its end
report-headline-running = The run is still under way
report-headline-killed = The run was cut short
report-headline-exit-1 = An error of the assistant
report-headline-exit-2 = The command could not start
report-headline-exit-3 = The user lacks permissions
report-headline-exit-4 = The login failed
report-headline-exit-5 = AP's screen is not as the assistant knows it
report-headline-exit-6 = AP failed, no token was made
report-headline-exit-6-safe = The token is safe, but AP failed
report-headline-exit-6-unknown = AP failed while generating the token
report-headline-exit-6-pending = AP did not confirm the token in time
report-headline-exit-6-lost = AP did not show the token in time
report-headline-exit-6-wait = AP asks to wait a while
report-headline-exit-7 = The KeePassXC database cannot be used
report-headline-exit-8 = A token was issued and is not safe
report-headline-exit-8-unknown = Nobody knows whether there is a token
report-headline-exit-8-pending = The token is in the vault, but AP has not confirmed it
report-headline-exit-8-rescued = The token is in a rescue database
report-headline-exit-8-suspect = There is something wrong with the token
report-headline-exit-9 = The assistant declined to act
report-headline-exit-130 = The run was interrupted
report-what-stored = The token was generated, copied and stored, and reading it back from disk has proven that it is the one in the database.
report-what-rehearsed = The whole procedure went through, from the login to the database, and the rehearsal's token was revoked at the end.
report-what-checked = After login the menu has Faktury, Uprawnienia and Tokeny, and on the token form the needed permissions can be ticked (Krok 1 and 2).
report-what-revoked = The token was revoked on AP's list of tokens.
report-what-recovered = The runs that ended before their token was safe were looked at.
report-at-customer = At the customer's:
report-what-ap-failed =
    AP did not work{ $status ->
        [none] .
       *[other] : it answered with error { $status }.
    } The step in which it happened and AP's own words are below.
report-what-reproduced = The customer's situation was reproduced on the replica of AP and ended in the same way. See the details side by side below.
report-what-different = The customer's situation was reproduced on the replica of AP, but the run went another way. The differences are marked below.
report-what-done = The command was carried out without an error.
report-what-interrupted = The run was interrupted (Ctrl-C).
report-what-killed = The run ended abruptly at { $at }; last step: { $step }. That happens when the terminal is closed, the process killed, or the computer goes off.
report-what-running = Step under way: { $step }. The journal's last line is from { $at }.
report-token-rehearsed = The rehearsal's token was made, was safe in the database, and was revoked: it no longer works.
report-token-checked = This was a check only: nothing was generated.
report-token-revoked = This token can no longer be used, nor brought back.
report-token-recovered = What became of each token stands in the command's result (run.json).
report-token-reproduced = It all happened on the replica: there was no real token.
report-token-different = It all happened on the replica: there was no real token.
report-token-done = This command generates no token.
report-now-checked = A token can be generated: with “ap-token generate”, or by hand from Krok 2 of the guide.
report-now-revoked = If a program used it, generate a new token and enter it there.
report-now-recovered = There is nothing to do.
report-now-reproduced = The cause is known and repeatable: follow the advice for this error.
report-now-different = Compare the marked steps. It may depend on something that the replica does not reproduce.
report-now-done = There is nothing to do.
report-now-running = Wait for its end, and do not close the browser's window. Then open the report again.
report-now-recover = Run “ap-token recover”: it looks into the database and AP's list of tokens, and settles the matter. Until then, generate no second token of the same name.
report-now-again = Run the command again.
report-index = Runs
report-index-none = There is no run in this folder yet.
report-index-summary =
    { $count ->
        [one] { $count } run
       *[other] { $count } runs
    } in the folder { $folder }
report-search = Search
report-filter-outcome = Result
report-filter-environment = Environment
report-filter-command = Command
report-all = all
report-date = When
report-nothing-found = No run matches these filters.
report-unreadable = This run cannot be read (its journal is damaged or empty).
report-written = Report: { $path }
report-bundle-code = Control number of the bundle: { $code } – the customer saw the same one when it was written.
report-index-written = Index of runs: { $path }

## Reproduce

error-original-unknown =
    .what = There is no bundle, run or ready scenario called “{ $original }”.
    .token = { -nothing }
    .now = Give a bundle's file (ZIP), a run's folder, its name in the recordings folder, or the name of a scenario of the list: ap-token reproduce --list. Names that are near: { $near }.
error-not-replayable =
    .what =
        { $reason ->
            [command] A run of the command { $command } cannot be reproduced: check, generate, rehearse and train can.
            [before-ap] This run ended before it came to Aplikacja Podatnika (error: { $error }). There is nothing to reproduce on the replica.
           *[person] This run ended at a login which a person, or what the person had at hand, decided, and not AP (error: { $error }).
        }
    .token = { -nothing }
    .now = Look at this run's report: ap-token report. A similar case may be among the ready ones: ap-token reproduce --list.
error-not-reproduced =
    .what = Something else happened on the replica than in “{ $original }”. { $difference }
    .token = The replica has made-up tokens only; nobody has touched the real AP.
    .now = Compare the steps in the table and in the report of the reproduction. The cause lies in what the replica does not have: AP itself, the network, or the customer's computer. Ask the customer for a bundle of another run, and the authors to add to the replica.
reproduced = Reproduced: the same happened on the replica as in “{ $original }”.
reproduced-played = The scenario “{ $original }” was played. There is nothing to compare it with: what happened is above.
compared-step = Step
compared-original = Customer
compared-expected = Expected
compared-here = Replica
compared-same = Same
compared-end = Exit code (error: { $errors })
compared-approximations = In what the replica differs from the customer's AP:
different-end = It ended otherwise: with { $original } at the customer's, with { $here } on the replica.
different-place = The same end, but in another step: { $original } at the customer's, { $here } on the replica.
different-only-here = On the replica only: “{ $step }”.
different-only-there = At the customer's only: “{ $step }”.
different-step = Step “{ $step }”: { $original } at the customer's, { $here } on the replica.
case-label-says = The customer says:
case-label-answer = Answer:
cases-title = Ready scenarios
cases-hint = To play one of them: ap-token reproduce NAME (with the browser's window: --headed).
approximation-version = AP's version { $theirs }: the replica shows the nearest that it has, { $version }.
approximation-version-unknown = Which version of AP it was is not known: the replica shows { $version }.
approximation-login-page = The replica's login page has test authentication, which this environment has not.
approximation-login = The customer logged in otherwise ({ $login }): on the replica by test authentication, and the steps of the login are not compared.
approximation-certificate = The customer's certificate is not known: on the replica a made-up seal signs, made for this one run.
approximation-nip = The customer's NIP is not known: on the replica it is { $nip }.
approximation-boxes-new = The customer's form has boxes that the replica has not: { $boxes }.
approximation-many-requests = There were { $count } requests of one kind: the replica replays the first { $taken }.
approximation-delays = AP's long answers were made shorter (one takes { $seconds } s at most), so that the reproduction does not take minutes.
approximation-timeout = The customer waited up to { $theirs } s for a screen, here it is { $seconds } s.
approximation-presses = The customer pressed Odśwież { $presses } times, here it is { $taken }.
approximation-no-request = Which answer AP waited for in the step “{ $step }” is not known: the replica asks for nothing in this step, so it will not fail here.
approximation-control = What became of “{ $control }” is not known: on the replica it is as usual.
approximation-cause = The replica does not have what caused the error { $error }.
approximation-dialog = The dialog that covered the page has the customer's title and buttons on the replica, but a made-up text.
approximation-fields = There were { $count } unknown required fields: the replica has the first of them.
approximation-logged-out = Why AP ended the session is not known: the replica ends it by itself, after the same time.
approximation-stopped = The customer's run was stopped from outside in the step “{ $step }”: what came before it is compared.

## Cases: ready scenarios (automation/cases)

case-token-z-demo-w-icargo = A token of the demo environment in the production ERP
    .says = I did everything by the guide and copied the token, but iCargo says that it is not valid.
    .answer = The token is good, but it was made in the demo environment (AP's header says so), and the ERP works in production. The three environments know nothing of each other: a token of one never works in another. Please log in at the production address, ap.ksef.mf.gov.pl/web/, and generate the token there; revoke the demo one on the token list.
case-smietnik-na-testowym = The test environment, full of other people's tokens
    .says = Our token list is full of “asdf” and “TEST TEST”. Has somebody broken in?
    .answer = This is the test environment: shared, and full of the random data of thousands of integrators. Nobody has broken in, and a token of yours on production has nothing to do with it. To learn, the demo environment is better; for work there is production alone. Please leave other people's tokens alone.
case-nie-to-srodowisko = Logged in to another environment than was meant
    .says = I wanted a production token, and the program stopped and says that this is not the right environment.
    .answer = AP's header says “Środowisko Demonstracyjne”, and the token was meant for production. Nothing was generated. Please check the address in the browser: production is ap.ksef.mf.gov.pl/web/, without “demo” or “test” in its name.
case-ap-przerwa-techniczna = AP is down for maintenance
    .says = The page does not open at all, there is just some error 503.
    .answer = AP is down: it answers with error 503 before there is a login. Nothing was generated. Please try later; the test environments may be off between 16:00 and 18:00. If it lasts on production, call the KSeF hotline: 22 330 03 30.
case-ap-nieosiagalna = AP cannot be reached: an error on the way
    .says = Instead of Aplikacja Podatnika I get a white page that says “502”.
    .answer = The server in front of AP gets no answer from it (502). Nothing was generated, and tokens that exist are not affected. It usually passes within minutes. Please also see whether the page opens from another network: if it does, the company's proxy is in the way.
case-logowanie-odrzucone = AP refuses the login in the company's name
    .says = I enter the company's NIP, and AP does not let me in; it says something about missing permissions.
    .answer = AP does not know this person as someone who may act for this NIP in this environment. Nothing was generated. Please check NIP and environment: permissions of production do not hold on demo, nor the other way round. If they are right, someone who has permissions must grant them; in doubt, the KSeF hotline, 22 330 03 30.
case-ksef-nie-odpowiada-przy-logowaniu = KSeF does not answer the login
    .says = The signature went through, then “Przekroczenie czasu oczekiwania na odpowiedź serwera”, and that was it.
    .answer = AP works, but KSeF behind it did not answer in time (504). Nobody was logged in and nothing was generated. The login data are fine: please try again in a few minutes. This happens even while the Ministry says that all is well.
case-ap-bardzo-wolna = AP answers very slowly
    .says = The wheel turns and turns, and after the login nothing comes.
    .answer = AP did not show the next screen in the time it was given. It never came to “Generuj token”, so nothing was generated. Please try at another time, or give AP more time (--timeout).
case-sesja-zakonczona = AP logs out in the middle
    .says = I was logged in, I click in the menu, and it shows the login again.
    .answer = AP has ended the session: after a pause, because of a login in another window, or for reasons of its own. “Generuj token” was not pressed, so nothing was generated. Please log in again, in one window, and go through the steps without a break.
case-brak-faktur = No Faktury in the menu
    .says = After the login I see no invoices at all, the menu is shorter than in the picture.
    .answer = The user may neither issue nor receive invoices, so AP does not show Faktury. There is no token yet. This is easy to mend: in Uprawnienia, grant yourself wystawianie faktur and przeglądanie faktur, log out, log in again, and start over.
case-brak-uprawnien = No Uprawnienia in the menu (nor Tokeny and Certyfikaty)
    .says = I see invoices, but there are no tokens anywhere in the menu.
    .answer = This person may not manage roles in KSeF, so AP does not show Uprawnienia, and usually neither Tokeny nor Certyfikaty. The token must be made by somebody in the company with higher rights, such as the owner. Nothing was generated.
case-brak-faktur-i-uprawnien = Neither Faktury nor Uprawnienia in the menu
    .says = I have logged in, and there is hardly anything, just Historia sesji.
    .answer = The user has none of the rights that a token needs, and cannot grant them to themselves. Nothing was generated. Please follow AP's general manual on owner (managing) rights, or call the KSeF hotline: 22 330 03 30. This is beyond the ERP's support.
case-brak-tokenow = Faktury and Uprawnienia are there, Tokeny is not
    .says = I have invoices, I have permissions, but there is no Tokeny.
    .answer = Access to permissions is not enough: AP does not let this person make tokens for this company. Nothing was generated. Please check that the login was for the right NIP, and ask somebody who sees Tokeny in the menu to make the token; in doubt, the KSeF hotline, 22 330 03 30.
case-zablokowane-uprawnienia = The invoice permissions are locked (a padlock)
    .says = On the token form the invoices cannot be ticked, both have a padlock. And I have just granted myself the rights!
    .answer = A padlock means that in this session the user has not got these permissions and cannot give them to a token. Rights that were just granted work after the next login: please log out, log in, and look at the form again. If the padlock stays, the rights are still missing (Krok 1). Nothing was generated.
case-tylko-przegladanie-faktur = Invoices may only be viewed
    .says = I can tick przeglądanie faktur, but wystawianie is grey.
    .answer = The user may view invoices and not issue them. With a token for viewing alone the ERP cannot send invoices, and a token's permissions cannot be changed later. Please grant the user wystawianie faktur, log out, log in again, and only then generate. Nothing was generated.
case-tylko-wystawianie-faktur = Invoices may only be issued
    .says = Wystawianie can be ticked, but przeglądanie has a padlock. Is that enough?
    .answer = It is not: without viewing, the ERP cannot fetch purchase invoices, and a token's permissions cannot be changed later. Please grant the user przeglądanie faktur, log out, log in again, and generate a token with both. Nothing was generated.
case-nazwa-za-krotka = The token's name is too short
    .says = I enter “ERP” for a name, and it is not accepted.
    .answer = A token's name has 5 to 256 characters. Nothing was ordered. Please choose a name that will still tell in a year for which system the token is and what it may do, such as “iCargo wystawianie i przeglądanie faktur”.
case-okno-na-stronie = An unknown dialog comes up on AP's page
    .says = After the login some question about another session came up, and the program stopped.
    .answer = AP asks something, and the answer may have effects, so the assistant does not choose it for a person. Nothing was generated. Please log in with an ordinary browser, read the dialog, answer and close it, then try again. It is best to log out of other sessions of AP first.
case-baner-cookie = A cookie bar on the login page
    .says = There is a bar about cookies at the bottom of the page. Is that a problem?
    .answer = It is not: such a bar is closed by its own button, and all goes on as usual. The token is made and stored.
case-przycisk-zmienil-nazwe = AP has renamed a field
    .says = There is no field “Nazwa tokena” here, but some “Opis klucza”.
    .answer = AP has changed, and the assistant would rather stop than guess. Nothing was generated. Please send the bundle of this run (--bundle): the name is corrected in one file. Until then the token can be made by hand, by the guide.
case-nieznane-wymagane-pole = The token form has a new required field
    .says = The form wants one more thing from me that is not in the guide.
    .answer = AP has added a required field that the assistant does not know, so it did not press “Generuj token”. Nothing was generated. Please make the token by hand, choosing in that field what fits the company, and send the bundle of this run (--bundle).
case-starsza-wersja-ap = AP's older look (2.1.8)
    .says = My login looks different from the pictures, there is one big card.
    .answer = This is an older version of AP: the login differs, and the form lacks the session history. The rest is the same, and the token is made as in the guide. Nothing needs to be changed.
case-formularz-2027-bez-waznosci = The form of 2027 asks for a validity that nobody gave
    .says = The program asks for how many days the token is to be. How should I know?
    .answer = From 1 January 2027 a token is valid for 1 to 365 days, and AP wants that chosen. Nothing was generated. Please give the number of days (--validity-days, 365 at most) and put a note into the calendar when a new one is due. What this form will look like is only expected so far.
case-formularz-2027 = The form of 2027, with a validity
    .says = Will a token made next year work for ever, too?
    .answer = No: from 2027 on a token is valid for 365 days at most. With a number of days it is made as usual, and the entry in the database gets that day as its expiry. Tokens of 2026 work until 30.11.2027. What this form will look like is only expected so far.
case-odmowa-uprawnien = AP refuses: you have not got these permissions
    .says = I ticked everything, pressed “Generuj token”, and got “Nie można nadać tokenowi uprawnień których nie posiadasz”.
    .answer = The form let it be ticked, but KSeF looked and refused (code 26001): the user has not got these permissions any more, or not yet. No token was made. Please check the permissions (Krok 1), log out, log in again, and try once more.
case-niewlasciwy-kontekst = AP refuses: the wrong type of context
    .says = It says “Nie można wygenerować tokena dla obecnego typu kontekstu”. What does that mean?
    .answer = The login was not for the company's NIP but for another identifier (such as the compound one for VAT-UE self-billing), for which KSeF makes no tokens (code 26002). No token was made. Please log in again and choose the NIP.
case-za-duzo-zadan = AP limits requests (429)
    .says = I press “Generuj token” and am told that the limit of requests was exceeded.
    .answer = KSeF takes only so many orders a minute and an hour from one company and one address. It refused this one, and no token was made. Please wait as long as it asks (a minute here), and try once. Pressing again and again only makes the wait longer.
case-blad-przy-generowaniu = Error 500 after Generuj token
    .says = I pressed “Generuj token” and got a server error. Shall I press again?
    .answer = Not yet. KSeF answered with an error, and a token may have been made all the same: the assistant looked at the token list and did not find it, so probably there is none. Please look at the token list in a few minutes; should it turn up, revoke it (nobody will see its value any more), and then generate a new one.
case-token-powstal-mimo-bledu = Error 504, and yet the token was made
    .says = There was an error, so I tried again, and now I have two tokens of the same name.
    .answer = AP got no answer in time (504), but KSeF did issue the token: it is on the token list, and nobody has seen or will see its value. Please revoke it and generate a new one. After an error at “Generuj token”, always look at the token list first.
case-token-od-razu = The token appears at once
    .says = There was no “W realizacji”, a long string of characters came at once. Can that be?
    .answer = It can, though rarely (about once in a hundred). Then: stop, copy it with the copy icon and save it, press nothing else, reload nothing. The token is as good as any.
case-jedno-odswiezenie = The usual case: one press of Odśwież
    .says = After “Generuj token” there is just “W realizacji”. Where is my token?
    .answer = KSeF needs a moment. Please press Odśwież on that page, once, and wait: the token will come. It must be the link Odśwież in Aplikacja Podatnika and not the browser's reload (F5), which would lose the token.
case-kilka-odswiezen = The token comes only after several presses of Odśwież
    .says = I pressed Odśwież, and nothing happened. How often should I press?
    .answer = Once, then a few seconds' pause, then once more. Here the token came at the third press, and it is fine. Pressing faster speeds up nothing, and KSeF may answer with a limit.
case-dlugo-w-realizacji = W realizacji, and still W realizacji
    .says = I have been pressing Odśwież for an hour, and it is still “W realizacji”.
    .answer = KSeF has not finished making the token. As long as this page is open nothing is lost: please do not close it, and press Odśwież from time to time. Whoever has left it cannot read this token any more: when it turns up on the token list, revoke it and generate a new one. If it takes hours, the KSeF hotline: 22 330 03 30.
case-token-nie-powstal = KSeF did not make the token (Failed)
    .says = After the refresh it says “Zakończono niepowodzeniem”.
    .answer = KSeF took the order but did not make the token, mostly because this company cannot have one of the chosen permissions. There is no such token and never will be; it need not be revoked. Please tick only what is needed (wystawianie and przeglądanie faktur), and generate a new one.
case-blad-przy-odswiezaniu = An error after a press of Odśwież
    .says = I pressed Odśwież, and a red error came. Is the token lost?
    .answer = It is not: only the question for its state has failed. The page “W realizacji” is still open. Please do not close it, wait a few seconds, and press Odśwież once more: the token will come.
case-limit-przy-odswiezaniu = Odśwież pressed too often (429)
    .says = I pressed Odśwież again and again, and now it speaks of a limit.
    .answer = KSeF asks for a pause. The token is not lost as long as the page is open. Please wait for the time given, and press Odśwież once.
case-ankieta-zaslania-odswiez = A survey comes up over W realizacji
    .says = I am waiting for the token, and there is a window “Oceń aplikację”. I am afraid to press anything.
    .answer = Rightly so: before the token is saved the window is best left alone, if Odśwież and Kopiuj can be reached beneath it. If it is in the way, close the survey itself (“Nie teraz”), and not the browser's tab. The token is not lost.
case-odswiezona-strona-w-realizacji = The page reloaded (F5) in W realizacji
    .says = It was “W realizacji” for long, so I reloaded the page, and now I have an empty form.
    .answer = The browser's reload (F5) is not the link Odśwież on the page: it closed the screen on which the token was to come. This token cannot be read any more, although it is on the token list. Please revoke it there and generate a new one from the start.
case-token-przepadl-po-odswiezeniu = The token was shown and went with a reload
    .says = The token was on the screen already, but I reloaded the page and it is gone. How do I get it back?
    .answer = A token is shown once, and the reload has closed it; nobody will show it again, KSeF neither. This token cannot be read any more, although it is on the token list. Please revoke it there and generate a new one from the start. This time: first Kopiuj and the password manager, then anything else.
case-wylaczony-komputer-w-realizacji = The computer went off in W realizacji
    .says = My laptop's battery died in the middle, and now that page is gone.
    .answer = The screen on which the token was to come went with the browser. This token cannot be read any more, although it is on the token list. Please revoke it there and generate a new one from the start. Please plug in the laptop first.
case-token-przepadl-po-zamknieciu = The window closed before the token was copied
    .says = I saw “Zakończono pomyślnie” and closed the tab. Where do I get the token now?
    .answer = The token was shown right there, that one time. This token cannot be read any more, although it is on the token list. Please revoke it there and generate a new one from the start. The tab may be closed only when the token is certainly saved.
case-lista-tokenow-przed-skopiowaniem = Lista tokenów pressed before the copy
    .says = I pressed “Lista tokenów”, and my token is on it, but its characters are nowhere to be seen.
    .answer = The list shows names and dates, and never a token's value. The button “Lista tokenów” left the screen on which it could be seen, that one time. This token cannot be read any more, although it is on the token list. Please revoke it there and generate a new one from the start.
case-kolejny-token-przed-skopiowaniem = Wygeneruj kolejny token pressed before the copy
    .says = I pressed “Wygeneruj kolejny token” because I took it for “next”. Now I have an empty form.
    .answer = This button begins a new token and leaves the screen on which the former one could be seen, that one time. This token cannot be read any more, although it is on the token list. Please revoke it there and generate a new one from the start.
case-wstecz-przed-skopiowaniem = The Back arrow before the copy
    .says = I went back with the browser's arrow, and when I returned the token was gone.
    .answer = The Back arrow leaves the screen with the token, and returning opens an empty form. This token cannot be read any more, although it is on the token list. Please revoke it there and generate a new one from the start.
case-sesja-zakonczona-w-realizacji = AP logs out in W realizacji
    .says = I was waiting for the token, pressed Odśwież, and AP wants me to log in.
    .answer = The session ended before the token was shown, and with it the screen on which it was to come. This token cannot be read any more, although it is on the token list. Please revoke it there and generate a new one from the start. Please make no pause between “Generuj token” and saving the token.
case-skopiowano-nie-to = The wrong thing was copied, or not all of it
    .says = I copied the token with the mouse, and the ERP says that its form is wrong.
    .answer = The strip with the token scrolls sideways: what is in sight is not all of it, and other fields nearby have copy icons of their own. Only the icon Kopiuj beside the token itself is safe, as in this run. While the page is open, copy once more with it; if it is not, revoke the token and generate a new one.
case-nie-mozna-uniewaznic = The rehearsal went well, but its token cannot be revoked
    .says = I made a rehearsal and do not need the token, but “Unieważnij” ends with an error.
    .answer = The token was made and stored, only KSeF did not take the revocation: the token still works. Please try later, on the token list or by the command revoke with the reference number. Until then do not throw away the database with it, nor give it to anybody.

## Training, the command

command-train = Training in a visible browser: step by step, or as practice, where the trainee clicks. Without --env on the built-in replica of AP.
option-practice = The trainee clicks; the assistant hints, checks, and holds back what would cost the token.
option-exercise = An exercise in which something goes wrong (a name from --list, or random); on the replica only.
option-list-exercises = Shows the exercises.
option-pace = Pace of the show: manual (waits for a nod), auto (by the length of the text) or auto:3s.
option-texts = Folder with your own texts of the steps and the company's notes (pl.ftl, en.ftl).
option-trainee = The trainee's name (for the certificate and the table of results).
option-certificates = An .html file: the certificate of the practice. A .p12/.pfx/.pem file: the certificate to log in with (both may be given).
option-results = Folder of a group's results: with practice the result is added, without it the table is shown.
option-lesson-video = A film of the show with captions and chapters (a .webm file; captions beside it, .vtt).
training-no-screen = no screen: run it in a graphical session, or add --headless --pace auto
training-nobody = without a window nobody can click: choose --pace auto or a window (--headed)
training-certificates = one .html file and one certificate to log in with
training-on-replica = exercises are done on the replica: leave out --env and --scenario
training-too-much = --video is for the show, not for practice
training-left = The token really exists in the environment { $environment }. Once it is not needed: ap-token revoke { $reference } --env { $environment }
training-video = Film: { $video } (a page with captions and chapters: { $page })
training-only-practice = the page is about practice: add --practice or --exercise
training-who = Who is practising?
    .do = The name goes on the certificate and into the table of results.
    .label = Name

## Guide: the first card of a lesson and the last

lesson-part = Krok { $stage }
lesson-intro = How a KSeF token is made
    .part = Introduction
    .do =
        { $mode ->
            [practice]
                Now you click, and the assistant watches: it says what is to be done, gives hints, and warns before a token is lost. In this order:
            [auto]
                The assistant shows the whole procedure step by step. The show goes on by itself, nothing has to be pressed. In this order:
           *[show]
                The assistant shows the whole procedure step by step. It does each thing only after “Next” was pressed (Enter, space bar or right arrow). “Back” returns to cards that were read and undoes nothing in AP. In this order:
        }
        - Krok 1: logging in to Aplikacja Podatnika (AP)
        - Krok 2: choosing to make a token
        - Krok 3: generating the token
        - Krok 4: copying the token and making it safe
    .where =
        { $environment ->
            [demo] This is the demo environment ({ $address }): one can practise here safely, without tax consequences. The token will be real, but good only here.
            [test] This is the test environment ({ $address }): without tax consequences, but full of other people's random data. Please do not mind them. The token will be real, but good only here.
           *[local] This is a replica of AP on this computer: it looks like AP, but needs neither an account nor the network, and a mistake costs nothing.
        }
    .warn = In production it looks the same, but all that is done there has tax consequences. That is why training never happens there.
lesson-done = Congratulations! The token is safe
    .do =
        The token “{ $name }” is in the KeePassXC database, in the group { $group }.
        In production Krok 5 is next: entering the token in the program (iCargo) as the instruction “Automatyczna wymiana danych z KSeF” says. In this order:
        - uploading the token to iCargo
        - setting up the connection
        - processing the invoices that were fetched
    .why = Only a token that was entered in the program lets it exchange data with KSeF by itself.

## A trainer's own texts (--texts)

texts-none = the folder { $folder } has neither pl.ftl nor en.ftl. Make one (text in UTF-8), for example en.ftl with one line: note-krok-3-pola = With us a token's name begins with the number of the branch
texts-unreadable = the file { $file } cannot be read ({ $reason })
texts-too-large = the file { $file } is too large for texts
texts-not-utf8 = { $file }, line { $line }: this is not text in UTF-8
texts-command = { $file }, line { $line }: there is an invisible control character; remove it
texts-not-understood = { $file }, line { $line }: this cannot be read. A text has the form “name = content”, further lines begin with a space, and braces only enclose a value
texts-not-replaceable = { $file }, line { $line }: “{ $text }” cannot be changed. Texts can that begin with step-, rule-, question-, exercise- and lesson-, and notes of your own: note-name-of-step
texts-unknown = { $file }, line { $line }: the program has no text “{ $text }”
texts-unknown-step = { $file }, line { $line }: there is no step that “{ $text }” is about
texts-no-card = { $file }, line { $line }: nobody would see the note “{ $text }”, because this step has no card in training
texts-empty = { $file }, line { $line }: the text “{ $text }” would be empty
texts-twice = { $file }, line { $line }: the text “{ $text }” is here for the second time
texts-looks-up = { $file }, line { $line }: in braces there may only be a value with a dollar sign, not “{ $text }”
texts-no-such-value = { $file }, line { $line }: the text “{ $text }” has no value “{ $value }”; it has: { $known }

## Lesson

lesson-next = Next
lesson-back = Back
lesson-repeat = Repeat
lesson-end = End
lesson-pause = Pause
lesson-go-on = Resume
lesson-nod = Please read this and press “Next”. The assistant then does it, before your eyes.
lesson-look = Please read this, look at AP and press “Next”.
lesson-was-done = Done. Please read this and press “Next”.
lesson-auto = The lesson goes on by itself. “Pause” (P) stops it.
lesson-acting = Now the assistant is acting.
lesson-refreshing = “Odśwież” only once. Now the assistant waits a few seconds and presses nothing.
lesson-ending = Ending. The token has been ordered already, so the assistant secures it by itself first. Please do not close the window.
lesson-late = Nobody has pressed “Next” for some time, and the token is not safe yet: the assistant finishes by itself and saves it.
lesson-paused = Paused. “Resume” (P) goes on.
lesson-read-before = You have seen this: the card can be read once more, nothing in AP is taken back. “Next” leads forward again.
lesson-held = In this lesson the assistant does the clicking. To go on, please press “Next” in this panel.
lesson-battery = This computer is running on its battery now ({ $percent }%). Before “Generuj token” is pressed, please plug the charger in: if the computer went dark before the token is copied, the token would be lost.
lesson-point = Please point at a part of AP's page
lesson-failed = This time it did not work
lesson-told = { $title }: { $text }
lesson-lines = The lesson can be led from here as well: Enter – next, b – back, r – repeat (where the lesson goes by itself: pause), e – end.
lesson-line-back = b
lesson-line-repeat = r
lesson-line-end = e
warning-training-not-kept = The result of the practice could not be written: { $reason }.
warning-training-no-film = The film could not be written where it was wanted: { $reason }. It is in the run's folder.
warning-training-panel = The training panel could not be shown on AP's page; the run goes on, and what the panel says stands in the terminal.

## Training: rules of the guide that a trainee can break (automation/training/scores.py)

rule-refresh-too-soon = “Odśwież” too soon
    .what = “Odśwież” was pressed once more before a few seconds had passed.
    .rule = Krok 4, zadanie 1: “Odśwież” is pressed only once. If the token is not there yet, one waits a few seconds and only then presses again, once.
    .now = Please wait a moment and press “Odśwież” once.
rule-reload = Page reloaded in the browser
    .what = The page was about to be loaded anew (F5, or the browser's button).
    .rule = Krok 4: the page is not reloaded until the token is saved. The token is shown only once, and loading the page anew closes it for good.
    .now = On the page there is the link “Odśwież”: that is not the same as reloading in the browser. Once the token is shown, please copy it.
rule-back = Going back in the browser
    .what = The page was about to be left with the browser's “Back”.
    .rule = Krok 4: this page is not left until the token is saved. On coming back the token would not be there any more.
    .now = Please stay on this page and finish: copy the token and save it.
rule-close = Closing the window
    .what = The window or the tab with the token was about to be closed, left, or loaded anew.
    .rule = Krok 4, zadanie 2: the window is closed only when it is perfectly certain that the token is copied and saved.
    .now = Please leave the window open and save the token first.
rule-another-token = “Wygeneruj kolejny token” before copying
    .what = “Wygeneruj kolejny token” was pressed, and this token was not saved yet.
    .rule = Krok 4: once the token is shown, STOP. It is copied, and nothing else is clicked: this button leaves the page, and the token is lost.
    .now = Please press the copy icon beside the token.
rule-token-list = “Lista tokenów” before copying
    .what = “Lista tokenów” was pressed, and this token was not saved yet.
    .rule = Krok 4: once the token is shown, STOP. It is copied, and nothing else is clicked. The list has names and dates, and never the token itself.
    .now = Please press the copy icon beside the token.
rule-copy-by-selection = Copying by selection
    .what = The token was about to be copied by selecting its text.
    .rule = Krok 4, zadanie 2: the copy icon is the safest way, for it takes all characters. When selecting, one easily takes an invisible character along (such as a space), or only a part of the token, because the rest is out of sight.
    .now = Please press the copy icon beside the token.
rule-notepad = Saving in Notepad
    .what = Notepad was chosen as the place for the token.
    .rule = Krok 4, zadanie 2: the token is saved in a password manager. Notepad may serve for a moment at most: anybody can read its file, and what is not saved goes with its window.
    .now = Please save the token in the password database (KeePassXC).
rule-other-press = Something else was pressed
    .what = Something else was pressed than what this step is about.
    .rule = The steps come in order: one instruction, one press, then a look at what has changed.
    .now = Please go back to the instruction in the panel; “Hint” shows the place.
rule-generate-too-soon = “Generuj token” too soon
    .what = “Generuj token” was pressed before the fields were ready and checked.
    .rule = Krok 3: “Generuj token” is pressed only after making sure that the name and the permissions are as they should be. A token's permissions cannot be changed later.
    .now = Please fill in the fields first, and check them.
rule-wrong-text = Something else in the field
    .what = The field holds another text than the one that was to be typed.
    .rule = Krok 3: later on the name tells for whom or what the token is and what it may do, so every letter counts.
    .now = Please compare the field with the panel, letter by letter, and correct it.
rule-wrong-permission = Not this permission
    .what = A permission was ticked that the token does not need, or a needed one was unticked.
    .rule = Krok 3: exactly those permissions are ticked that are needed, and no others.
    .now = Please leave only those permissions ticked that the panel names.
rule-missed-problem = A problem was missed
    .what = The answer was “everything is right”, and something was missing on the screen.
    .rule = Krok 1 and 2: after the login one looks whether the menu has Faktury, Uprawnienia and Tokeny, and on the form whether both invoice permissions are unlocked. Without that there will be no proper token.
    .now = Please compare the screen with the list in the panel once more, item by item.
rule-false-alarm = False alarm
    .what = The answer was “something is not right”, and all was there.
    .rule = Krok 1 and 2: it is enough that the menu has Faktury, Uprawnienia and Tokeny, and that the invoice permissions can be ticked. The order and the rest of the menu do not matter.
    .now = You can go on.
rule-wrong-environment = Not this environment
    .what = The environment that was open in the window was not told correctly.
    .rule = Introduction: there are three independent environments. They are told by the address (ap, ap-demo, ap-test) and by the addition in AP's header. Only production, without an addition, has tax consequences, and a token works only where it was made.
    .now = Please read the address and the header before logging in.
rule-wrong-remedy = Not the way out
    .what = The first answer to “what now?” did not lead to a token.
    .rule = The guide has one way out of each such situation: missing permissions are granted and one logs in again, without the right to grant them somebody else makes the token, and a lost token is revoked and a new one is made.
    .now = Please go back to the guide, to where this situation is described.

## Training: questions (automation/training/questions.py)

question-menu = Please look at the menu on the left. Does it have everything that a token needs?
    .fine = Yes, everything is right
    .wrong = No, something is missing
question-boxes = Please look at the permissions on the form. Can those be ticked that the token needs?
    .fine = Yes, everything is right
    .wrong = No, something is locked
question-fields = Please check the name and the permissions. Is everything as it should be?
    .fine = Yes, everything is right
    .wrong = No, something is not right
question-no-invoices = The menu has no section Faktury, but it does have the section Uprawnienia. What now?
    .anyway = Make the token all the same, and add the permissions to it later
    .anyway-why = A token's permissions cannot be changed later, and a token does not get those that the user does not have.
    .grant = Grant oneself issuing and reading invoices in the section Uprawnienia, log out and log in again
    .grant-why = Yes. No Faktury means no permissions for invoices. What was granted works only after logging in again.
    .colleague = Ask somebody else in the company for the token
    .colleague-why = There is no need: the section Uprawnienia is there, so one can grant oneself what is missing.
    .reload = Reload the page and wait until Faktury comes
    .reload-why = Faktury will not come from waiting: in this session AP simply does not let this user near them.
question-no-permissions = The menu has Faktury, but neither the section Uprawnienia nor Tokeny. What now?
    .grant = Grant oneself the missing permissions
    .grant-why = There is no place to do it: without the section Uprawnienia this user grants nothing in KSeF, not even to themselves.
    .again = Log out and log in again
    .again-why = Logging in alone changes nothing until somebody else grants this user higher permissions.
    .colleague = Somebody in the company who has higher permissions must make the token
    .colleague-why = Yes. Whoever does not manage roles in KSeF usually does not see Tokeny and Certyfikaty either. Somebody else makes the token.
    .certificate = Use a certificate instead of a token
    .certificate-why = A certificate is something else, and most likely this user does not see the section Certyfikaty either.
question-locked = There is a padlock on the invoice permissions, and they cannot be ticked. What now?
    .others = Tick other permissions, the unlocked ones, and make the token
    .others-why = Such a token can be made, but iCargo can do nothing with it: without the invoice permissions it neither sends nor fetches invoices.
    .name = Write the permissions into the token's name
    .name-why = The name is nothing but a description. What the token may do is decided by the permissions that are ticked.
    .grant = Go back to Krok 1: grant the missing permissions, log out and log in again
    .grant-why = Yes. A padlock means that the user does not have these permissions in this session. New ones, too, work only after logging in again.
    .later = Make the token now and take the padlock off later
    .later-why = A token cannot be changed later: it would be without these permissions for ever.
question-session-ended = AP shows its login again. “Generuj token” on the form has not been pressed yet. What now?
    .back = Go back to the form with the browser's “Back”
    .back-why = The session has ended: the page that one comes back to asks to log in all the same.
    .revoke = Look for the token on the list and revoke it
    .revoke-why = There is nothing to revoke: without a press of “Generuj token” on the form no token was made.
    .wait = Wait until AP logs in again by itself
    .wait-why = AP does not log in by itself. And a longer break is just what ends a session.
    .again = Log in again and go through the steps from the beginning
    .again-why = Yes. Nothing was made, so nothing is lost. Best in one window and without longer breaks.
question-token-lost = The token is on the Lista tokenów, but nobody has saved it, and the window is closed. What now?
    .read = Read it on the Lista tokenów
    .read-why = The list shows names and dates. Nobody will show the token itself any more: it was shown only once.
    .second = Make a second token and leave this one on the list
    .second-why = A working token would be left of which nobody knows who may have it. First revoke it, then make a new one.
    .revoke = Revoke it on the Lista tokenów and make a new one from the beginning
    .revoke-why = Yes. It is the only way out: revoke the old one, make a new one, and this time save it before closing the window.
    .hotline = Call the KSeF hotline to have it read out again
    .hotline-why = Nobody, not even KSeF, will show this token a second time.
question-which-environment = Which environment is this?
    .look = Please look at the address and at AP's header. In the real AP the address of this window would be: https://ap.ksef.mf.gov.pl/web/ (in the exercise the address bar has 127.0.0.1, for it is a replica). In the header there is no addition after the words “Aplikacja Podatnika KSeF”.
    .demo = Demo
    .demo-why = Demo has “ap-demo” in its address and an addition in its header. Here is neither the one nor the other.
    .test = Test
    .test-why = Test has “ap-test” in its address and “Środowisko Testowe” in its header. Here is neither the one nor the other.
    .production = Production
    .production-why = Yes. An address without “demo” and “test” and a header without an addition: this is production, the only environment with tax consequences.
question-wrong-window = This is not the environment that was asked for. What now?
    .go-on = Go on: the steps are the same everywhere, and the token will work
    .go-on-why = The steps are the same, but a token works only in the environment in which it was made, and on production everything has tax consequences.
    .leave = Not log in here, open the address of the right environment and begin there
    .leave-why = Yes. Nothing was done here, so it is enough to open the right address and to check the header before logging in.
    .look = Log in and only then check where one is
    .look-why = The environment can be told before logging in, by the address and the header. There is no point in entering the wrong one.

## Training: exercises (automation/training/exercises)

exercise-brak-faktur = The menu has no section Faktury
    .task = From today I look after invoices in the company, and I am logging in to AP for the first time. My boss asks for a token for iCargo, for issuing and viewing invoices.
    .then = The permissions for invoices were granted, and the user has logged out. Now we log in again and go through the steps from the beginning.
    .learnt = Without the section Faktury there is no token for invoices. Whoever has the section Uprawnienia grants them to themselves and logs in again.
exercise-brak-uprawnien = The menu has no section Uprawnienia
    .task = I issue invoices in AP every day. We need a token for iCargo, for issuing and viewing invoices. I will make it with my own account.
    .learnt = Without the section Uprawnienia somebody else in the company, with higher permissions, must make the token.
exercise-zablokowane-uprawnienia = A padlock on the invoice permissions
    .task = In our company it is me who grants permissions in AP. Please make a token for iCargo, for issuing and viewing invoices. I have had Faktury in my menu since this morning.
    .learnt = A padlock on the form means: go back to Krok 1, grant the permissions, log out and log in again.
exercise-token-od-razu = The token comes at once
    .task = We need a new token for iCargo, for issuing and viewing invoices. Please save it in the password database.
    .learnt = The token may come at once, without “W realizacji”. Then STOP: it is copied, and nothing else is clicked.
exercise-kilka-odswiezen = KSeF takes several presses of “Odśwież”
    .task = It is the end of the month and everybody is issuing invoices. We need a token for iCargo and cannot afford to lose it.
    .learnt = “Odśwież” once at a time, every few seconds, until the token comes. Without reloading the page and without closing the window.
exercise-sesja-zakonczona = AP logs out in the middle of the work
    .task = I began early in the morning, then there was one call after another. Please make a token for iCargo, for issuing and viewing invoices.
    .then = We log in again and go through the steps from the beginning.
    .learnt = When the session ends before “Generuj token”, nothing is lost: one logs in again and begins anew.
exercise-token-przepadl = The token is lost
    .task = Two minutes ago a colleague made the token “{ $name }”, saw “Zakończono pomyślnie” and closed the window. Nobody has copied it. We need a token of this name in iCargo.
    .learnt = A lost token cannot be read. It is revoked on the Lista tokenów, and a new one is made.
exercise-nie-to-srodowisko = The wrong environment is open
    .task = This is training, so the token is to be made in the demo environment (played by a replica on this computer) and nowhere else. I have AP's address among my bookmarks, from a colleague.
    .then = Now the right window is opened: the demo environment. It can be told by the header (in the exercise the address is 127.0.0.1, and the login is the test one, for it is a replica).
    .learnt = Before logging in one reads the address and the header. A token works only in the environment in which it was made.

## Training: exercises and their results

training-exercise = Exercise
training-task = A customer's task
training-task-how = You do it as the guide says, on AP's replica: nothing can be broken here. On the way something may look different from usual. The panel will then ask what to do.
training-right = A right answer
training-what-now = What now?
training-again = Once more, from the beginning
training-learnt = To remember
training-summary = Summary
training-summary-show = The show is over
training-passed = passed
training-not-passed = not passed yet
training-passed-why = Brought to its end without help, and without a mistake that costs the token.
training-not-passed-why = To pass: bring it to its end, without help and without a mistake that would cost the token without the assistant. Best to try again at once.
training-well = Done well
training-mistakes = Mistakes, and the guide's rules
training-no-mistakes = No mistakes.
training-times = { $count }×
training-time = Time
training-hints = Hints
training-helped = Done by the assistant
training-totals = Time: { $time } · Hints: { $hints } · Steps done by the assistant: { $helped }
training-show = Shown step by step
training-practice = The whole job by one's own hands
training-exercise-named = Exercise: { $title }
training-no-name = (no name given)

training-well-krok-1-uwierzytelnienie = Logging in to AP
training-well-krok-1-stan = Judging the menu after the login
training-well-krok-2-zadanie-3 = Judging the permissions on the form
training-well-krok-3-pola = The token's name and permissions filled in without a slip
training-well-krok-3-sprawdzenie = The fields checked before “Generuj token”
training-well-krok-3-generuj = “Generuj token” pressed once
training-well-krok-4-odswiez = “Odśwież” pressed once at a time, with pauses
training-well-krok-4-kopiuj = The token copied with the copy icon
training-well-krok-4-zapis = The token saved in the password database before leaving the page
training-well-uniewaznienie-token = The lost token revoked on the list
training-well-question = The right answer at once to the question what to do

exercises-title = Exercises (on the replica, in a visible browser)
exercises-task = Task:
exercises-hint = To do one of them: ap-token train --exercise NAME (drawn: random). With --trainee and --results the result goes into the group's table.
reason-exercise = there is no such exercise; there are: { $names }
reason-revocation-not-held = Neither a date nor a number confirms the token's row, and this browser does not let anybody check what AP's page sends. So nothing was ticked or pressed.
reason-results-none = there is no result in this folder

results-title = Training results
results-summary = Trainees: { $trainees } · Tries: { $tries } · Folder: { $folder }
results-trainee = Trainee
results-exercises = Exercises
results-practice = The whole job
results-tries = Tries
results-passed = Passed
results-mistakes = Mistakes
results-hints = Hints
results-time = Time in all
results-last = Last
results-what = What
results-all-tries = All tries
results-rules = Which rules were broken most often
results-rule = Rule
results-who = By how many people
results-none = Nobody has broken a rule yet.
results-legend = A small number beside a sign tells how many tries there were.
results-yes = yes
results-no = no
results-done = passed
results-not-yet = not yet
results-untried = not tried
results-unread = Files passed over, which are no training results or are damaged: { $files }
results-written = The table: { $page } (for a spreadsheet: { $sheet })
certificate-written = The certificate: { $path }
results-sheet-trainee = Trainee
results-sheet-date = Date
results-sheet-what = What
results-sheet-passed = Passed
results-sheet-mistakes = Mistakes
results-sheet-rules = Rules broken
results-sheet-hints = Hints
results-sheet-time = Time
results-page-skip = Skip to the table

certificate-title = Record of a completed practice
certificate-what = Making a KSeF token in Aplikacja Podatnika and putting it in a safe place
certificate-who = Trainee
certificate-when = When
certificate-where = Where
certificate-replica = on a replica of Aplikacja Podatnika (without consequences)
certificate-environment = in the { $environment } environment
certificate-did = What
certificate-result = Result
certificate-nothing-well = In this try none of the steps that count went without a remark yet.
certificate-signatures = Signatures
certificate-trainee-signs = Trainee
certificate-trainer-signs = Trainer
certificate-record = This is a record of practice, made by the program ap-token { $version }. It is no official document and proves neither permissions in KSeF nor professional qualifications.
certificate-skip = Skip to the content

## Practice (automation/training/trainee.py, explaining.py, coach.py, quiz.py)

practice-hint = Hint
practice-point = Show me where
practice-do-it = Do it for me
practice-working = One moment: AP is at work. Please press nothing for now.
practice-wait = AP is checking whether the token is ready. Please wait a few seconds and press nothing; the panel will say what comes next.
practice-opening = The assistant opens { $address }
practice-good = Done: { $title }
practice-seen-fine = All is as it should be, we can go on.
practice-seen-problem = Well spotted: this is where one has to stop.
practice-check = Please take a close look. Is all as it should be?
    .fine = Yes, all is as it should be
    .wrong = No, something is not right

practice-press = Your turn: please press “{ $name }”. Once.
practice-fill = Your turn: please type into the field “{ $name }” exactly what the panel shows.
practice-tick = Your turn: please tick “{ $name }”.
practice-untick = Please untick “{ $name }”.
practice-choose = Your turn: please choose “{ $value }” from the list “{ $name }”.
practice-unticked = Unticked: only the needed permissions are left.
practice-put-right = Now it is right.
practice-undone = “{ $name }” has changed back. Please put it right.
practice-gone = “{ $name }” is no longer on this page. Please go back to it (with the browser's arrow), or choose “Hint”.
practice-way-back = “{ $name }” is no longer on this page. To get back there, please press “{ $way }”.
practice-look-for = Please look for the words “{ $name }”.
practice-done-for-you = “{ $name }”: the assistant does it. Please watch how.
practice-done-late = “{ $name }”: the token cannot wait any longer, so the assistant does it.

practice-something = something without a name
practice-again = The page has just changed, so pressing “{ $pressed }” did not count yet. Please press it once more.
practice-once = “{ $pressed }” has been pressed already. Once is enough.
practice-not-yet = You pressed: { $pressed }. It is too early for that; the panel will say when.
practice-leaves = You pressed: { $pressed }. That leaves the token's page, and a token that is not saved cannot be read afterwards.
practice-only-wait = Please press nothing for now, and wait.
practice-other-press = That is not the button. You pressed: { $pressed }. We are looking for: “{ $wanted }”.

practice-text-space = There is a needless space at the beginning or at the end. It cannot be seen, but AP will keep it.
practice-text-spaces = The spaces between the words differ: there is a double space, or a character that cannot be seen.
practice-text-capitals = The words are the same, but capital and small letters differ.
practice-text-accents = The words are the same, but the Polish letters differ (ą, ć, ę, ł, ń, ó, ś, ź, ż).
practice-text-missing-end = The text is not complete. At the end “{ $missing }” is missing.
practice-text-too-long = There is too much at the end: “{ $more }”.
practice-text-start = It begins otherwise. It should be: “{ $wanted }”.
practice-text-change =
    { $kind ->
        [delete] After “{ $before }” there is a needless “{ $typed }”.
        [insert] After “{ $before }” “{ $wanted }” is missing.
       *[replace] After “{ $before }” there is “{ $typed }”, but it should be “{ $wanted }”.
    }
practice-text-other = This is another text. Please compare it with the one shown, letter by letter.

practice-address =
    { $environment ->
        [demo] We practise in the demo environment. Which address has to be opened?
        [test] We practise in the test environment. Which address has to be opened?
       *[other] We practise on a replica of AP that runs on this computer alone. Which address has to be opened?
    }
    .title = The address
    .production-why = That is the address of the production environment. All that is done there has tax consequences: it is no place to practise.
    .demo-why = That is the address of the demo environment (it has “ap-demo” in it): tidy, for practice without tax consequences.
    .test-why = That is the address of the test environment (it has “ap-test” in it): without tax consequences, but shared and full of random data.
    .local-why = That is the replica's address: 127.0.0.1 (or localhost) is always this computer, so nothing gets to KSeF.
practice-keep = The token is copied and safe. Where should it be kept for good?
    .title = A place for the token
    .notepad = In a file of the system's Notepad, on the desktop
    .notepad-why = Notepad may serve for a moment at most, to see whether the token is on the clipboard; then it has to be cleared. Anybody with access to the computer can read the file.
    .manager = In a password manager (such as KeePassXC)
    .manager-why = That is right, and that is where the assistant has put it already (KeePassXC): in a password manager the token is encrypted, complete, and easily found by its name.
    .mail = In a message to oneself, or in the team's chat
    .mail-why = A message stays on servers and with whoever got it, and whoever has the token acts in KSeF in the company's name.
    .paper = On a sheet of paper, in a locked drawer
    .paper-why = A token has more than 100 characters: it is easily copied wrong by hand, and a single letter cannot be guessed afterwards.

## Training panel

panel-region = Training: step-by-step guide
panel-stage = Krok
panel-stage-of = Krok { $number } of { $all }
panel-done = done
panel-why = Why
panel-value = To be typed, character by character
panel-warning = Careful
panel-note = In your company
panel-rule = The rule:
panel-good = Well done
panel-mistake = Mistake
panel-hint = Hint
panel-info = Information
panel-stop = Stop
panel-focus = takes the keyboard to this panel and back
