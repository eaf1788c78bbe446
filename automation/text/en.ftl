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
command-doctor = Checks the browser, clipboard, database, KeePassXC, disk, power and whether AP can be reached.
argument-token = The token's reference number, or its entry in the database (path or UUID).

options-general = Options
options-commands = Commands
options-arguments = Arguments
help-default = [default: { $value }]
help-variable = [variable: { $value }]
help-required = [required]
option-help = This help.
options-where = Where and for whom
options-token = Token
options-vault = KeePassXC database
options-run = Run

option-lang = Language: pl or en.
option-json = One JSON object on stdout, everything else on stderr.
option-version = The version number.
option-env = Environment: production, demo, test or local.
option-base-url = Address of AP for --env local (this computer only).
option-nip = NIP of the company to log in for.
option-login = How to log in: test (test authentication).
option-headed = With or without a browser window.
option-browser = Browser: a path, chromium, chrome, msedge, or the ws:// / http:// address of one that is already running.
option-timeout = How many seconds AP has for each screen (default 30).
option-trace = Keep a Playwright trace (trace.zip) of the part before “Generuj token”.
option-recordings = Folder for the records of runs (default recordings).
option-name = The token's name (5-256 characters). Default: system and permissions.
option-system = Whom or what the token is for (default iCargo).
option-permission = A permission of the token, in AP's wording or by its API name; can be repeated. Default: “wystawianie faktur” and “przeglądanie faktur”.
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
step-krok-1-sposob = Krok 1: choosing test authentication
step-krok-1-oswiadczenie = Krok 1: statement about the test environment
step-krok-1-podmiot = Krok 1: identifier of the company (NIP { $nip })
step-krok-1-podpis = Krok 1: signing the test request (“Pieczęć NIP”)
step-krok-1-uwierzytelnienie = Krok 1: authentication and AP's home page
step-krok-1-stan = Krok 1: state after login – “Faktury”, “Uprawnienia” and “Tokeny” in the menu
step-krok-2-zadanie-1 = Krok 2, zadanie 1: “Tokeny” in the side menu
step-krok-2-zadanie-2 = Krok 2, zadanie 2: “Generuj token”
step-krok-2-zadanie-3 = Krok 2, zadanie 3: permissions not locked
step-krok-3-pola = Krok 3: token name “{ $name }” and permissions
step-krok-3-sprawdzenie = Krok 3: checking that the fields are filled in correctly
step-rezerwacja = Reserving the entry in the KeePassXC database
step-krok-3-generuj = Krok 3: pressing “Generuj token” (once)
step-krok-4-odswiez = Krok 4, zadanie 1: “Odśwież” – press { $press }
step-krok-4-kopiuj = Krok 4, zadanie 2: “Kopiuj” (the copy icon)
step-krok-4-zapis = Krok 4, zadanie 2: saving in the database and reading back from disk
step-po-chwili = A look after a moment whether another program has overwritten the entry in the database
step-lista-po-bledzie = Looking at “Lista tokenów” whether the token was made in spite of the error
step-uniewaznienie-menu = Revocation: “Tokeny”
step-uniewaznienie-lista = Revocation: “Lista tokenów”
step-uniewaznienie-token = Revoking the token { $reference }
step-odzyskiwanie-menu = Recovery: Tokeny
step-odzyskiwanie-lista = Recovery: “Lista tokenów” in AP
step-odzyskiwanie-status = Recovery: state of token { $reference } in AP
step-odzyskiwanie-wpis = Recovery: putting the entry { $entry } in order
step-odzyskiwanie-rezerwacja = Recovery: removing the reservation { $entry }
step-odzyskiwanie-import = Recovery: moving the token from the rescue database { $path }
step-uniewaznienie-wpis = Marking the entry in the database as revoked

curtain-opens = From now until the token is saved, AP's page must be neither closed nor reloaded.
interrupt-waits = Stopping as asked. The token may already exist, so it will be saved first. Another Ctrl-C abandons it all the same.
ask-revoke = Token “{ $name }” (reference number { $reference }, made { $created }, NIP { $nip }, environment { $environment }): its value is lost. Revoke it? [y/N]
production-title = This is PRODUCTION: what you do here has legal effect.
production-environment = Environment
production-name = Token name
production-permissions = Permissions
production-vault = Vault
production-revokes = To be revoked, for good
production-retype = Retype the NIP to agree (Enter alone: no):
production-mistyped = This is not that NIP.
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
recovered-safe = Token { $reference } is safe: it was read back from disk, in the entry { $entry } (ap-active).
recovered-confirmed = Token { $reference } is safe: AP has confirmed that it is active, and its value was in the database. The entry { $entry } is now tagged ap-active.
recovered-dead = Token { $reference } does not work and never will (state in AP: { $status }). The entry { $entry } was marked; its content stayed.
recovered-never-listed = AP knows no token { $reference }: it was not made. The entry { $entry } was marked; its content stayed.
recovered-revoked = Token { $reference } was made, but its value can no longer be read. It was revoked, and the empty reservation in the database removed. The token can be generated anew.
recovered-revoked-suspect = Token { $reference } was revoked, for it was not certain which of the stored values is the right one. The entry { $entry } was marked (ap-revoked); its content stayed. The token can be generated anew.
recovered-dead-order = Token { $reference }, which came of this order, no longer works (it failed or was revoked). No reservation of it is left in the database. The token can be generated anew.
recovered-nothing-made = No token was made: “Lista tokenów” in AP has no token “{ $name }” of that time. No reservation of it is left in the database. The token can be generated anew.
recovered-stale = No token was made: the run ended before “Generuj token” was pressed. No reservation of it is left in the database.
recovered-superseded = The value of token { $reference } is in the database, but not in its own entry: in another one, or in the entry's history, because a later token took the place. If it is not needed, revoke it with “ap-token revoke”.
recovered-already-revoked = Token { $reference } is revoked, and the entry { $entry } says so.
recovered-twins = The same press has also made token { $twins } (the browser repeated the order); its value is lost, so it was revoked.
recovered-imported = The token was moved into the database from the rescue database { $path }.
recover-open-running =
    .what = This run is still under way, so nothing was changed.
    .now = Wait until it ends.
recover-open-pending =
    .what = The value of token { $reference } is in the database, in the entry { $entry }, but KSeF is still at work on it.
    .now = Run “ap-token recover” again in a few minutes.
recover-open-pending-unasked =
    .what = The value of token { $reference } is in the database, in the entry { $entry }, but it is not known whether the token is active yet. { $reason }
    .now = Run “ap-token recover” again later. Or look at “Lista tokenów” in AP: if token “{ $name }” is active there, it works and can be used.
recover-open-unknown-unasked =
    .what = “Generuj token” was pressed, so token “{ $name }” (reference number: { $reference }) may have been made. Its value is not in the database, and AP could not be asked. { $reason }
    .now = Run “ap-token recover” again when AP is available. Or by hand: on “Lista tokenów” in AP, revoke the token “{ $name }” made at about { $when }.
recover-open-too-recent =
    .what = “Generuj token” was pressed a short while ago ({ $when }). “Lista tokenów” in AP has no token “{ $name }”, but KSeF may still be at work on it.
    .now = Run “ap-token recover” again in 10 minutes.
recover-open-list-incomplete =
    .what = Token “{ $name }” may have been made, but AP has not shown the whole of “Lista tokenów”.
    .now = Run “ap-token recover” again. Or by hand: on “Lista tokenów” in AP, revoke the token “{ $name }” made at about { $when }.
recover-open-busy =
    .what = Token “{ $name }” may have been made, but another run is just generating a token of the same name. So as not to mistake one for the other, nothing was revoked.
    .now = Wait until that run ends, and run “ap-token recover” again.
recover-open-not-revoked =
    .what = Token { $living } was made and works, or will work, and its value is lost. It was not revoked, because nobody agreed to that.
    .now = Run “ap-token recover” in a terminal and answer the question, or add --yes.
recover-open-revocation-failed =
    .what = Token { $living } was made, and its value is lost. It could not be revoked. { $reason }
    .now = Run “ap-token recover” again, or revoke token { $living } by hand on “Lista tokenów” in AP (“{ $name }”, made at about { $when }).
recover-open-vault-failed =
    .what = This run could not be put in order in the database. { $reason }
    .now = Remove the cause and run “ap-token recover” again.
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
    .now = Do not delete { $path }. Remove the cause and run “ap-token recover” again, or open that file in KeePassXC (same password).
run-folder = The record of this run: { $path }
replica-ready = The replica of Aplikacja Podatnika is running at { $address }
replica-hint = What the browser did: { $audit }   To stop: Ctrl-C

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
doctor-power-mains = On mains power
doctor-power-battery = On battery: { $percent }%. Plug in the charger before making a token.
doctor-power-none = On mains power (no battery)
doctor-ap = AP answers: { $address }
doctor-wording = AP's login screen has the wording we know (AP version: { $version })
doctor-ready = Everything is ready.
doctor-not-ready = Not everything is ready. See above for what to fix.

# --- warnings -------------------------------------------------------------------------------------

warning-observer-failed = The record of this run can no longer be kept ({ $observer }: { $reason }); the run goes on.
warning-picture-failed = No picture of the page was taken: it was not certain that everything confidential would be covered, or the page did not answer. The run goes on.
warning-run-watched = The environment variable { $variable } makes what the browser sends and receives be printed. In the local environment that is allowed, but show the output to nobody unless AP is the replica.
warning-checkbox-locked = Locked on the token form: { $permissions }. The token you are ordering does not need this, but the guide's full set is both invoice permissions.
warning-journals-unreadable =
    { $count ->
        [one] The journal of one run cannot be read ({ $path }).
       *[other] The journals of { $count } runs cannot be read (for example { $path }).
    } If they are another user's, let that user run “ap-token recover”.
warning-kept-out =
    { $place ->
        [frame] A frame from the foreign address { $origin } was about to appear on AP's page; the assistant did not use it. The token is still being made.
        [window] While the token was being issued, a window of the foreign site { $origin } opened; the assistant closed it. The token is still being made.
       *[other] While the token was being issued, AP's page was about to be replaced by the foreign page { $origin }; the assistant did not let it. The token is still being made. Report this.
    }
warning-several-orders = The browser sent the order for the token { $count } times. Check the token list in AP for a second token of the same name and revoke the one you do not need.
warning-not-compared = The page did not hold the whole token, so there was nothing to compare the copied value with. Its form, checksum and NIP are right.
warning-clipboard-headless = A browser without a window (--headless) has a clipboard of its own: the token will not reach the system clipboard. For that, run with --headed.
warning-clipboard-left = The token could not be written to disk, so it was left in the system clipboard: paste it into KeePassXC right now, then clear the clipboard.
warning-clipboard-not-cleared = The token may still be in the system clipboard, because it could not be cleared. Copy any other text now, and if a clipboard history is on (in Windows: Win+V), remove the token from it.
warning-copied-several = After “Kopiuj” was pressed, the page handed different values to the clipboard (how many: { $count }). The first was taken and checked as usual; if this happens again, report it.
warning-copied-from-page = The “Kopiuj” icon gave no value, so the whole token was read from the page's content and checked.
warning-holding = Neither the database { $vault } nor a rescue database can be written ({ $reason }). The token ({ $reference }) is only in this program's memory and on AP's page: do NOT close the program nor the browser's window. Free some space or plug the drive in – writing is tried again every 2 seconds. In the browser's window you can also copy the token yourself with the “Kopiuj” icon and paste it into KeePassXC. Ctrl-C ends the waiting and drops the token.
warning-not-looked-again = It could not be checked once more whether the entry is still in the database: { $reason } Check it in KeePassXC.
warning-no-escrow = This browser does not let the token be secured before AP shows it; it will be stored only once it is copied.
warning-copied-from-escrow = The icon “Kopiuj” handed over no value, so the token from AP's answer to the order was stored.
warning-order-repeated = AP has { $count } tokens of this name from this order (the browser repeated the request after a broken connection). The database has the one with the number { $kept }; revoke on “Lista tokenów”: { $others }.
warning-password-file-open = Other users of this computer can read or change the password file { $path }. Restrict access to yourself (chmod 600).
warning-password-sources = Several sources of the database's password were given. Used: { $used }; passed over: { $ignored }.
warning-keyring-silent = The system's keyring did not answer within { $seconds } s (it may be locked), so it was passed over.
warning-password-form = The password fits the database { $vault } only when its accented letters are written in another way (Unicode { $form ->
        [nfc] NFC: each letter as one character
       *[nfd] NFD: letter and accent apart
    }). The database was made on another system. The assistant opens it all the same; if KeePassXC refuses this password, type it on the system where it was made and set it anew.
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
reason-window-gone = AP shows neither the “W realizacji” screen nor the token.
reason-not-copied = The “Kopiuj” icon gave no value, and the page does not hold exactly one token.
reason-made-all-the-same = AP reported an error, but the token was made and is on “Lista tokenów”.
reason-interrupted = The run was stopped twice (Ctrl-C).
reason-token-length = the copied value does not have the length of a KSeF token
reason-token-form = the copied value does not have the form of a KSeF token
reason-token-checksum = the checksum of the reference number is wrong
reason-token-context = the token is for another company (NIP) than was ordered
reason-token-differs = the copied value differs from the one on the page
reason-exit-code = the command ended with code { NUMBER($code, useGrouping: 0) }
reason-timeout = the command did not end within { $seconds } s
reason-not-a-command = this is not a command
reason-empty-password = the first line is empty
reason-too-long = too long for a password
reason-not-utf8 = this is not text in UTF-8
reason-folder = this is a folder, not a file
reason-terminal = this is a terminal, which would show the password as it is typed
reason-silent = no answer within { $seconds } s
reason-would-echo = this terminal would show the password as it is typed; use --vault-password-file, --vault-password-command, or an ordinary terminal window

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
-nothing = No token was generated, so nothing is lost.

error-unexpected =
    .what = Unexpected error of the assistant ({ $kind }, { $place }).
    .token = If it came before “Generuj token” was pressed, nothing was generated. If it came later, there may be a token.
    .now = Look at “Lista tokenów” in AP: revoke a token of this name that is not in the database. Report the error together with the run's folder.
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
    .now = Test authentication works in the test and local environments.
error-vault-password-missing =
    .what = Nothing provides the password of the database { $vault }.
    .token = { -nothing }
    .now = Give --vault-password-file, --vault-password-command or AP_VAULT_PASSWORD, save the password in the system's keyring, or run the command in a terminal.
error-wrong-scenario =
    .what = The scenario { $path } is not valid: { $reason }
    .token = { -nothing }
    .now = Correct the scenario file.
error-port-taken =
    .what = Port { NUMBER($port, useGrouping: 0) } cannot be used: { $reason }.
    .token = { -nothing }
    .now = Choose another port (--port), or 0 for any free one.
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
    .what = AP rejected the login: { $reason }
    .token = { -nothing }
    .now = Check the NIP and the environment. If they are right, try again in a few minutes.
error-session-ended =
    .what = AP ended the session (step: { $step }).
    .token = { -nothing }
    .now = Log in again, that is, run the command once more.

error-control-missing =
    .what = “{ $control }” was not found on AP's page (step: { $step }; AP version: { $version }). Found instead: { $found }.
    .token = The assistant stopped before it ordered anything: no token was generated.
    .now = AP may have changed. Report this together with the run's folder; the names of controls are corrected in one file, automation/ap/catalogue.toml.
error-control-ambiguous =
    .what = AP's page has several elements “{ $control }” (step: { $step }; AP version: { $version }): { $found }.
    .token = The assistant stopped before it ordered anything: no token was generated.
    .now = AP may have changed. Report this together with the run's folder; the names of controls are corrected in one file, automation/ap/catalogue.toml.
error-control-unresponsive =
    .what = “{ $control }” does not respond (step: { $step }; AP version: { $version }). Something may be covering it.
    .token = The assistant stopped before it ordered anything: no token was generated.
    .now = Run the command with --headed and see what AP shows.
error-form-read-back =
    .what = AP's form does not hold what was entered: { $field } (step: { $step }).
    .token = “Generuj token” was not pressed: there is no token.
    .now = Run the command again with --headed and see what AP does with this field.
error-page-unexpected =
    .what = The browser could not do what was needed on AP's page (step: { $step }).
    .token = The assistant stopped before it ordered anything: no token was generated.
    .now = Run the command with --headed and see what AP shows.

error-ap-unreachable =
    .what = AP does not answer at { $address } ({ $reason }).
    .token = { -nothing }
    .now = Check the network connection. The test environment is sometimes down between 16:00 and 18:00. Try again later.
error-ap-failed =
    .what = AP answered with an error (status { $status }, { $request }; step: { $step }). { $reason }
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
    .what = AP did not accept the order for the token (status { $status }). { $reason }
    .token = No token was generated, and the reservation of the entry in the database was removed.
    .now = Correct what AP's message points at, and run the command again.
error-order-doubtful =
    .what = AP answered “Generuj token” with an error (status { $status }). { $reason }
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
error-token-not-listed =
    .what = The token { $reference } is not on “Lista tokenów” in AP, or cannot be told from another.
    .token = The assistant revoked nothing.
    .now = Check the environment, the NIP and the number; if need be, revoke the token by hand on “Lista tokenów”.
error-recovery-waits =
    .what = Not everything could be finished; tokens that wait: { $names }.
    .token = The values of these tokens are in the database, but AP has not confirmed yet that they are active.
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
    .now = Use a database protected by a password or key file and saved by KeePassXC as KDBX 4 or 3.1.
error-vault-credentials =
    .what = The password or key file does not fit the database { $vault }.
    .token = { -nothing }
    .now = Check the password (and --key-file) and try again. If KeePassXC also asks for a hardware key (YubiKey, OnlyKey) when it opens this database, the assistant cannot open it: the file does not show this, and the assistant does not support hardware keys. Then use a database without one (--create-vault makes a new one).
error-key-file =
    .what = The key file { $key_file } cannot be read.
    .token = { -nothing }
    .now = Give the right file (--key-file).
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
    .now = Do not use this token. Revoke it on “Lista tokenów” in AP and make a new one (under another name or with --replace). Report this together with the run's folder.

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

error-run-interrupted =
    .what = The run was stopped (Ctrl-C).
    .token = { -nothing }
    .now = To start anew, run the command again.
error-browser-closed =
    .what = The browser window was closed or stopped working.
    .token = { -nothing }
    .now = Run the command again and do not close the window before the token is saved.
