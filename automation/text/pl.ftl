# Wszystko, co czyta operator, po polsku. Słowa jak w instrukcji i na ekranach Aplikacji Podatnika (AP).
# Błąd ma trzy części: .what - co się stało, .token - co to znaczy dla tokena, .now - co zrobić teraz.

# --- polecenia i opcje ----------------------------------------------------------------------------

app-help =
    Generuje token KSeF w Aplikacji Podatnika i zapisuje go prosto do bazy KeePassXC.

    Opcje ogólne (--lang, --json) stoją przed poleceniem: ap-token --json generate ...
command-rehearse = Próba generalna: cała procedura bez nadzoru, a potem sprzątanie (token jest unieważniany). Bez --env odbywa się na wbudowanej replice AP: bez konta i bez sieci.
command-generate = Generuje token w wybranym środowisku i zapisuje go w bazie KeePassXC.
command-check = Loguje się i sprawdza, czy użytkownik może wygenerować właściwy token (Krok 1 i 2). Niczego nie generuje.
command-revoke = Unieważnia token wskazany numerem referencyjnym albo wpisem w bazie.
command-recover = Pokazuje przebiegi, które skończyły się między „Generuj token” a bezpiecznym zapisem, i doprowadza każdy do końca: potwierdza token z bazy albo unieważnia zbędny.
command-replica = Uruchamia lokalną replikę AP, po której można klikać.
command-doctor = Sprawdza przeglądarkę, schowek, bazę, KeePassXC, dysk, zasilanie i ekrany AP (--env).
argument-token = Numer referencyjny tokena albo wpis w bazie (ścieżka lub UUID).

options-general = Opcje
options-commands = Polecenia
options-arguments = Argumenty
help-default = [domyślnie: { $value }]
help-variable = [zmienna: { $value }]
help-required = [wymagane]
option-help = Ta pomoc.
options-where = Gdzie i w czyim imieniu
options-login = Logowanie
options-token = Token
options-vault = Baza KeePassXC
options-run = Przebieg
options-training = Szkolenie

option-lang = Język: pl albo en.
option-json = Na stdout jeden obiekt JSON, wszystko inne na stderr.
option-version = Numer wersji.
option-env = Środowisko: production, demo, test albo local.
option-base-url = Adres AP dla --env local (tylko ten komputer).
option-nip = NIP podmiotu, w imieniu którego następuje logowanie.
option-login = Sposób logowania: test (uwierzytelnienie testowe; domyślnie), certificate (podpis lub pieczęć), login-gov (loguje się człowiek, z --headed), session (sesja z wcześniejszego logowania, z bazy).
option-login-limit = Ile sekund ma człowiek na zalogowanie albo podpis (domyślnie 600).
option-keep-session = Zachowaj w bazie sesję po zalogowaniu, na potrzeby --login session (domyślnie tak).
option-certificate = Certyfikat do podpisu: plik .p12/.pfx albo PEM.
option-certificate-key = Klucz prywatny certyfikatu PEM, jeżeli jest w osobnym pliku.
option-certificate-password-file = Plik, którego pierwszy wiersz jest hasłem certyfikatu.
option-certificate-password-command = Polecenie, które wypisuje hasło certyfikatu.
option-sign-command = Program, który podpisze żądanie (karta, podpis w chmurze): polecenie albo lista JSON; input i output w klamrach oznaczają pliki.
option-headed = Z oknem przeglądarki albo bez okna.
option-browser = Przeglądarka: ścieżka, chromium, chrome, msedge albo adres ws:// / http:// już działającej.
option-timeout = Ile sekund AP ma na jeden ekran (domyślnie 30).
option-trace = Zapisz ślad Playwright (trace.zip) z części przed „Generuj token”.
option-recordings = Katalog na ślady przebiegów (domyślnie recordings).
option-name = Nazwa tokena (5-256 znaków). Domyślnie: system i uprawnienia.
option-system = Dla kogo lub czego jest token (domyślnie iCargo).
option-permission = Uprawnienie tokena, słowami AP albo nazwą z API; można powtarzać. Domyślnie wystawianie i przeglądanie faktur.
option-validity-days = Na ile dni ma być ważny token (1-365), jeżeli formularz AP o to pyta (od 2027 roku).
option-renewable = Token może się sam odnawiać, jeżeli formularz AP o to pyta (od 2027 roku; domyślnie nie).
option-refresh-interval = Najkrótsza przerwa między naciśnięciami „Odśwież”, w sekundach (od 2, domyślnie 5).
option-refresh-limit = Po ilu naciśnięciach „Odśwież” zrezygnować (domyślnie 60).
option-vault = Plik bazy KeePassXC (.kdbx).
option-create-vault = Utwórz bazę, jeżeli jej nie ma.
option-clipboard = isolated (domyślnie): schowek systemu nie widzi tokenu; system: widzi (tylko z --headed), a po zapisaniu tokenu jest czyszczony.
option-backup = Przed pierwszym zapisem skopiuj bazę do pliku <nazwa>.bak obok niej.
option-replace = Zastąp token we wpisie o tej samej nazwie; stary zostaje w historii wpisu.
option-password-file = Plik, którego pierwszy wiersz jest hasłem bazy.
option-password-command = Polecenie, które wypisuje hasło bazy.
option-key-file = Plik klucza bazy.
option-group = Grupa na wpis, części oddzielone „/”. Domyślnie KSeF/<środowisko>/<NIP>.
option-scenario = Plik TOML ze scenariuszem repliki.
option-junit = Zapisz też wynik jako JUnit XML.
option-production = Produkcja bez pytania, dla zadań bez terminala; działa tylko razem z ustawieniem production_nips, w którym jest ten NIP.
option-calibrate = W oknie przeglądarki wskażesz to, czego asystent nie znalazł na ekranach AP; z tego powstaje szkic poprawek nazw, używany dopiero po Twojej zgodzie.
option-record = Nagraj ekrany AP takie, jakie są teraz, do ap-ui w katalogu przebiegów; z nimi będą porównywane następne.
option-yes = Nie pytaj przed unieważnieniem tokena, którego wartość przepadła.
option-port = Port repliki; 0 oznacza dowolny wolny.

usage-no-such-option = Nie ma opcji { $option }.
usage-no-such-command = Nie ma polecenia „{ $command }”.
usage-unknown-command = Nie ma takiego polecenia.
usage-unknown-option = Nie ma takiej opcji.
usage-extra-argument = Za dużo słów: po opcjach polecenia stoi coś, czego ono nie przyjmuje. Wartość ze spacjami ujmij w cudzysłów.
usage-password-typed = Hasła nie podaje się w wierszu poleceń, bo widzi je tam każdy program i zostaje w historii powłoki. Użyj --vault-password-file, --vault-password-command, zmiennej AP_VAULT_PASSWORD, systemowego magazynu haseł albo pytania w terminalu. Jeśli wpisano tu prawdziwe hasło, usuń je z historii powłoki i zmień.
usage-missing-parameter = Brakuje: { $option }.
usage-bad-parameter = Nieprawidłowa wartość { $option }: { $message }
usage-bad-option = Opcja { $option } wymaga wartości.
usage-other = { $message }

invalid-greater-than-equal = wartość musi wynosić co najmniej { $ge }
invalid-less-than-equal = wartość może wynosić najwyżej { $le }
invalid-greater-than = wartość musi być większa niż { $gt }
invalid-float-parsing = to nie jest liczba
invalid-int-parsing = to nie jest liczba całkowita
invalid-literal-error = dozwolone wartości: { $expected }
invalid-bool-parsing = dozwolone: true albo false

# --- kroki ----------------------------------------------------------------------------------------

step-przegladarka = Uruchomienie przeglądarki
step-skarbiec = Otwarcie bazy KeePassXC i sprawdzenie hasła
step-krok-1-adres = Krok 1: otwarcie Aplikacji Podatnika ({ $address })
    .do = Otwieramy Aplikację Podatnika (AP): { $address }
    .why = Od adresu zależy, w którym środowisku powstanie token, a token działa tylko w tym, w którym powstał.
    .hint = Adres widać na górze okna przeglądarki. Jeżeli AP zaczyna od strony z napisem „Uwierzytelnij się w Krajowym Systemie e-Faktur”, proszę nacisnąć to pole: pod nim są sposoby logowania.
    .warn =
        Są trzy niezależne środowiska: produkcyjne (ap.ksef.mf.gov.pl), demonstracyjne (ap-demo.ksef.mf.gov.pl) i testowe (ap-test.ksef.mf.gov.pl). Tylko w produkcyjnym wszystko, co się robi, ma skutki podatkowe.

        Token ze środowiska demonstracyjnego lub testowego nie zadziała w iCargo, czyli w programie produkcyjnym. Token do pracy trzeba wygenerować pod adresem https://ap.ksef.mf.gov.pl/web/.
step-krok-1-sposob = Krok 1: wybór uwierzytelnienia testowego
    .do = Jako sposób logowania wybieramy uwierzytelnienie testowe: w polu „Uwierzytelnienie testowe” naciskamy „Zaloguj”.
    .why = Uwierzytelnienie testowe służy do ćwiczeń: nie potrzeba do niego podpisu ani profilu zaufanego.
    .hint = Obok jest „Zaloguj certyfikatem”: to inny sposób. W starszej wersji AP przyciskiem jest całe pole „Zaloguj uwierzytelnieniem testowym”.
step-krok-1-oswiadczenie = Krok 1: oświadczenie o środowisku testowym
    .do = W oknie „Środowisko testowe” zaznaczamy oświadczenie i naciskamy „Przejdź dalej”.
    .why = Środowisko testowe jest ogólnodostępne, dlatego AP prosi o potwierdzenie, że dane są fikcyjne.
    .hint = Najpierw proszę zaznaczyć pole przy zdaniu „Jestem świadomy(a)…”, dopiero potem nacisnąć niebieski przycisk. „Wyjdź” wraca do wyboru logowania.
    .warn = W środowisku testowym nie wolno podawać prawdziwych danych.
step-krok-1-podmiot = Krok 1: identyfikator podmiotu (NIP { $nip })
    .do = Podajemy, w czyim imieniu się logujemy: jako identyfikator wybieramy NIP, a w polu „NIP firmy” wpisujemy { $nip }. Jeżeli AP pyta o numer PESEL lub NIP w certyfikacie, wybieramy „Tak”.
    .why = Token będzie działał tylko w imieniu tego podmiotu.
    .hint = NIP składa się z 10 cyfr, bez kresek i spacji. Pole „NIP firmy” jest pod wyborem identyfikatora.
step-krok-1-podpis = Krok 1: podpis testowego żądania (Pieczęć NIP)
    .do = W części „Podpisz testowe żądanie autoryzacyjne” jako „Typ identyfikatora” wybieramy „Pieczęć NIP”, a w polu „Numer NIP” jeszcze raz wpisujemy ten sam NIP.
    .why = Testowa pieczęć zastępuje prawdziwy podpis: AP przyjmuje ją tylko w środowisku testowym.
    .hint = Ta część jest niżej na stronie, pod pytaniem o certyfikat. Pole „Numer NIP” może się pojawić dopiero po wybraniu „Pieczęć NIP”.
step-krok-1-certyfikat = Krok 1: wybór logowania certyfikatem
    .do = Jako sposób logowania wybieramy certyfikat kwalifikowany: naciskamy „Zaloguj certyfikatem”.
    .why = Podpis kwalifikowany lub pieczęć elektroniczna potwierdza, kto się loguje.
    .hint = Przycisk jest w polu „Certyfikat kwalifikowany”; w starszej wersji AP przyciskiem jest całe pole „Zaloguj certyfikatem kwalifikowanym”.
    .warn = Certyfikatem KSeF nie można się zalogować do AP.
step-krok-1-zadanie = Krok 1: pobranie żądania autoryzacyjnego
    .do = Naciskamy „Pobierz żądanie autoryzacyjne”.
    .why = AP daje plik do podpisania. W pliku jest napisane, w czyim imieniu następuje logowanie.
    .hint = Przycisk jest na stronie „Podpisz żądanie autoryzacyjne”.
    .warn = Na podpis jest 10 minut. Potem plik trzeba pobrać od nowa.
step-krok-1-podpisanie = Krok 1: podpis żądania autoryzacyjnego (XAdES)
    .do = Pobrany plik podpisujemy poza AP: podpisem kwalifikowanym albo pieczęcią, w formacie XAdES.
    .why = AP sprawdza podpis i po nim poznaje, kto się loguje.
    .hint = Plik ma rozszerzenie .xml, a podpis ma być otaczany albo otaczający, czyli w tym samym pliku.
step-krok-1-zaladowanie = Krok 1: załadowanie podpisanego żądania
    .do = Podpisany plik wraca do AP: dodajemy go przyciskiem „Dodaj plik”.
    .why = Z pliku AP odczyta podpis.
    .hint = Po dodaniu obok nazwy pliku widać „Usuń”. Pomyłkę można tak cofnąć.
step-krok-1-uwierzytelnienie = Krok 1: uwierzytelnienie i strona główna AP
    .do = Naciskamy przycisk, który kończy logowanie: przy uwierzytelnieniu testowym „Uwierzytelnij do aplikacji testowej”, przy certyfikacie „Dalej”. Potem czekamy na stronę główną AP.
    .why = Na stronie głównej, u góry po prawej, widać NIP, w którego imieniu pracujemy.
    .hint = Przycisk jest na dole strony, pod ostatnim polem.
step-krok-1-sesja = Krok 1: otwarcie Aplikacji Podatnika ({ $address }) z zachowaną sesją
    .do = Otwieramy AP ({ $address }) z sesją zachowaną po wcześniejszym logowaniu. Robi to asystent.
    .why = Dopóki sesja trwa, nie trzeba się logować od nowa.
    .warn = Zachowana sesja jest jak klucz do konta, dlatego asystent trzyma ją tylko w bazie KeePassXC.
step-krok-1-zachowanie-sesji = Krok 1: zachowanie sesji AP w bazie
step-krok-1-login-gov = Krok 1: przejście do login.gov.pl
    .do = Logujemy się przez login.gov.pl, tak jak do innych usług administracji.
    .why = login.gov.pl potwierdza, kto się loguje: aplikacją mObywatel, bankowością elektroniczną, e-dowodem albo Profilem zaufanym.
    .hint = Pole „Zaloguj przez login.gov.pl” jest na stronie wyboru logowania.
step-krok-1-czekanie = Krok 1: logowanie przez login.gov.pl – robi to człowiek w oknie przeglądarki
    .do = Wybieramy „Zaloguj przez login.gov.pl” i logujemy się w oknie przeglądarki. Robi to osoba, która ma do tego prawo; asystent niczego tam nie wpisuje.
    .why = Hasła i kody należą tylko do tej osoby. Dopóki się loguje, asystent niczego nie zapisuje ani nie nagrywa.
    .hint = Po zalogowaniu przeglądarka sama wraca do AP.
    .warn = Hasło proszę wpisywać tylko wtedy, gdy adres na górze okna jest adresem login.gov.pl albo własnego banku.
step-krok-1-strona-glowna = Krok 1: strona główna AP po zalogowaniu
    .do = Sprawdzamy, czy widać stronę główną AP, a u góry po prawej właściwy NIP.
    .why = Token powstanie w imieniu tego podmiotu i w tym środowisku.
    .hint = Nazwa środowiska jest na górze strony, obok napisu „Aplikacja Podatnika KSeF”. W środowisku produkcyjnym jej nie ma.
step-krok-1-stan = Krok 1: stan po zalogowaniu – Faktury, Uprawnienia i Tokeny w menu
    .do = Sprawdzamy, czy w menu po lewej stronie są pozycje „Faktury”, „Uprawnienia”, „Tokeny” i „Certyfikaty”.
    .why = To bardzo ważny moment: po menu widać, czy ten użytkownik może wygenerować token z odpowiednimi uprawnieniami.
    .hint = Jeżeli menu nie widać, rozwija je przycisk „Menu” u góry po lewej stronie.
    .warn =
        Brak sekcji „Faktury”: użytkownik nie ma uprawnień do wystawiania lub odbierania faktur. Proszę mu je nadać (wystawianie i odczyt faktur), wylogować się i zalogować ponownie.

        Brak sekcji „Uprawnienia”: użytkownik nie zarządza rolami w KSeF. Token musi wygenerować inna osoba w firmie, z wyższymi uprawnieniami. Zwykle nie ma wtedy też pozycji „Tokeny” i „Certyfikaty”.

        Brak obu: proszę postępować według ogólnej instrukcji Aplikacji Podatnika (nadanie uprawnień właścicielskich lub zarządczych) albo zadzwonić na Infolinię KSeF, 22 330 03 30.
step-krok-2-zadanie-1 = Krok 2, zadanie 1: w menu bocznym Tokeny
    .do = Z menu po lewej stronie wybieramy „Tokeny”.
    .why = Pod tą pozycją jest wszystko, co w AP dotyczy tokenów.
    .hint = „Tokeny” są w menu pod pozycją „Uprawnienia”. Jeżeli menu nie widać, rozwija je przycisk „Menu” u góry po lewej stronie.
step-krok-2-zadanie-2 = Krok 2, zadanie 2: Generuj token
    .do = Z menu, które się rozwinęło, wybieramy „Generuj token”.
    .why = Otwiera się formularz tokena. Token jeszcze nie powstaje.
    .hint = Pod pozycją „Tokeny” są „Generuj token” i „Lista tokenów”.
step-krok-2-zadanie-3 = Krok 2, zadanie 3: odblokowane uprawnienia
    .do =
        Sprawdzamy, czy potrzebne uprawnienia można zaznaczyć. Dla iCargo są to:
        - „wystawianie faktur”
        - „przeglądanie faktur”
    .why = Jeżeli te pola są odblokowane, uprawnień jest komplet i można przystąpić do generowania tokena.
    .hint = Pola są pod napisem „Wybierz uprawnienia powiązane z tokenem”. Zablokowane pole ma kłódkę i nie daje się zaznaczyć.
    .warn = Zablokowane pole znaczy, że ten użytkownik sam nie ma tego uprawnienia i nie wygeneruje odpowiedniego tokena. Trzeba wrócić do Kroku 1: nadać brakujące uprawnienie, wylogować się i zalogować ponownie.
step-krok-3-pola = Krok 3: nazwa tokena „{ $name }” i uprawnienia
    .do =
        W polu „Nazwa tokena” wpisujemy: { $name }
        Potem zaznaczamy uprawnienia, których token potrzebuje, i żadnych innych. Dla iCargo są to „wystawianie faktur” i „przeglądanie faktur”.
    .why = Nazwa może być dowolna, ale w przyszłości ma jednoznacznie wskazywać, dla jakiej osoby lub jakiego systemu jest token (na przykład „Jan Nowak” albo „iCargo”) i jakie ma uprawnienia. Przykład dobrej nazwy: „iCargo wystawianie i przeglądanie faktur”.
    .hint = Nazwa ma od 5 do 256 znaków i mieści się w jednym wierszu. Pola uprawnień są pod nią.
    .warn = Uprawnień tokena nie można później zmienić. Do innych uprawnień potrzeba nowego tokena.
step-krok-3-sprawdzenie = Krok 3: sprawdzenie, czy pola są wypełnione poprawnie
    .do = Jeszcze raz czytamy nazwę tokena i sprawdzamy, czy zaznaczone są wszystkie potrzebne uprawnienia i żadne inne.
    .why = To ostatnia chwila na poprawki: po naciśnięciu „Generuj token” niczego już nie da się zmienić.
    .hint = Nazwę proszę porównać litera po literze, a potem przejrzeć wszystkie pola od góry do dołu.
step-rezerwacja = Rezerwacja wpisu w bazie KeePassXC
    .do = Przygotowujemy miejsce na token w programie do przechowywania haseł. Robi to asystent: zakłada wpis w bazie KeePassXC.
    .why = Token będzie widać tylko raz, więc miejsce na niego ma być gotowe, zanim powstanie.
step-krok-3-generuj = Krok 3: naciśnięcie Generuj token (jeden raz)
    .do = Gdy pola są wypełnione poprawnie, naciskamy „Generuj token”. Tylko jeden raz.
    .why = Dopiero to naciśnięcie tworzy token. Kolejne utworzyłoby drugi.
    .hint = Chodzi o niebieski przycisk pod formularzem, a nie o pozycję „Generuj token” w menu.
    .warn =
        Zasilanie: laptop powinien mieć naładowaną baterię, a komputer stacjonarny zasilacz awaryjny (UPS). Gdyby zabrakło prądu, można stracić dostęp do tokena.

        Token zostanie wyświetlony tylko raz. Po zamknięciu okna lub odświeżeniu strony pozostaje tylko unieważnić go i wygenerować nowy od początku.

        W 99% przypadków pojawi się najpierw okno „Generowanie tokena” z napisem „W realizacji”. Jeżeli od razu widać token: STOP, proszę go tylko skopiować i nic więcej nie klikać.
step-krok-4-odswiez = Krok 4, zadanie 1: Odśwież – naciśnięcie { $press }.
    .do = Naciskamy „Odśwież”. Tylko jeden raz.
    .why = KSeF potrzebuje chwili na przetworzenie żądania. Token pokaże się dopiero po naciśnięciu „Odśwież”.
    .hint = „Odśwież”, z ikoną dwóch strzałek, jest za zdaniem „Operacja może potrwać kilka minut”. Nie chodzi o odświeżanie strony w przeglądarce.
    .warn =
        Jeżeli token jeszcze się nie pojawił, proszę odczekać kilka sekund i nacisnąć „Odśwież” ponownie, znowu tylko jeden raz.

        Tej strony nie wolno teraz zamykać, opuszczać ani odświeżać w przeglądarce: tokena nie będzie można pobrać później.
step-krok-4-czekanie = Krok 4, zadanie 1: czekanie, aż AP pokaże token (bez naciskania)
    .do = Czekamy, aż AP pokaże token. Niczego nie naciskamy.
    .why = Na tej stronie nie da się na pewno rozpoznać przycisku „Odśwież”, a naciśnięcie czegoś innego mogłoby kosztować token.
    .warn = Tej strony nie wolno teraz zamykać, opuszczać ani odświeżać w przeglądarce: tokena nie będzie można pobrać później.
step-krok-4-kopiuj = Krok 4, zadanie 2: Kopiuj (ikona kopiowania)
    .do = Token jest na ekranie. Naciskamy ikonę kopiowania („Kopiuj”) i nic więcej.
    .why = To najbezpieczniejszy sposób: do schowka trafia 100% znaków tokena.
    .hint = Ikona z napisem „Kopiuj” jest w szarym polu z tokenem, po prawej stronie.
    .warn =
        STOP! Tej strony nie wolno zamykać ani odświeżać, dopóki token nie jest zabezpieczony. Opuszczają ją też przyciski „Lista tokenów” i „Wygeneruj kolejny token”.

        Tak samo, gdy token pojawił się od razu, bez napisu „W realizacji”: proszę go tylko skopiować i nic więcej nie klikać.

        Nie zalecamy zaznaczania tokena i skrótu Ctrl+C: łatwo skopiować niewidzialny znak (np. spację na końcu) albo nie cały token, bo jego końca nie widać.
step-krok-4-zapis = Krok 4, zadanie 2: zapis w bazie i odczyt z dysku
    .do = Token trafia do programu do przechowywania haseł. Robi to asystent: zapisuje go w bazie KeePassXC i odczytuje z dysku.
    .why = Token jest zabezpieczony dopiero wtedy, gdy w bazie jest dokładnie to, co pokazała AP.
    .warn =
        Okno w AP zamykamy dopiero wtedy, gdy jest całkowicie pewne, że token został skopiowany i zapisany.

        Systemowy Notatnik może posłużyć tylko na chwilę, do sprawdzenia, czy token jest w schowku. To nie jest miejsce na przechowywanie tokena.
step-doctor-formularz = Formularz tokena: nazwa i Generuj token (bez naciskania)
step-doctor-lista = Lista tokenów
step-po-chwili = Sprawdzenie po chwili, czy inny program nie nadpisał wpisu w bazie
step-lista-po-bledzie = Sprawdzenie na Liście tokenów, czy token mimo błędu powstał
    .do = Sprawdzamy na „Liście tokenów”, czy token mimo błędu powstał.
    .why = Po błędzie nie wiadomo, czy KSeF przyjął zamówienie. Kolejne naciśnięcie „Generuj token” mogłoby dać drugi token.
step-uniewaznienie-menu = Unieważnienie: Tokeny
    .do = Z menu po lewej stronie wybieramy „Tokeny”.
    .why = Token, którego wartość przepadła albo który jest niepotrzebny, trzeba unieważnić.
    .hint = „Tokeny” są w menu pod pozycją „Uprawnienia”.
step-uniewaznienie-lista = Unieważnienie: Lista tokenów
    .do = Z menu, które się rozwinęło, wybieramy „Lista tokenów”.
    .why = Na liście są wszystkie tokeny tego podmiotu. Ich wartości już tam nie ma.
    .hint = Pod pozycją „Tokeny” są „Generuj token” i „Lista tokenów”.
step-uniewaznienie-token = Unieważnienie tokena { $reference }
    .do = Na liście zaznaczamy ten jeden token, naciskamy „Unieważnij” i potwierdzamy. Jego numer referencyjny: { $reference }
    .why = Unieważnionym tokenem nikt się już nie zaloguje do KSeF.
    .hint = Token poznaje się na liście po nazwie i dacie aktywacji. Przycisk „Unieważnij” jest pod tabelą.
    .warn = Unieważnienia nie można cofnąć. Zanim naciśniemy „Unieważnij”, jeszcze raz czytamy nazwę i datę zaznaczonego tokena.
step-odzyskiwanie-menu = Odzyskiwanie: Tokeny
step-odzyskiwanie-lista = Odzyskiwanie: Lista tokenów w AP
step-odzyskiwanie-status = Odzyskiwanie: stan tokena { $reference } w AP
step-odzyskiwanie-wpis = Odzyskiwanie: uporządkowanie wpisu { $entry }
step-odzyskiwanie-rezerwacja = Odzyskiwanie: usunięcie rezerwacji { $entry }
step-odzyskiwanie-import = Odzyskiwanie: przeniesienie tokena z bazy ratunkowej { $path }
step-uniewaznienie-wpis = Oznaczenie wpisu w bazie jako unieważnionego
    .do = Jeżeli token był zapisany w bazie KeePassXC, jego wpis oznaczamy jako unieważniony. Robi to asystent.
    .why = Dzięki temu nikt nie użyje tokena, który już nie działa.

guide-says = Instrukcja: { $text }
curtain-opens = Od tej chwili do zapisu tokena strony AP nie wolno zamykać ani odświeżać.
interrupt-waits = Przerwanie przyjęte. Token może już istnieć, więc najpierw zostanie zapisany. Kolejne Ctrl-C mimo to go porzuci.
ask-revoke = Token „{ $name }” (numer referencyjny { $reference }, utworzony { $created }, NIP { $nip }, środowisko { $environment }): jego wartość przepadła. Unieważnić go? [t/N]
ask-revoke-suspect = Token „{ $name }” (numer referencyjny { $reference }, utworzony { $created }, NIP { $nip }, środowisko { $environment }): to, co zapisano w bazie, się różni i nie wiadomo, która wartość jest właściwa. Unieważnić go? [t/N]
ask-not-ours = W AP działa token „{ $name }” (numer referencyjny { $reference }, utworzony { $created }), a niedokończony przebieg zamawiał token o tej nazwie { $when }. Czy wiesz na pewno, że to inny token i że ktoś ma jego wartość? [t/N]
production-title = To jest PRODUKCJA: to, co tu zrobisz, ma skutki prawne.
production-environment = Środowisko
production-name = Nazwa tokena
production-permissions = Uprawnienia
production-vault = Baza
production-revokes = Do unieważnienia, na zawsze
production-retype = Przepisz NIP, aby się zgodzić (sam Enter: rezygnacja):
production-mistyped = To nie jest ten NIP.
ask-certificate-password = Hasło do certyfikatu { $certificate }:
ask-vault-password = Hasło do bazy { $vault }:
ask-vault-password-or-enter = Hasło do bazy { $vault } (sam Enter, jeśli wystarcza plik klucza):

# --- koniec --------------------------------------------------------------------------------------

stored-title = Token jest bezpieczny w bazie KeePassXC
summary-vault = Baza
summary-entry = Wpis
summary-reference = Numer referencyjny
summary-presses = Naciśnięcia „Odśwież”
good-for =
    { $environment ->
        [production] Token działa wyłącznie w środowisku produkcyjnym KSeF i ma skutki prawne.
        [demo] Token działa wyłącznie w środowisku demonstracyjnym. W produkcyjnym programie (iCargo) nie zadziała: do pracy trzeba wygenerować token na produkcji, https://ap.ksef.mf.gov.pl/web/.
        [test] Token działa wyłącznie w środowisku testowym. W produkcyjnym programie (iCargo) nie zadziała: do pracy trzeba wygenerować token na produkcji, https://ap.ksef.mf.gov.pl/web/.
       *[local] Token pochodzi z lokalnej AP (ćwiczenia) i nie działa nigdzie indziej. W produkcyjnym programie (iCargo) nie zadziała: do pracy trzeba wygenerować token na produkcji, https://ap.ksef.mf.gov.pl/web/.
    }
next-krok-5 = Co dalej (Krok 5): otwórz wpis w KeePassXC, skopiuj pole Hasło i wprowadź token w programie, dla którego powstał, według instrukcji „Automatyczna wymiana danych z KSeF”.
next-revoked = To była próba: token został już unieważniony, a wpis w bazie oznaczony (ap-revoked). Naprawdę następny byłby Krok 5: wprowadzenie tokena do programu (iCargo) według instrukcji „Automatyczna wymiana danych z KSeF”.
practice-vault =
    Bazę tej próby można otworzyć w KeePassXC; hasło: { $password }
    { $command }
checked = Ten użytkownik może wygenerować token z wybranymi uprawnieniami. Niczego nie wygenerowano.
revoked = Token { $reference } został unieważniony.
recover-title = Przebiegi, które skończyły się, zanim token był bezpieczny
recover-nothing-to-do = Nie ma nic do zrobienia: każdy token jest bezpieczny albo go nie ma.
recover-nothing-to-do-in = Nie ma nic do zrobienia w bazie { $vault }: każdy token, który jej dotyczy, jest bezpieczny albo go nie ma.
recovered-safe = Token { $reference } jest bezpieczny: odczytano go z dysku we wpisie { $entry } (ap-active).
recovered-confirmed = Token { $reference } jest bezpieczny: AP potwierdziła, że jest aktywny, a jego wartość była w bazie. Wpis { $entry } ma teraz tag ap-active.
recovered-dead = Token { $reference } nie działa i nie będzie działał (stan w AP: { $status }). Wpis { $entry } oznaczono, jego zawartość została.
recovered-never-listed = AP nie zna tokena { $reference }: nie powstał. Wpis { $entry } oznaczono, jego zawartość została.
recovered-revoked = W AP powstało, ale wartości nie da się już odczytać: { $reference } („{ $name }”). Unieważniono, a pustą rezerwację w bazie usunięto. Token można wygenerować od nowa.
recovered-revoked-suspect = Token { $reference } został unieważniony, bo nie było pewne, która z zapisanych wartości jest właściwa. Wpis { $entry } oznaczono (ap-revoked), jego zawartość została. Token można wygenerować od nowa.
recovered-dead-order = Token { $reference }, który powstał z tego zamówienia, już nie działa (nie powiódł się albo został unieważniony). W bazie nie została po nim rezerwacja. Token można wygenerować od nowa.
recovered-nothing-made = Token nie powstał: na Liście tokenów w AP nie ma tokena „{ $name }” z tego czasu. W bazie nie została po nim rezerwacja. Token można wygenerować od nowa.
recovered-stale = Token nie powstał: przebieg skończył się przed naciśnięciem „Generuj token”. W bazie nie została po nim rezerwacja.
recovered-superseded = Wartość tokena { $reference } jest w bazie, ale nie w swoim wpisie: w innym albo w historii wpisu (zajął go późniejszy token albo ktoś go zmienił). Niepotrzebny token można unieważnić poleceniem „ap-token revoke”.
recovered-already-revoked = Token { $reference } jest unieważniony, a wpis { $entry } o tym mówi.
recovered-twins = Z tego samego naciśnięcia powstało też: { $twins } (przeglądarka powtórzyła zamówienie); tej wartości nikt nie ma, więc unieważniono.
recovered-so-far = Unieważniono w AP: { $revoked }.
recovered-imported = Token przeniesiono do bazy z bazy ratunkowej { $path }.
recovered-imported-nothing = W bazie ratunkowej { $path } nie było niczego, czego nie ma już w bazie.
recover-open-running =
    .what = Ten przebieg jeszcze trwa, więc niczego nie zmieniono.
    .now = Poczekaj, aż się skończy.
recover-open-pending =
    .what = Wartość tokena { $reference } jest w bazie, we wpisie { $entry }, ale w KSeF jest on jeszcze w realizacji.
    .now = Za kilka minut uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz.
recover-open-pending-unasked =
    .what = Wartość tokena { $reference } jest w bazie, we wpisie { $entry }, ale nie wiadomo, czy token jest już aktywny. { $reason }
    .now = Później uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz. Można też zajrzeć na Listę tokenów w AP: jeżeli token „{ $name }” jest tam aktywny, działa i można go używać.
recover-open-unknown-unasked =
    .what = „Generuj token” naciśnięto, więc token „{ $name }” (numer referencyjny: { $reference }) mógł powstać. Jego wartości nie ma w bazie, a AP nie udało się zapytać. { $reason }
    .now = Uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz, gdy AP będzie dostępna. Albo ręcznie: na Liście tokenów w AP unieważnij token „{ $name }” utworzony około { $when }.
recover-open-too-recent =
    .what = „Generuj token” naciśnięto niedawno ({ $when }). Na Liście tokenów w AP nie ma tokena „{ $name }”, ale KSeF może jeszcze nad nim pracować.
    .now = Za 10 minut uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz.
recover-open-list-incomplete =
    .what = Token „{ $name }” mógł powstać, ale AP nie pokazała całej Listy tokenów.
    .now = Uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz. Albo ręcznie: na Liście tokenów w AP unieważnij token „{ $name }” utworzony około { $when }.
recover-open-busy =
    .what = Token „{ $name }” mógł powstać, ale właśnie trwa inny przebieg, który generuje token o tej samej nazwie. Aby ich nie pomylić, niczego nie unieważniono.
    .now = Poczekaj, aż tamten przebieg się skończy, i uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz.
recover-open-not-revoked =
    .what = Token { $living } powstał i działa albo zacznie działać, a jego wartość przepadła. Nie unieważniono go, bo nikt się na to nie zgodził.
    .now = Uruchom „ap-token recover --vault "{ $vault }"” w terminalu i odpowiedz na pytanie albo dodaj --yes (na produkcji także --production, a NIP do ustawienia production_nips).
recover-open-revocation-failed =
    .what = Token { $living } powstał, a jego wartość przepadła. Nie udało się go unieważnić. { $reason }
    .now = Uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz albo unieważnij go ręcznie na Liście tokenów w AP: „{ $name }”, data { $created } (numerów AP nie pokazuje).
recover-open-vault-failed =
    .what = Tego przebiegu nie udało się uporządkować w bazie. { $reason }
    .now = Usuń przyczynę i uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz.
recover-open-journal-stale =
    .what = Przebieg skończył się przed naciśnięciem „Generuj token”: token nie powstał. W bazie { $vault } mogła zostać pusta rezerwacja wpisu.
    .now = Usunie ją „ap-token recover --vault "{ $vault }"”.
recover-open-journal-stored =
    .what = Według śladu przebiegu token { $reference } jest zapisany w bazie { $vault }, ale nie sprawdzono go do końca.
    .now = Uruchom „ap-token recover --vault "{ $vault }"”.
recover-open-journal-rescued =
    .what = Bazy { $vault } nie dało się zapisać; token { $reference } jest w bazie ratunkowej { $path } (to samo hasło).
    .now = Nie usuwaj tego pliku. Uruchom „ap-token recover --vault "{ $vault }"”, a token zostanie przeniesiony.
recover-open-journal-unknown =
    .what = „Generuj token” naciśnięto, więc token „{ $name }” mógł powstać, a ślad przebiegu nie mówi, aby trafił do bazy { $vault }.
    .now = Uruchom „ap-token recover --vault "{ $vault }"”: sprawdzi bazę i Listę tokenów w AP.
recover-open-rescue-failed =
    .what = Token jest w bazie ratunkowej { $path }, ale nie udało się go przenieść do bazy { $vault }. { $reason }
    .now = Nie usuwaj pliku { $path }. Usuń przyczynę i uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz albo otwórz ten plik w KeePassXC (hasło, które baza miała, gdy powstał).
recover-open-other-vault =
    .what = Ten przebieg zapisywał token „{ $name }” (numer referencyjny: { $reference }) w innej bazie: { $path }. W bazie { $vault } niczego nie zmieniono ani nie unieważniono.
    .now = Uruchom „ap-token recover --vault "{ $path }"”.
recover-open-stored-elsewhere =
    .what = Według śladu przebiegu token { $reference } zapisano w bazie { $path }. Teraz jej tam nie ma, a w bazie { $vault } nie ma jego wartości. Niczego nie unieważniono.
    .now = Podłącz nośnik z tamtą bazą albo ją odszukaj i uruchom „ap-token recover” z --vault. Jeżeli na pewno przepadła: „ap-token revoke { $reference }”, a potem „ap-token recover”.
recover-open-entry-missing =
    .what = Według śladu przebiegu token { $reference } zapisano w bazie { $path }, we wpisie { $entry }, ale tego wpisu w niej nie ma i nikt go z niej nie usunął. Może to starsza kopia bazy. Niczego nie unieważniono.
    .now = Odszukaj właściwą bazę i uruchom „ap-token recover” z --vault. Jeżeli wartość na pewno przepadła: „ap-token revoke { $reference }”, a potem „ap-token recover”.
recover-open-rescue-missing =
    .what = Token (numer referencyjny: { $reference }) zapisano w bazie ratunkowej { $path }, ale teraz tego pliku tam nie ma. Jego wartość jest bezpieczna, jeżeli plik gdzieś jest. Niczego nie unieważniono.
    .now = Podłącz nośnik albo odszukaj plik, połóż go obok bazy { $vault } i uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz. Jeżeli na pewno przepadł: unieważnij token „{ $name }” (około { $when }) na Liście tokenów w AP, a potem uruchom „ap-token recover --vault "{ $vault }"”.
recover-open-recycled =
    .what = Wartość tokena { $reference } jest w bazie { $vault }, ale w koszu: { $path }. Nie jest tam bezpieczna. Niczego nie unieważniono.
    .now = W KeePassXC przenieś wpis z kosza na miejsce i uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz. Jeżeli token jest niepotrzebny: „ap-token revoke { $reference }”, a potem „ap-token recover --vault "{ $vault }"”.
recover-open-in-history =
    .what = Wartość tokena { $living } jest w bazie, ale tylko w historii wpisu { $path }; teraz wpis ma inne hasło. Niczego nie unieważniono.
    .now = W KeePassXC otwórz wpis, wybierz Historia i przywróć stan z tokenem, a potem uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz. Jeżeli token jest niepotrzebny: „ap-token revoke { $living }”, a potem „ap-token recover --vault "{ $vault }"”.
recover-open-suspect =
    .what = Wartość tokena { $living } jest w bazie, we wpisie { $path }, ale obok niej jest tam inna i nie jest pewne, która jest właściwa. Niczego nie unieważniono.
    .now = Sprawdź w KeePassXC we wpisie { $path }, która wartość zaczyna się od { $living }. Jeżeli działa, ustaw ją jako hasło, resztę i znacznik ap-pending usuń, a potem uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz. Jeżeli nie działa: „ap-token revoke { $living }”.
recover-open-contested =
    .what = Token { $living } może być z tego przebiegu albo z innego niedokończonego ({ $run }), który zapisuje do bazy { $path }. Aby ich nie pomylić, niczego nie unieważniono.
    .now = Najpierw wyjaśnij tamten przebieg: „ap-token recover --vault "{ $path }"”. Potem uruchom to polecenie jeszcze raz. Jeżeli tamto odsyła tutaj, wartości nie ma w żadnej z tych baz: unieważnij token („ap-token revoke { $living }”).
recover-open-no-journal =
    .what = W bazie jest rezerwacja tokena „{ $name }”, a w AP działa: { $living }. Śladu tego przebiegu tu nie ma, więc może on jeszcze trwać na innym komputerze. Niczego nie unieważniono.
    .now = Sprawdź, czy nikt inny nie generuje teraz tokena do tej bazy. Za godzinę uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz.
recover-open-several =
    .what = W AP jest więcej tokenów „{ $name }” z tego czasu, niż mogło powstać z jednego naciśnięcia: { $living }. Któryś z nich może być cudzy, więc niczego nie unieważniono.
    .now = Ustal, które z nich ktoś ma u siebie. Resztę unieważnij („ap-token revoke” z numerem) i uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz.
recover-open-namesakes =
    .what = Token „{ $name }” zamówiono według zegara tego komputera { $when }. Z tego czasu w AP go nie ma, ale działa tam token o tej nazwie z innego czasu: { $living }. Jeżeli zegar komputera był wtedy zły, to może być właśnie ten.
    .now = Sprawdź, czy ktoś ma jego wartość. Jeżeli nie, unieważnij go: „ap-token revoke” z numerem. Jeżeli tak, uruchom „ap-token recover --vault "{ $vault }"” w terminalu i odpowiedz na pytanie.
recover-open-not-revoked-suspect =
    .what = Token { $living } powstał i działa albo zacznie działać, ale to, co zapisano we wpisie { $entry }, się różni i nie wiadomo, która wartość jest właściwa. Nie unieważniono go, bo nikt się na to nie zgodził.
    .now = Uruchom „ap-token recover --vault "{ $vault }"” w terminalu i odpowiedz na pytanie albo dodaj --yes (na produkcji także --production, a NIP do ustawienia production_nips).
recover-open-revoked-unwritten =
    .what = Bazy nie udało się jednak uporządkować. { $reason }
    .now = Usuń przyczynę i uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz: dokończy porządki w bazie.
recover-open-interrupted =
    .what = Przerwano, zanim wyjaśniono ten przebieg. Token „{ $name }” (numer referencyjny: { $reference }) mógł powstać.
    .now = Uruchom „ap-token recover --vault "{ $vault }"” jeszcze raz.
run-folder = Ślad tego przebiegu (pokazuje go „ap-token report”): { $path }
replica-ready = Replika Aplikacji Podatnika działa pod adresem { $address }
replica-hint = Co zrobiła przeglądarka: { $audit }   Koniec: Ctrl-C

session-entry-title = Sesja Aplikacji Podatnika
session-entry-notes = Sesja AP (środowisko { $environment }) dla logowania --login session; w załączniku session.json. Kto ją ma, działa w AP tak jak osoba, która się zalogowała, dopóki AP sesji nie zakończy. Usuń ten wpis, jeżeli sesja ma nie być przechowywana (wyłącza to --no-keep-session).
person-log-in =
    { $minutes ->
        [0] W oknie przeglądarki: zaloguj się przez login.gov.pl i wróć do AP (NIP { $nip }). Zostało mniej niż minuta. Asystent niczego tam nie wpisuje ani nie naciska.
       *[other] W oknie przeglądarki: zaloguj się przez login.gov.pl i wróć do AP (NIP { $nip }). Zostało minut: { $minutes }. Asystent niczego tam nie wpisuje ani nie naciska.
    }
entry-notes-for = Token KSeF „{ $name }”: { $permissions }.
rehearsal-name = Próba { $time } { $name }
entry-notes-once = AP pokazuje token tylko raz. Jeżeli zaginie albo wycieknie, unieważnij go na liście tokenów w AP i wygeneruj nowy.

browser-found = Przeglądarka: { $browser }
browser-downloading = Nie znaleziono Edge, Chrome ani Chromium. Pobieranie przeglądarki Playwright...
browser-installing-package = Pobranie się nie powiodło. Instalowanie pakietu chromium...

# --- doctor ---------------------------------------------------------------------------------------

doctor-title = Stan środowiska pracy
doctor-browser = Przeglądarka: { $product }
doctor-clipboard = Przechwytywanie kopii działa; schowek systemowy pozostaje nietknięty
doctor-keepassxc = KeePassXC: { $version }
doctor-no-keepassxc = Nie znaleziono KeePassXC. Zapis działa bez niego, ale wpis najwygodniej otworzyć właśnie nim: https://keepassxc.org/
doctor-vault = Baza { $vault }: plik KeePass, można do niej pisać
doctor-vault-opened = Baza { $vault }: otwiera się i można do niej pisać
doctor-disk = Wolne miejsce na ślady przebiegów: { $megabytes } MB
doctor-disk-low = Mało miejsca na dysku: { $megabytes } MB. Zwolnij co najmniej 200 MB.
doctor-power-mains = Zasilanie sieciowe (bateria: { $percent }%)
doctor-power-battery = Zasilanie z baterii: { $percent }%, co najmniej { $minimum }% (battery_minimum). Przed generowaniem tokena lepiej podłącz zasilacz.
doctor-power-low = Zasilanie z baterii: tylko { $percent }%, mniej niż { $minimum }% (battery_minimum). Podłącz zasilacz, zanim wygenerujesz token.
doctor-power-none = Zasilanie sieciowe (brak baterii)
doctor-ap = AP odpowiada: { $address }
doctor-wording = Wszystko, czego asystent potrzebuje, jest na ekranach AP (wersja { $version }; obejrzane: { $screens }; różnice od nagranych: { $differences })
doctor-wording-alone = Wszystko, czego asystent potrzebuje, jest na ekranach AP (wersja { $version }); nie ma nagranych ekranów do porównania
doctor-ready = Wszystko gotowe.
doctor-not-ready = Nie wszystko jest gotowe. Co poprawić, widać wyżej.
recorded = Nagrane ekrany ({ $screens }): { $path }
differences-needed = Zmiany w tym, czego asystent używa albo co AP każe wypełnić:
differences-other = Inne zmiany na ekranach AP:
difference-renamed = { $screen }: { $role } „{ $old }” nazywa się teraz „{ $new }” (w: { $place })
difference-moved = { $screen }: { $role } „{ $new }” jest teraz w innym miejscu: { $place } (było: { $was })
difference-new = { $screen }: nowe: { $role } „{ $new }” (w: { $place })
difference-gone = { $screen }: nie ma już: { $role } „{ $old }” (było w: { $place })
difference-retyped = { $screen }: „{ $new }” to teraz { $role } (było: { $was })
difference-required = { $screen }: trzeba teraz wypełnić: { $role } „{ $new }” (w: { $place })
role =
    { $role ->
        [button] przycisk
        [link] odnośnik
        [menuitem] pozycja menu
        [textbox] pole
        [spinbutton] pole liczbowe
        [combobox] lista wyboru
        [checkbox] pole wyboru
        [switch] przełącznik
        [radio] opcja
        [radiogroup] grupa opcji
        [tab] karta
        [heading] nagłówek
       *[other] { $role }
    }
screen =
    { $screen ->
        [landing] strona początkowa
        [login] sposoby logowania
        [consent] oświadczenie o środowisku testowym
        [context] kontekst logowania
        [signature-kind] podpis testowy
        [signature] podpis testowy (pieczęć)
        [certificate-context] kontekst logowania certyfikatem
        [signing] podpisywanie żądania
        [home] strona główna
        [menu] menu Tokeny
        [token-form] formularz tokena
        [token-list] lista tokenów
       *[other] { $screen }
    }
place =
    { $place ->
        [menu] menu
        [header] nagłówek strony
        [main] treść strony
        [dialog] okno
        [aside] stopka lub margines
       *[other] { $place }
    }
calibrate-point = W oknie przeglądarki kliknij to, co w AP jest teraz tym, czym było „{ $control }” (klik tylko wskazuje, niczego nie naciska; najwyżej { $seconds } s). Jeśli tego nie ma, naciśnij tu Enter.
calibrate-skipped = Pominięto: „{ $control }”.
calibrate-other-kind = To jest coś innego niż „{ $control }” (na przykład pole zamiast przycisku). Wskaż jeszcze raz.
calibrate-nameless = Wskazany element nie ma nazwy, po której dałoby się go potem poznać.
calibrate-known = Nazwa „{ $name }” jest już znana: przyczyna jest inna niż zmiana nazwy (na przykład jest ich na stronie kilka).
calibrate-taken = Zapamiętano do szkicu: „{ $control }” to teraz „{ $name }”.
calibrate-again = Jeszcze raz od początku, już z nowymi nazwami.
calibrate-draft = Szkic poprawek do { $path }:
calibrate-accept = Czy używać tych nazw od następnego przebiegu? Wpisz „tak”, aby zapisać (cokolwiek innego: nie zapisuj).
calibrate-yes = tak
calibrate-declined = Niczego nie zapisano.
calibrate-written = Zapisano { $path }. Asystent będzie używał tych nazw, dopóki ten plik tu jest, i przypomni o tym w każdym przebiegu.
overlay-head = Poprawki nazw w AP, przyjęte przez człowieka (ap-token doctor --calibrate).
    Usuń ten plik, aby wrócić do nazw z programu.
overlay-no-name = „{ $name }” nie nadaje się na nazwę (za krótka, z numerem albo ze znakiem | [ ])
overlay-denied = „{ $name }” ma słowo, które w AP znaczy coś innego; tego asystent nie naciśnie
overlay-taken = „{ $name }” to nazwa czegoś innego („{ $other }”)
overlay-unknown = nieznane elementy: { $controls }

battery-title = Bateria: { $percent }%, a zasilacz nie jest podłączony.
battery-why = Token na produkcji jest pokazywany tylko raz: gdyby komputer teraz zgasł, przepadłby. Podłącz zasilacz (instrukcja, Krok 4) albo poczekaj, aż bateria będzie miała co najmniej { $minimum }%.
battery-ask = Enter: sprawdź jeszcze raz; „tak”: generuj mimo to; cokolwiek innego: rezygnacja:
battery-yes = tak

# --- ostrzeżenia ----------------------------------------------------------------------------------

warning-battery-low = Bateria: tylko { $percent }% (mniej niż { $minimum }%), a zasilacz nie jest podłączony. Podłącz go: zgaśnięcie komputera przed zapisaniem tokena oznacza jego utratę.
warning-catalogue-corrected = Nazwy w AP są czytane z poprawkami z pliku { $path }: { $names }. Usuń ten plik, jeśli nie Ty go przygotowałeś.
warning-recording-nearest = Nie ma nagranych ekranów AP w wersji { $version }; porównano z wersją { $recorded }.
warning-recording-no-version = AP nie podała swojej wersji, więc ekranów nie nagrano.
warning-observer-failed = Zapisywanie śladu przebiegu nie działa ({ $observer }: { $reason }); przebieg trwa dalej.
warning-picture-failed = Nie zrobiono zdjęcia strony: nie było pewne, że wszystko poufne zostanie na nim zasłonięte, albo strona nie odpowiadała. Przebieg trwa dalej.
warning-run-watched = Zmienna środowiskowa { $variable } każe wypisywać to, co przeglądarka wysyła i odbiera. Na środowisku lokalnym wolno, ale wydruku nie pokazuj nikomu, jeśli AP nie jest repliką.
warning-version-unknown = { $version ->
        [none] AP nie pokazuje swojej wersji
       *[other] Asystent nie zna jeszcze tej wersji AP ({ $version })
    }: rozpoznaje jej elementy po tym, czym są, i zatrzyma się, zanim cokolwiek powstanie, jeżeli któregoś nie będzie pewien. Zgłoś to, żeby nową wersję sprawdzono.
warning-checkbox-locked = Na formularzu tokena zablokowane: { $permissions }. Zamawiany token tego nie potrzebuje, ale według instrukcji komplet to oba uprawnienia do faktur.
warning-journals-unreadable =
    { $count ->
        [one] Nie można odczytać śladu jednego przebiegu ({ $path }).
        [few] Nie można odczytać śladów { $count } przebiegów (np. { $path }).
        [many] Nie można odczytać śladów { $count } przebiegów (np. { $path }).
       *[other] Nie można odczytać śladów { $count } przebiegów (np. { $path }).
    } Jeżeli to przebiegi innego użytkownika, niech uruchomi „ap-token recover” u siebie.
warning-runs-of-other-vault =
    { $count ->
        [one] Jeden niedokończony przebieg dotyczy innej bazy: { $vault }.
        [few] { $count } niedokończone przebiegi dotyczą innej bazy: { $vault }.
        [many] { $count } niedokończonych przebiegów dotyczy innej bazy: { $vault }.
       *[other] { $count } niedokończonego przebiegu dotyczy innej bazy: { $vault }.
    } Ich tokeny mogły powstać i nie być bezpieczne. Uruchom też „ap-token recover --vault "{ $vault }"”.
warning-runs-of-missing-vault =
    { $count ->
        [one] Jeden niedokończony przebieg dotyczy bazy { $vault }, której teraz nie ma.
        [few] { $count } niedokończone przebiegi dotyczą bazy { $vault }, której teraz nie ma.
        [many] { $count } niedokończonych przebiegów dotyczy bazy { $vault }, której teraz nie ma.
       *[other] { $count } niedokończonego przebiegu dotyczy bazy { $vault }, której teraz nie ma.
    } Ich tokeny mogły powstać i nie być bezpieczne. Podłącz nośnik albo odszukaj bazę i uruchom dla niej „ap-token recover”.
warning-rescue-of-another = Plik { $path } wygląda na bazę ratunkową, ale nie na pewno bazy { $vault }, więc go nie ruszono. Nie usuwaj go. Jeżeli jest tej bazy, połóż go obok niej i uruchom „ap-token recover” jeszcze raz; jeżeli innej, uruchom „ap-token recover” dla tamtej.
warning-kept-out =
    { $place ->
        [frame] Na stronie AP miała się pojawić ramka z obcego adresu { $origin }; asystent jej nie użył. Token powstaje dalej.
        [window] W trakcie wydawania tokena otworzyło się okno obcej strony { $origin }; asystent je zamknął. Token powstaje dalej.
       *[other] W trakcie wydawania tokena strona AP miała zostać zastąpiona obcą stroną { $origin }; asystent do tego nie dopuścił. Token powstaje dalej. Zgłoś to.
    }
warning-login-page-kept-out = Logowanie prowadziło na stronę bez szyfrowania ({ $origin }); asystent do tego nie dopuścił. Jeżeli nie da się dokończyć logowania, wybierz inny sposób (np. mObywatel) i zgłoś to.
warning-session-not-kept = Nie udało się zachować sesji AP w bazie { $vault }: { $reason }. Przebieg toczy się dalej; --login session będzie wymagać ponownego zalogowania.
warning-several-orders = Przeglądarka wysłała zamówienie tokena { $count } razy. Na liście tokenów w AP sprawdź, czy nie ma drugiego o tej samej nazwie, i unieważnij zbędny.
warning-unrevoked = W środowisku { $environment } nadal działa token z próby z { $since }: „{ $name }”, { $reference } (NIP { $nip }, baza { $vault }). Unieważnij go: ap-token revoke { $reference } --env { $environment } --nip { $nip }
warning-not-revoked-either = Tokena { $reference } z wcześniejszej próby znów nie udało się unieważnić: { $reason }
warning-unrevoked-not-kept = Nie udało się zapisać w { $path }, że token z próby czeka na unieważnienie: { $reason }. Następne przebiegi o nim nie przypomną.
warning-not-compared = Strona nie zawierała tokena w całości, więc skopiowanej wartości nie było z czym porównać. Postać, suma kontrolna i NIP się zgadzają.
warning-clipboard-headless = Przeglądarka bez okna (--headless) ma własny schowek: token nie trafi do schowka systemu. Aby trafił, uruchom z --headed.
warning-clipboard-left = Tokenu nie udało się zapisać na dysku, dlatego zostawiono go w schowku systemu: wklej go od razu do KeePassXC, a potem wyczyść schowek.
warning-clipboard-not-cleared = Token może wciąż być w schowku systemu, bo nie udało się go wyczyścić. Skopiuj teraz dowolny inny tekst, a jeśli działa historia schowka (w Windows: Win+V), usuń z niej token.
warning-copied-several = Po naciśnięciu „Kopiuj” strona przekazała do schowka różne wartości (liczba: { $count }). Wzięto pierwszą i sprawdzono ją jak zwykle; jeśli to się powtarza, zgłoś to.
warning-copied-from-page = Przez „Kopiuj” nie dało się wziąć wartości (nie było pewne, który to element, coś go zasłaniało albo nic nie przekazał), więc token odczytano w całości z treści strony i sprawdzono.
warning-holding = Nie można zapisać ani bazy { $vault }, ani bazy ratunkowej ({ $reason }). Token ({ $reference }) jest tylko w pamięci tego programu i na stronie AP: NIE zamykaj programu ani okna przeglądarki. Zwolnij miejsce albo podłącz nośnik – zapis jest ponawiany co 2 sekundy. W oknie przeglądarki możesz też sam skopiować token ikoną „Kopiuj” i wkleić go do KeePassXC. Ctrl-C kończy czekanie i porzuca token.
warning-not-looked-again = Nie udało się jeszcze raz sprawdzić, czy wpis nadal jest w bazie: { $reason } Sprawdź to w KeePassXC.
warning-no-escrow = Ta przeglądarka nie pozwala zabezpieczyć tokena, zanim AP go pokaże; token zostanie zapisany dopiero po skopiowaniu.
warning-copied-from-escrow = Przez „Kopiuj” nie dało się wziąć wartości, a na stronie nie ma jednego tokena w całości, więc zapisano token z odpowiedzi AP na zamówienie.
warning-point-at =
    { $question ->
        [1] Token powstał, ale nie wiadomo na pewno, który element strony AP to „{ $control }”.
       *[other] Nadal nie wiadomo na pewno, który element strony AP to „{ $control }” (pytanie { $question }).
    } Wskaż go: w oknie przeglądarki kliknij go raz. Kliknięcie tylko wskazuje, a asystent naciśnie go sam. Nie zamykaj ani nie odświeżaj strony. Ctrl-C: nie wskazuj, asystent poradzi sobie inaczej.
warning-pointed-wrong = Wskazanego elementu asystent nie naciśnie: to nie jest „{ $control }”, nie widać go albo mógłby zamknąć lub przeładować stronę z tokenem (pytanie { $question }). Wskaż „{ $control }” jeszcze raz.
warning-refresh-unknown = Nie wiadomo na pewno, który element strony AP to „Odśwież”, więc niczego nie naciśnięto. Strona pozostaje otwarta i nietknięta, a asystent czeka, aż AP pokaże token; jeżeli wartość tokena jest już w bazie, pyta też AP o jego stan.
warning-confirmed-unseen = Strona AP nie pokazała tokena, ale AP potwierdziła, że jest aktywny. Zapisano wartość z odpowiedzi AP na zamówienie: jej postać, suma kontrolna i NIP się zgadzają, nie porównano jej jednak z tym, co pokazuje strona.
warning-page-held = Strona AP miała się przeładować albo zmienić, zanim token był bezpieczny. Zatrzymano to, aby tokena nie stracić.
warning-order-repeated = AP ma { $count } tokeny o tej nazwie z tego zamówienia (przeglądarka powtórzyła żądanie po zerwanym połączeniu). W bazie jest ten o numerze { $kept }; unieważnij na Liście tokenów: { $others }.
warning-certificate-ends = Certyfikat { $certificate } jest ważny tylko do { $day }. Postaraj się na czas o następny.
warning-password-file-open = Plik z hasłem { $path } mogą czytać albo zmieniać inni użytkownicy komputera. Ogranicz dostęp do siebie (chmod 600).
warning-password-sources = Podano kilka źródeł hasła. Użyto: { $used }; pominięto: { $ignored }.
warning-keyring-silent = Systemowy magazyn haseł nie odpowiedział w ciągu { $seconds } s (może jest zablokowany), więc go pominięto.
warning-password-form = Hasło pasuje do bazy { $vault } dopiero po zmianie zapisu polskich liter (Unicode { $form ->
        [nfc] NFC: każda litera jako jeden znak
       *[nfd] NFD: litera i znak diakrytyczny osobno
    }). Bazę założono w innym systemie. Asystent otwiera ją mimo to; jeśli KeePassXC odrzuca to hasło, wpisz je na tym systemie, w którym powstało, i ustaw od nowa.
warning-kept-beside = Inny program zapisał bazę { $vault } w tej samej chwili co asystent i jeszcze raz zaraz potem. Jego wcześniejszy zapis jest obok: { $path }. Scal go w KeePassXC (Baza danych → Scal z bazy danych...), a potem go usuń.
warning-taken-from-bin = Wpis „{ $entry }” był w koszu bazy { $vault }. Jest w nim teraz wygenerowany token, więc asystent przeniósł wpis z powrotem. Jeśli token jest niepotrzebny, unieważnij go (ap-token revoke), a dopiero potem usuń wpis.
warning-hard-link = Plik bazy { $vault } ma jeszcze inną nazwę (dowiązanie twarde). Pod tamtą nazwą zostanie stan sprzed zapisu, bez tokena, tak samo jak po zapisie w KeePassXC.
warning-keepassxc-open = KeePassXC ma teraz otwartą bazę { $vault }. Wersje przed 2.7.10 mogą bez pytania nadpisać token starszym stanem bazy, jeśli w chwili jego zapisu jest w nich otwarte okno edycji wpisu. Zapisz i zamknij teraz wszystkie otwarte wpisy. Asystent zajrzy do bazy jeszcze raz i przywróci token, gdyby zniknął.
warning-keepassxc-running = KeePassXC jest uruchomiony i może mieć otwartą bazę { $vault }. Wersje przed 2.7.10 mogą bez pytania nadpisać token starszym stanem bazy, jeśli w chwili jego zapisu jest w nich otwarte okno edycji wpisu. Zapisz i zamknij teraz wszystkie otwarte wpisy. Asystent zajrzy do bazy jeszcze raz i przywróci token, gdyby zniknął.
warning-entry-restored = Wpis „{ $entry }” zniknął z bazy { $vault } albo wrócił do starszego stanu bez tokena: inny program zapisał bazę po asystencie. Token przywrócono, a to, co zastano we wpisie, jest w jego historii. Jeśli to KeePassXC, zainstaluj wersję 2.7.10 lub nowszą.
warning-token-in-history = Wpis „{ $entry }” w bazie { $vault } stracił token, ale ma nowsze hasło, które ktoś w nim ustawił. Hasło zostało, a token przywrócono w historii wpisu (w KeePassXC: Edytuj wpis → Historia).
warning-backup-failed = Nie udało się zrobić kopii zapasowej { $path }: { $reason }. Przebieg trwa dalej bez niej.
warning-sealed-copy-failed = Nie udało się odczytać lub zapisać zapieczętowanej kopii tokenów z bazy { $vault }: { $reason }. Token w bazie jest bezpieczny, ale gdyby KeePassXC nadpisał go starszym stanem, asystent nie przywróci go sam. Jeśli w KeePassXC jest otwarte okno edycji wpisu, sprawdź, czy token jest w bazie, zanim je zapiszesz.
warning-sealed-copy-old = Zapieczętowana kopia tokenów z bazy { $vault } nie otwiera się dzisiejszym hasłem i plikiem klucza, jest uszkodzona albo pochodzi z innej bazy, która leżała w tym miejscu wcześniej. Odłożono ją jako { $path } (otwiera się dawnym hasłem), a asystent założy nową. Jeśli wszystkie tokeny są w bazie, możesz usunąć ten plik.
warning-rescue-not-removed = Token z bazy ratunkowej { $path } jest już w bazie, ale pliku ratunkowego nie usunięto: { $reason }. Zajrzyj do niego i usuń go.

# --- powody --------------------------------------------------------------------------------------

reason-held-in-vain = Nie dało się zapisać ani bazy, ani bazy ratunkowej ({ $reason }), a oczekiwanie przerwano.
reason-token-not-escrowed = skopiowana wartość różni się od tej, którą AP przysłała w odpowiedzi na zamówienie
reason-several-tokens = AP przysłała więcej niż jeden token
reason-shown-as-failed = Strona AP pokazuje, że token się nie udał, ale KSeF tego nie potwierdził.
reason-refresh-unknown = Nie było pewne, który element strony AP to „Odśwież”, więc go nie naciśnięto, a AP sama nie pokazała tokena w wyznaczonym czasie.
reason-not-copied = Ikona „Kopiuj” nie przekazała wartości, a na stronie nie ma dokładnie jednego tokena.
reason-made-all-the-same = AP zgłosiła błąd, ale token powstał i jest na Liście tokenów.
reason-interrupted = Przebieg przerwano dwukrotnie (Ctrl-C).
reason-token-length = skopiowana wartość nie ma długości tokena KSeF
reason-token-form = skopiowana wartość nie ma postaci tokena KSeF
reason-token-checksum = suma kontrolna numeru referencyjnego się nie zgadza
reason-token-context = token dotyczy innego podmiotu (NIP), niż zamówiono
reason-token-differs = skopiowana wartość różni się od tej, którą zawiera strona
reason-two-signers = podano i certyfikat, i program do podpisu; zostaw jedno z dwojga (--certificate albo --sign-command)
reason-key-alone = to klucz bez certyfikatu; podaj też certyfikat (--certificate)
certificate-not-pkcs12 = to nie jest plik .p12/.pfx ani PEM albo plik jest uszkodzony
certificate-not-pem = to nie jest plik PEM albo plik jest uszkodzony
certificate-wrong-password = hasło jest błędne albo plik jest uszkodzony
certificate-no-key = nie ma tu klucza prywatnego; podaj plik .p12/.pfx albo plik z kluczem (--certificate-key)
certificate-none = w pliku nie ma certyfikatu
certificate-key-differs = klucz prywatny nie pasuje do certyfikatu
certificate-other-key = klucz nie jest kluczem RSA ani ECDSA
certificate-weak = klucz ma { NUMBER($bits, useGrouping: 0) } bitów, a AP wymaga co najmniej { NUMBER($least, useGrouping: 0) }
certificate-not-yet = certyfikat jest ważny dopiero od { $day }
certificate-expired = certyfikat był ważny tylko do { $day }
certificate-names-nobody = certyfikat nie zawiera numeru NIP ani PESEL, więc AP nie rozpozna po nim, kto się loguje
certificate-self-signed = certyfikat nie jest kwalifikowany (podpisał sam siebie), a takie przyjmuje tylko środowisko testowe
request-not-downloaded = plik się nie pobrał
request-not-xml = to nie jest plik XML bez deklaracji DTD
request-too-long = plik jest za duży
request-other-document = to inny dokument ({ $name })
request-other-parts = ma inną budowę, niż powinno mieć ({ $names })
request-other-context = dotyczy innego podmiotu ({ $found }) niż NIP { $nip }
signed-too-long = podpisany plik jest za duży
signed-nothing = program nie oddał podpisanego pliku
signed-not-xml = to nie jest plik XML
signed-not-signed = w pliku nie ma podpisu
signed-not-xades = podpis nie ma formatu XAdES
signed-no-certificate = w podpisie nie ma certyfikatu
signed-with-ksef-certificate = podpisano certyfikatem KSeF, którego AP przy logowaniu nie przyjmuje
signed-detached = podpis jest odłączony od żądania; AP przyjmuje tylko podpis otaczający albo otaczany
signed-other-request = podpisano inne żądanie niż to, które AP właśnie wydała
signed-broken = podpis się nie zgadza: plik zmieniono po podpisaniu albo podpis złożono innym kluczem
sign-by-hand = Podpisz teraz żądanie autoryzacyjne AP (XAdES, podpis otaczający albo otaczany, np. podpisem kwalifikowanym, na karcie albo w chmurze):
    1. plik do podpisu: { $request }
    2. podpisany plik .xml zapisz w tym samym folderze: { $folder }
    Asystent czeka na podpisany plik ({ $minutes } min) i sam pójdzie dalej. Ctrl-C przerywa.
sign-by-hand-wrong = Plik { $file } się nie nadaje: { $reason }. Asystent czeka dalej na podpisane żądanie.
reason-exit-code = polecenie zakończyło się kodem { NUMBER($code, useGrouping: 0) }
reason-timeout = polecenie nie zakończyło się w ciągu { $seconds } s
reason-not-a-command = to nie jest polecenie
reason-empty-password = pierwszy wiersz jest pusty
reason-too-long = za długie jak na hasło
reason-pace = „{ $pace }” to nie jest tempo: manual, auto albo auto:3s (najwyżej 600 sekund)
reason-not-utf8 = to nie jest tekst w kodowaniu UTF-8
reason-folder = to katalog, a nie plik
reason-terminal = to terminal, który pokazywałby wpisywane hasło
reason-silent = brak odpowiedzi w ciągu { $seconds } s
reason-would-echo = ten terminal pokazywałby wpisywane hasło; podaj plik z hasłem (--…-password-file) albo polecenie (--…-password-command), albo użyj zwykłego okna terminala

vault-reason-changed-too-often = inny program ciągle zmienia ten plik
vault-reason-credentials-changed = w międzyczasie zmieniono hasło lub plik klucza
vault-reason-damaged = plik na dysku jest uszkodzony
vault-reason-differs = odczytano z dysku co innego, niż zapisano
vault-reason-gone = wpisu nie ma w pliku
vault-reason-mounted = plik jest osobnym punktem montowania (zwykle: pojedynczy plik udostępniony kontenerowi), więc nie da się go bezpiecznie podmienić; udostępnij cały folder, w którym leży
vault-reason-other-entries = są w niej także inne wpisy
rescue-note = Baza ratunkowa: asystent nie mógł zapisać tego tokena w bazie { $vault }. Przenieś wpis poleceniem „ap-token recover” albo w KeePassXC: otwórz tamtą bazę i wybierz Baza danych → Scal z bazą danych. Potem usuń ten plik.
os-reason-no-space = brak miejsca na dysku
os-reason-no-access = brak dostępu
os-reason-read-only = nośnik jest tylko do odczytu
os-reason-not-there = nie ma takiego pliku lub katalogu
os-reason-busy = plik jest używany przez inny program
os-reason-disk-error = błąd dysku
os-reason-links = dowiązania prowadzą w kółko

# --- błędy ---------------------------------------------------------------------------------------

error-title = Nie udało się (kod { $code })
error-part-what = Co się stało:
error-part-token = Co z tokenem:
error-part-now = Co zrobić:
-send-bundle = Zrób paczkę dla wsparcia (ap-token report --bundle paczka.zip) i wyślij ją ze zgłoszeniem.
-nothing = Token nie został wygenerowany, nic nie przepadło.

error-unexpected =
    .what = Nieoczekiwany błąd asystenta ({ $kind }, { $place }).
    .token = Jeżeli błąd nastąpił przed naciśnięciem „Generuj token”, niczego nie wygenerowano. Jeżeli później, token mógł powstać.
    .now = Zajrzyj na Listę tokenów w AP: token o tej nazwie, którego nie ma w bazie, unieważnij. { -send-bundle }
error-wrong-option =
    .what = Polecenie jest niepoprawne. { $reason }
    .token = { -nothing }
    .now = Popraw polecenie; opcje pokazuje „ap-token --help” i „ap-token POLECENIE --help”.
error-wrong-setting =
    .what = Ustawienie { $setting } jest nieprawidłowe: { $reason }.
    .token = { -nothing }
    .now = Popraw je w opcjach, w zmiennej AP_..., w pliku .env albo ap-token.toml.
error-missing-setting =
    .what = Brakuje ustawienia { $setting }.
    .token = { -nothing }
    .now = Podaj opcję { $option } albo ustaw ją w zmiennej AP_..., w pliku .env lub ap-token.toml.
error-wrong-nip =
    .what = „{ $nip }” nie jest poprawnym NIP-em: NIP składa się z 10 cyfr, a ostatnia z nich jest cyfrą kontrolną.
    .token = { -nothing }
    .now = Sprawdź NIP i podaj go jeszcze raz (--nip).
error-wrong-token-name =
    .what =
        Nazwa tokena ma { $length ->
            [one] { $length } znak
            [few] { $length } znaki
            [many] { $length } znaków
           *[other] { $length } znaków
        }. Powinna mieć od 5 do 256 znaków i zajmować jeden wiersz.
    .token = { -nothing }
    .now = Podaj nazwę, która mówi, dla kogo lub czego jest token i co mu wolno, np. „iCargo wystawianie i przeglądanie faktur”.
error-unknown-permission =
    .what = Nie ma uprawnienia „{ $permission }”.
    .token = { -nothing }
    .now = Wybierz spośród: { $known }.
error-unknown-environment =
    .what = Nie ma środowiska „{ $environment }”.
    .token = { -nothing }
    .now = Wybierz spośród: { $known }.
error-wrong-base-url =
    .what = Adresu „{ $address }” nie można użyć: --base-url służy wyłącznie do --env local i musi zaczynać się od http:// albo https://.
    .token = { -nothing }
    .now = Podaj adres lokalnej AP, np. http://127.0.0.1:8080/web/, razem z --env local.
error-login-not-offered =
    .what = Logowanie „{ $login }” nie jest możliwe w środowisku { $environment } (asystent zna tu: { $offered }).
    .token = { -nothing }
    .now = Proszę podać inne --login: { $offered }. Uwierzytelnienie testowe działa tylko w środowiskach test i local.
error-vault-password-missing =
    .what = Nie ma skąd wziąć hasła do bazy { $vault }.
    .token = { -nothing }
    .now = Podaj --vault-password-file, --vault-password-command albo AP_VAULT_PASSWORD, zapisz hasło w systemowym magazynie haseł lub uruchom polecenie w terminalu.
error-certificate-unusable =
    .what = Certyfikatem { $certificate } nie można się zalogować: { $reason }.
    .token = { -nothing }
    .now = Popraw plik, hasło albo wskaż inny certyfikat (--certificate, --certificate-key).
error-ksef-certificate =
    .what = { $certificate } to certyfikat KSeF. AP nie pozwala się nim zalogować; służy on programom łączącym się z KSeF.
    .token = { -nothing }
    .now = Zaloguj się podpisem albo pieczęcią kwalifikowaną (--certificate, --sign-command) lub przez login.gov.pl (--login login-gov).
error-certificate-password-missing =
    .what = Nie ma skąd wziąć hasła do certyfikatu { $certificate }.
    .token = { -nothing }
    .now = Podaj --certificate-password-file, --certificate-password-command albo AP_CERTIFICATE_PASSWORD, zapisz hasło w systemowym magazynie haseł lub uruchom polecenie w terminalu.
error-signer-missing =
    .what = Logowanie certyfikatem bez certyfikatu: nie ma czym podpisać żądania autoryzacyjnego, a w tym przebiegu nie ma człowieka, który by to zrobił.
    .token = { -nothing }
    .now = Podaj --certificate albo --sign-command. Żeby podpisać samodzielnie, uruchom polecenie w terminalu albo z --headed.
error-wrong-scenario =
    .what = Scenariusz { $path } jest niepoprawny: { $reason }
    .token = { -nothing }
    .now = Popraw plik scenariusza.
error-port-taken =
    .what = Portu { NUMBER($port, useGrouping: 0) } nie można użyć: { $reason }.
    .token = { -nothing }
    .now = Wybierz inny port (--port) albo 0, czyli dowolny wolny.
error-calibration-needs-person =
    .what = Do wskazania elementów AP potrzebny jest człowiek przy terminalu, a nie ma kogo zapytać.
    .token = { -nothing }
    .now = Uruchom „ap-token doctor --calibrate” w zwykłym terminalu, bez --json, na komputerze z ekranem.
error-browser-missing =
    .what = Na tym komputerze nie ma przeglądarki, której asystent mógłby użyć.
    .token = { -nothing }
    .now = Zainstaluj Microsoft Edge, Google Chrome lub Chromium albo uruchom „playwright install chromium”; można też wskazać program opcją --browser.
error-browser-unusable =
    .what = Nie udało się uruchomić przeglądarki „{ $browser }” ({ $reason }).
    .token = { -nothing }
    .now = Sprawdź opcję --browser; stan przeglądarki pokazuje „ap-token doctor”.
error-browser-place =
    .what = Nie ma bezpiecznego folderu na pliki tymczasowe przeglądarki (sprawdzono: { $places }).
    .token = { -nothing }
    .now = Jeden z tych folderów musi należeć do Ciebie i nie może być dostępny dla innych; potrzeba też 256 MB wolnego miejsca. Jeżeli nie Ty go tworzysz, usuń go albo ustaw TMPDIR na własny folder o krótkiej ścieżce.

error-no-invoices-menu =
    .what = W menu AP nie ma sekcji Faktury: użytkownik nie ma uprawnień do wystawiania lub odbierania faktur.
    .token = { -nothing }
    .now = W sekcji Uprawnienia nadaj swojemu użytkownikowi uprawnienia do wystawiania i odczytu faktur, wyloguj się i zaloguj ponownie. Potem uruchom polecenie jeszcze raz.
error-no-permissions-menu =
    .what = W menu AP nie ma sekcji Uprawnienia: użytkownik nie może zarządzać rolami w KSeF.
    .token = { -nothing }
    .now = Token musi wygenerować inna osoba w firmie, która ma wyższe uprawnienia. Zwykle brakuje wtedy też pozycji Tokeny i Certyfikaty.
error-no-invoices-nor-permissions-menu =
    .what = W menu AP nie ma ani sekcji Faktury, ani Uprawnienia.
    .token = { -nothing }
    .now = Postępuj według ogólnej instrukcji Aplikacji Podatnika o nadawaniu uprawnień właścicielskich (zarządczych) albo zadzwoń na Infolinię KSeF: 22 330 03 30.
error-no-tokens-menu =
    .what = W menu AP nie ma pozycji Tokeny.
    .token = { -nothing }
    .now = Token musi wygenerować osoba, która widzi w menu Faktury, Uprawnienia i Tokeny. W razie wątpliwości: Infolinia KSeF, 22 330 03 30.
error-checkbox-locked =
    .what = Na formularzu tokena zablokowane (z kłódką): { $permissions }.
    .token = { -nothing }
    .now = Wróć do Kroku 1: w sekcji Uprawnienia nadaj swojemu użytkownikowi brakujące uprawnienia, wyloguj się i zaloguj ponownie.
error-permission-refused =
    .what = AP odmówiła: { $reason }
    .token = { -nothing }
    .now = Wróć do Kroku 1: nadaj użytkownikowi brakujące uprawnienia, wyloguj się i zaloguj ponownie.

error-login-failed =
    .what =
        AP odrzuciła logowanie. { $reason ->
            [none] AP nie podaje przyczyny.
           *[other] AP pisze: „{ $reason }”.
        }
    .token = { -nothing }
    .now = Sprawdź NIP i środowisko. Jeżeli dane są dobre, spróbuj za kilka minut.
error-signing-failed =
    .what = Żądanie autoryzacyjne nie zostało podpisane: { $reason }.
    .token = { -nothing }
    .now = Sprawdź program do podpisu (--sign-command) albo certyfikat i spróbuj ponownie. Do AP nic nie wysłano.
error-not-signed =
    .what = W ciągu { $minutes } min nikt nie podpisał żądania autoryzacyjnego. AP przyjmuje podpis tylko przez 10 minut.
    .token = { -nothing }
    .now = Uruchom polecenie jeszcze raz i podpisz plik, który wskaże asystent.
error-signature-refused =
    .what = AP nie przyjęła podpisanego żądania: { $reason }
    .token = { -nothing }
    .now = Sprawdź, czy certyfikat jest ważny i kwalifikowany, czy nie jest to certyfikat KSeF (AP go nie przyjmuje) i czy ta osoba lub firma ma uprawnienia w tym podmiocie i środowisku. Na podpis jest 10 minut.
error-session-ended =
    .what = AP zakończyła sesję (krok: { $step }).
    .token = { -nothing }
    .now = Zaloguj się ponownie, czyli uruchom polecenie jeszcze raz.
error-login-way-missing =
    .what = AP nie oferuje na stronie logowania sposobu „{ $login }”; jest tam: { $offered }.
    .token = { -nothing }
    .now = Podaj inne --login albo sprawdź --env: uwierzytelnienie testowe ma tylko środowisko testowe, a login.gov.pl tylko produkcja i demo.
error-login-needs-person =
    .what = Logowanie „{ $login }” wykonuje człowiek w oknie przeglądarki, a ta przeglądarka działa bez okna.
    .token = { -nothing }
    .now = Uruchom polecenie z --headed (albo podaj w --browser adres przeglądarki, którą masz otwartą). Bez człowieka: --login session albo --login certificate.
error-login-timed-out =
    .what = W ciągu { $seconds } s nikt się nie zalogował przez login.gov.pl.
    .token = { -nothing }
    .now = Uruchom polecenie jeszcze raz, gdy telefon lub bank będzie pod ręką. Więcej czasu daje --login-limit. Jeżeli bank odrzuca tę przeglądarkę, otwórz własną z opcją --remote-debugging-port=9222 i podaj --browser http://127.0.0.1:9222.
error-session-missing =
    .what = W bazie { $vault } nie ma sesji AP dla NIP { $nip } w środowisku { $environment }.
    .token = { -nothing }
    .now = Zaloguj się raz inaczej (--login login-gov, certificate albo test) z tą samą bazą w --vault: sesja zostanie w niej zachowana.
error-session-expired =
    .what = Zachowana sesja AP (NIP { $nip }, środowisko { $environment }, z { $taken_at }) już się skończyła; usunięto ją z bazy.
    .token = { -nothing }
    .now = Zaloguj się ponownie inaczej (--login login-gov, certificate albo test) z tą samą bazą w --vault: nowa sesja zostanie w niej zachowana.

error-control-missing =
    .what = Na stronie AP nie znaleziono „{ $control }” (krok: { $step }; wersja AP: { $version }). Zamiast tego: { $found }.
    .token = Asystent zatrzymał się, zanim cokolwiek zamówił: token nie został wygenerowany.
    .now = AP mogła się zmienić. { -send-bundle } Kto sam poprawia nazwy kontrolek, znajdzie je w automation/ap/catalogue.toml („ap-token doctor --env” pokazuje różnice).
error-control-ambiguous =
    .what = Na stronie AP jest kilka elementów „{ $control }” (krok: { $step }; wersja AP: { $version }): { $found }.
    .token = Asystent zatrzymał się, zanim cokolwiek zamówił: token nie został wygenerowany.
    .now = AP mogła się zmienić. { -send-bundle } Kto sam poprawia nazwy kontrolek, znajdzie je w automation/ap/catalogue.toml („ap-token doctor --env” pokazuje różnice).
error-control-unresponsive =
    .what = Element „{ $control }” nie reaguje (krok: { $step }; wersja AP: { $version }). Może coś go zasłania.
    .token = Asystent zatrzymał się, zanim cokolwiek zamówił: token nie został wygenerowany.
    .now = Uruchom polecenie z --headed i zobacz, co AP pokazuje.
error-page-covered =
    .what = Stronę AP zasłania coś, czego asystent nie zna (krok: { $step }; wersja AP: { $version }): { $found }.
    .token = „Generuj token” nie zostało naciśnięte: token nie powstał.
    .now = Zaloguj się do AP w zwykłej przeglądarce, przeczytaj to i zamknij, a potem uruchom polecenie jeszcze raz. Jeżeli wraca przy każdym logowaniu, zgłoś to: asystent musi je najpierw poznać.
error-required-field-unknown =
    .what = Formularz tokena ma wymagane pole, którego asystent nie zna: { $fields } (krok: { $step }; wersja AP: { $version }).
    .token = „Generuj token” nie zostało naciśnięte: token nie powstał.
    .now = AP się zmieniła. Wygeneruj token ręcznie według instrukcji i zgłoś to pole albo poczekaj na nowszą wersję asystenta.
error-option-not-offered =
    .what = Formularz tokena w tej wersji AP ({ $version }) nie pozwala na to, o co prosi { $option } (krok: { $step }).
    .token = „Generuj token” nie zostało naciśnięte: token nie powstał.
    .now = Uruchom polecenie bez { $option }. Ważność i odnawianie tokena AP ma mieć dopiero od 2027 roku.
error-form-read-back =
    .what = Formularz AP zawiera co innego, niż wpisano: { $field } (krok: { $step }).
    .token = „Generuj token” nie zostało naciśnięte: token nie powstał.
    .now = Uruchom polecenie jeszcze raz z --headed i zobacz, co AP robi z tym polem.
error-sign-request-unexpected =
    .what = To, co AP dała do podpisu, nie jest żądaniem zalogowania w imieniu tego NIP: { $reason }.
    .token = { -nothing } Nic nie zostało podpisane.
    .now = Nie podpisuj tego pliku. Sprawdź NIP i środowisko; jeżeli są dobre, AP się zmieniła: zgłoś to osobie, która opiekuje się asystentem.
error-page-unexpected =
    .what = Przeglądarka nie mogła wykonać na stronie AP tego, co trzeba (krok: { $step }).
    .token = Asystent zatrzymał się, zanim cokolwiek zamówił: token nie został wygenerowany.
    .now = Uruchom polecenie z --headed i zobacz, co AP pokazuje.

error-ap-unreachable =
    .what = AP nie odpowiada pod adresem { $address } ({ $reason }).
    .token = { -nothing }
    .now = Sprawdź połączenie z siecią. Środowisko testowe bywa niedostępne między 16:00 a 18:00. Spróbuj później.
error-ap-failed =
    .what =
        AP odpowiedziała błędem (status { $status }, { $request }; krok: { $step }). { $reason ->
            [none] AP nie podaje przyczyny.
           *[other] AP pisze: „{ $reason }”.
        }
    .token = { -nothing }
    .now = To usterka po stronie AP. Spróbuj za kilka minut; środowisko testowe bywa niedostępne między 16:00 a 18:00.
error-ap-too-many-requests =
    .what = AP ogranicza liczbę żądań (429; krok: { $step }).
    .token = { -nothing }
    .now = Odczekaj { $seconds } s i uruchom polecenie jeszcze raz.
error-ap-too-slow =
    .what = AP nie pokazała kolejnego ekranu na czas ({ $seconds } s; krok: { $step }).
    .token = { -nothing }
    .now = Spróbuj jeszcze raz, w razie potrzeby z dłuższym --timeout.
error-order-rejected =
    .what =
        AP nie przyjęła zamówienia tokena (status { $status }). { $reason ->
            [none] AP nie podaje przyczyny.
           *[other] AP pisze: „{ $reason }”.
        }
    .token = Token nie został wygenerowany, rezerwacja wpisu w bazie została usunięta.
    .now = Popraw to, na co wskazuje komunikat AP, i uruchom polecenie jeszcze raz.
error-order-doubtful =
    .what =
        AP odpowiedziała na „Generuj token” błędem (status { $status }). { $reason ->
            [none] AP nie podaje przyczyny.
           *[other] AP pisze: „{ $reason }”.
        }
    .token =
        { $listed ->
            [no] Token prawdopodobnie nie powstał: na Liście tokenów go nie ma (mógłby jeszcze się pojawić).
           *[other] Token prawdopodobnie nie powstał, ale Listy tokenów nie dało się sprawdzić.
        }
    .now = Za kilka minut zajrzyj na Listę tokenów w AP: nowy token o tej nazwie unieważnij. Potem uruchom polecenie jeszcze raz.
error-token-failed =
    .what = KSeF nie wygenerował tokena: przetwarzanie zakończyło się błędem (status Failed; numer referencyjny: { $reference }).
    .token = Tego tokena nie ma i nie będzie; rezerwacja wpisu w bazie została usunięta.
    .now = Sprawdź, czy podmiot może mieć wybrane uprawnienia, i wygeneruj token od nowa.
error-token-not-ready =
    .what =
        Token (numer referencyjny: { $reference }) nie stał się aktywny mimo { $presses ->
            [one] jednego naciśnięcia
            [few] { $presses } naciśnięć
            [many] { $presses } naciśnięć
           *[other] { $presses } naciśnięć
        } „Odśwież” w ciągu { $seconds } s.
    .token =
        { $escrowed ->
            [yes] Token jest zapisany w bazie { $vault } z tagiem ap-pending: AP jeszcze nie potwierdziła, że działa.
           *[no] Tego tokena nie da się już odczytać, a mimo to może później stać się aktywny.
        }
    .now =
        { $escrowed ->
            [yes] Uruchom później „ap-token recover --vault "{ $vault }"”: sprawdzi w AP, czy token stał się aktywny, i dokończy wpis.
           *[no] Unieważnij go na Liście tokenów w AP albo poleceniem „ap-token revoke” i wygeneruj nowy (--replace użyje tego samego wpisu).
        }
error-revocation-failed =
    .what = Nie udało się unieważnić tokena { $reference }: { $reason }.
    .token = Token { $reference } może nadal działać.
    .now = Unieważnij go ręcznie w AP: wybierz Tokeny, potem Lista tokenów, zaznacz token i naciśnij Unieważnij.
error-order-held-back =
    .what = Po naciśnięciu „Generuj token” AP nie wysłała zamówienia, bo formularz czegoś chce (wersja AP: { $version }). AP pisze: { $reason }
    .token = Niczego nie zamówiono: token nie został wygenerowany.
    .now = Formularz AP mógł się zmienić. Sprawdź w przeglądarce (Tokeny, Generuj token), czego żąda. { -send-bundle }
error-list-unexpected =
    .what = Nie udało się unieważnić tokena { $reference }, bo Lista tokenów w AP wygląda inaczej, niż zna ją asystent. { $reason }
    .token = { error-revocation-failed.token }
    .now = { error-revocation-failed.now } { -send-bundle }
error-wrong-token =
    .what =
        { $sent ->
            [no] Strona AP chciała unieważnić inny token ({ $other }) zamiast tokena { $reference }. Asystent zatrzymał to żądanie w przeglądarce, zanim dotarło do AP.
            [unnamed] Strona AP chciała wysłać żądanie unieważnienia, które nie wskazuje numeru tokena { $reference }. Asystent zatrzymał je w przeglądarce, zanim dotarło do AP.
           *[yes] Strona AP wysłała żądanie unieważnienia innego tokena ({ $other }) zamiast tokena { $reference }. Ta przeglądarka nie pozwoliła go zatrzymać.
        }
    .token =
        { $sent ->
            [no] Niczego nie unieważniono: token { $reference } może nadal działać, a tamten pozostał bez zmian.
            [unnamed] Niczego nie unieważniono: token { $reference } może nadal działać.
           *[yes] Token { $reference } może nadal działać, a tamten mógł zostać unieważniony: sprawdź oba na Liście tokenów w AP.
        }
    .now = Unieważnij token { $reference } ręcznie w AP (Tokeny, Lista tokenów): rozpoznaj go po nazwie i dacie, bo numerów tokenów AP nie pokazuje. { -send-bundle }
error-rehearsal-token-left =
    .what = Próba się udała, ale jej tokena { $reference } nie udało się unieważnić: { $reason }
    .token = Token { $reference } nadal działa w środowisku { $environment }. Jest zapisany w bazie { $vault }.
    .now = Każdy następny przebieg będzie o nim przypominał, a następna próba spróbuje go unieważnić. Teraz można to zrobić ręcznie: w AP wybierz Tokeny, potem Lista tokenów, zaznacz token i naciśnij Unieważnij, albo uruchom: ap-token revoke { $reference } --env { $environment }
error-rehearsal-list-changed =
    .what = { error-rehearsal-token-left.what }
    .token = { error-rehearsal-token-left.token }
    .now = { error-rehearsal-token-left.now } Lista tokenów w AP mogła się zmienić. { -send-bundle }
error-rehearsal-interrupted =
    .what = Próbę przerwano po zapisaniu tokena { $reference }, a przed jego unieważnieniem.
    .token = { error-rehearsal-token-left.token }
    .now = { error-rehearsal-token-left.now }
error-ap-maintenance =
    .what = AP nie działa. W środowisku { $environment } trwają o tej porze zapowiedziane prace ({ $hours }, czas polski). { $reason }
    .token = { -nothing }
    .now = Uruchom ponownie po zakończeniu prac. Próby z harmonogramu najlepiej ustawić poza tymi godzinami.
error-token-not-listed =
    .what = Na Liście tokenów w AP nie ma tokena { $reference } albo nie da się go jednoznacznie wskazać.
    .token = Asystent niczego nie unieważnił.
    .now = Sprawdź środowisko, NIP i numer; w razie potrzeby unieważnij token ręcznie na Liście tokenów.
nothing-generated = { -nothing }
recover-no-more-known = Co wiadomo o tokenach z wcześniejszych przebiegów, widać wyżej (w JSON: pole runs). Co tam nie jest załatwione, czeka na następne „ap-token recover”.
error-recovery-waits =
    .what = Nie wszystko dało się doprowadzić do końca; czekają tokeny: { $names }.
    .token = Żaden z nich nie przepadł: jego wartość jest w bazie albo został unieważniony.
    .now = Co zrobić z każdym, widać wyżej (w JSON: pole runs).

error-vault-missing =
    .what = Nie ma bazy { $vault }.
    .token = { -nothing }
    .now = Podaj właściwą ścieżkę (--vault) albo dodaj --create-vault, aby utworzyć nową bazę.
error-vault-not-kdbx =
    .what = Plik { $vault } nie jest bazą KeePass albo jest uszkodzony.
    .token = { -nothing }
    .now = Wskaż plik .kdbx; uszkodzoną bazę przywróć z kopii zapasowej.
error-vault-unreadable =
    .what = Bazy { $vault } nie można odczytać: { $reason }.
    .token = { -nothing }
    .now = Sprawdź, czy masz dostęp do tego pliku, albo wskaż inną bazę.
error-vault-unsupported =
    .what = Asystent nie potrafi obsłużyć bazy { $vault }: { $reason }.
    .token = { -nothing }
    .now = Jeśli KeePassXC otwiera tę bazę samym hasłem lub plikiem klucza, otwórz ją w nim, zmień cokolwiek i zapisz: zapisze ją po swojemu, w formacie KDBX 4 albo 3.1, który asystent zna. Bazę KeePass 1 zaimportuj w KeePassXC. Inaczej użyj innej bazy.
error-vault-credentials =
    .what = Hasło lub plik klucza nie pasuje do bazy { $vault }.
    .token = { -nothing }
    .now = Sprawdź hasło i spróbuj jeszcze raz. Jeśli baza ma plik klucza, podaj go (--key-file), a jeśli go nie ma, nie podawaj; gdy nie podano hasła, asystent próbuje samego pliku klucza. Bazy z pustym hasłem asystent nie otwiera: ustaw w KeePassXC hasło. Jeśli KeePassXC przy otwieraniu tej bazy prosi też o klucz sprzętowy (YubiKey, OnlyKey), asystent jej nie otworzy: z pliku tego nie widać, a kluczy sprzętowych asystent nie obsługuje. Użyj wtedy bazy bez klucza sprzętowego (nową zrobi --create-vault).
error-key-file =
    .what = Nie można odczytać pliku klucza { $key_file }.
    .token = { -nothing }
    .now = Podaj właściwy plik (--key-file). Musi istnieć i nie być pusty, a plik XML musi być taki, jaki robi KeePassXC albo KeePass (w wersji 1.0 lub 2.0, z właściwą sumą kontrolną).
error-vault-not-writable =
    .what = Do bazy { $vault } nie można pisać: { $reason }.
    .token = { -nothing }
    .now = Zdejmij ochronę przed zapisem z pliku i jego katalogu albo wskaż inną bazę.
error-vault-busy =
    .what = Z bazy { $vault } korzysta właśnie inny przebieg asystenta.
    .token = { -nothing }
    .now = Poczekaj, aż się skończy, i spróbuj jeszcze raz.
error-entry-exists =
    .what = W grupie { $group } jest już wpis „{ $title }” (baza { $vault }).
    .token = { -nothing }
    .now = Podaj inną nazwę (--name) albo dodaj --replace: stary token zostanie w historii wpisu.
error-entry-waits =
    .what = We wpisie „{ $entry }” (baza { $vault }) czeka token z wcześniejszego przebiegu, którego AP jeszcze nie potwierdziła.
    .token = { -nothing } Tamten token jest w tym wpisie i zostanie tam.
    .now = Najpierw wyjaśnij tamten przebieg: ap-token recover --vault "{ $vault }". Albo podaj inną nazwę (--name).
error-entry-not-found =
    .what = „{ $entry }” nie wskazuje jednego wpisu z tokenem w bazie { $vault }: takiego wpisu nie ma, jest ich kilka albo brak w nim numeru referencyjnego.
    .token = Niczego nie zmieniono.
    .now = Podaj numer referencyjny, pełną ścieżkę wpisu albo jego UUID.
error-vault-write-failed =
    .what = Nie udało się zapisać bazy { $vault }: { $reason }.
    .token = { -nothing }
    .now = Sprawdź miejsce na dysku i dostęp do pliku, a potem spróbuj jeszcze raz.

error-token-not-safe =
    .what = Token został wydany (numer referencyjny: { $reference }), ale nie udało się go zabezpieczyć. { $reason }
    .token = Tokena NIE MA w bazie i nie da się go już odczytać.
    .now = Unieważnij ten token na Liście tokenów w AP (to najnowszy o tej nazwie) i wygeneruj nowy (--replace użyje tego samego wpisu).
error-token-unconfirmed =
    .what = Token (numer referencyjny: { $reference }) został wydany i zapisany, ale AP go nie pokazała. { $reason }
    .token = Token JEST w bazie { $vault }, we wpisie { $entry }, z tagiem ap-pending. Nie wiadomo jeszcze, czy AP uznaje go za aktywny.
    .now = Uruchom „ap-token recover --vault "{ $vault }"”: sprawdzi stan tokena w AP i dokończy wpis. Do tego czasu go nie używaj.
error-token-rescued =
    .what = Token (numer referencyjny: { $reference }) został wydany, ale bazy { $vault } nie udało się zapisać. { $reason }
    .token = Token JEST w bazie ratunkowej { $rescue } (to samo hasło i plik klucza).
    .now = Usuń przyczynę (miejsce na dysku, uprawnienia, podłączony nośnik) i uruchom „ap-token recover --vault "{ $vault }"”: przeniesie token do właściwej bazy. Do tego czasu nie usuwaj bazy ratunkowej.
error-order-unknown =
    .what = Naciśnięto „Generuj token”, ale odpowiedź AP nie nadeszła.
    .token =
        { $listed ->
            [no] Token „{ $name }” mógł powstać, choć na Liście tokenów go (jeszcze) nie ma; w bazie jest tylko rezerwacja wpisu.
           *[other] Token „{ $name }” mógł powstać; w bazie jest tylko rezerwacja wpisu.
        }
    .now = Zajrzyj na Listę tokenów w AP: jeżeli jest tam nowy token „{ $name }”, unieważnij go. Potem uruchom polecenie jeszcze raz.
error-recovery-open =
    .what = Nie wszystko dało się doprowadzić do końca; zostały tokeny: { $names }.
    .token = Co najmniej jeden z nich mógł powstać, a NIE jest bezpieczny w bazie.
    .now = Co zrobić z każdym, widać wyżej (w JSON: pole runs).
error-token-suspect =
    .what = Token został skopiowany i zapisany, ale coś się nie zgadza: { $reason }.
    .token = To, co skopiowano, jest w bazie, we wpisie { $entry } (ap-pending). Nie wiadomo, czy zadziała.
    .now = Nie używaj tego tokena. Unieważnij go na Liście tokenów w AP i wygeneruj nowy (pod inną nazwą albo z --replace). { -send-bundle }

error-address-not-loopback =
    .what = Adres { $address } nie należy do tego komputera, a --env local działa tylko na nim.
    .token = { -nothing }
    .now = Podaj adres 127.0.0.1, [::1] albo localhost; dla prawdziwej AP wybierz --env production, demo albo test.
error-wrong-origin =
    .what =
        { $place ->
            [frame] Na stronie AP jest (albo miała się pojawić) ramka z obcego adresu { $origin }, który nie należy do środowiska { $environment }.
            [window] Otworzyło się okno obcej strony { $origin }, która nie należy do środowiska { $environment }.
            [form] To, co asystent miał wypełnić lub nacisnąć, prowadzi pod obcy adres { $origin }, który nie należy do środowiska { $environment }.
           *[other] Przeglądarka została skierowana na stronę { $origin }, która nie należy do środowiska { $environment }.
        }
    .token = Asystent niczego tam nie wpisał ani nie nacisnął. { -nothing }
    .now = Nie wpisuj tam niczego i nie loguj się tam. Sprawdź, dokąd prowadzi AP (także zabezpieczenia sieci: proxy, program antywirusowy, strona logowania do Wi-Fi). Jeżeli ten adres należy do AP, zgłoś to.
error-certificate-refused =
    .what = Certyfikat strony { $origin } nie jest prawidłowy ({ $reason }), więc nie wiadomo, z kim łączy się przeglądarka.
    .token = Asystent niczego tam nie wpisał ani nie nacisnął. { -nothing }
    .now = Sprawdź datę i godzinę komputera oraz to, czy połączenia nie przechwytuje proxy albo program antywirusowy. Nie omijaj tego błędu. Jeżeli przeglądarkę uruchomiono z opcją pomijającą błędy certyfikatów, uruchom ją bez niej.
error-wrong-environment-shown =
    .what = W nagłówku AP jest „{ $shown }”, a wybrano środowisko { $environment }.
    .token = { -nothing }
    .now = Sprawdź adres i opcję --env.
error-wrong-context-shown =
    .what = AP pokazuje kontekst „{ $shown }”, a nie NIP { $nip }.
    .token = { -nothing }
    .now = Sprawdź, w czyim imieniu następuje logowanie (--nip).
error-run-watched =
    .what = Zmienna środowiskowa { $variable } każe wypisywać wszystko, co przeglądarka wysyła i odbiera, także token i hasła.
    .token = { -nothing }
    .now = Usuń zmienną { $variable } i uruchom polecenie jeszcze raz. Na środowisku { $environment } asystent z nią nie działa; do szukania błędów służy replika.
error-journal-lost =
    .what = Nie da się już zapisywać dziennika przebiegu ({ $path }): { $reason }.
    .token = { -nothing } Bez dziennika „ap-token recover” nie wiedziałby po awarii, że token mógł powstać.
    .now = Zwolnij miejsce na dysku albo wskaż inny folder (--recordings) i uruchom polecenie jeszcze raz.
error-still-recording =
    .what = Nie udało się zakończyć nagrywania strony (--trace), a za chwilę byłby na niej sekret.
    .token = { -nothing }
    .now = Uruchom polecenie jeszcze raz, bez --trace.

error-production-refused =
    .what = Polecenie { $command } nigdy nie działa na produkcji.
    .token = { -nothing }
    .now = Wybierz --env demo albo test, albo pomiń --env, aby użyć repliki.

error-production-consent-missing =
    .what =
        { $missing ->
            [setting] Produkcja bez zgody: jest przełącznik --production, ale w ustawieniu production_nips nie ma NIP { $nip }.
           *[flag] Produkcja bez zgody: nie ma kogo zapytać, a polecenie nie ma przełącznika --production.
        }
    .token = { -nothing }
    .now = Uruchom polecenie w terminalu i przepisz NIP. W zadaniu bez terminala potrzebne są obie rzeczy naraz: ustawienie AP_PRODUCTION_NIPS={ $nip } i przełącznik --production. Do ćwiczeń wybierz --env demo albo test.

error-production-declined =
    .what = Zgody na działanie na produkcji nie było: nie przepisano NIP { $nip }.
    .token = { -nothing }
    .now = Jeśli to miała być próba, wybierz --env demo albo test. Jeśli produkcja, uruchom polecenie jeszcze raz i przepisz NIP.
error-battery-low =
    .what = Bateria ma tylko { $percent }% (potrzeba { $minimum }%), a zasilacz nie jest podłączony.
    .token = { -nothing }
    .now = Podłącz zasilacz i uruchom polecenie jeszcze raz. Próg zmienia ustawienie battery_minimum.

error-run-interrupted =
    .what = Przebieg przerwano (Ctrl-C albo „Zakończ”).
    .token = { -nothing }
    .now = Aby zacząć od nowa, uruchom polecenie jeszcze raz.
error-browser-closed =
    .what = Okno przeglądarki zostało zamknięte albo przestało działać.
    .token = { -nothing }
    .now = Uruchom polecenie jeszcze raz i nie zamykaj okna przed zapisaniem tokena.

## Recordings: report, bundle, reproduce, video

option-video = Robi film z przebiegu (video.webm); w prawdziwych środowiskach z zasłoniętych obrazów, bez niczego od „Generuj token” do zapisu tokena.
option-show-token = Pokazuje w filmie zmyślony token repliki.
option-bundle = Zapisuje paczkę dla wsparcia (ZIP) bez danych osobowych; najpierw pokazuje, co w niej jest.
option-mask-nip = Zasłania w paczce także NIP.
option-index = Spis wszystkich przebiegów zamiast jednego.
option-no-open = Tylko zapisuje raport, nie otwiera go.
option-list-scenarios = Pokazuje gotowe scenariusze: co mówi klient i co mu odpowiedzieć.
argument-run = Katalog przebiegu, jego nazwa albo paczka; domyślnie ostatni przebieg.
argument-original = Paczka od klienta, katalog przebiegu albo nazwa gotowego scenariusza (--list).
command-reproduce = Odtwarza sytuację klienta na replice AP (z paczki, przebiegu albo gotowego scenariusza) i mówi, czy stało się to samo.
command-report = Pokazuje raport z przebiegu: co się stało, co z tokenem, co zrobić, krok po kroku i z obrazami.
error-run-unreadable =
    .what = Nie ma tu przebiegu, który można odczytać: { $run }.
    .token = Niczego nie wygenerowano ani nie zmieniono.
    .now = Podaj katalog przebiegu (z plikiem journal.jsonl), jego nazwę z katalogu recordings albo paczkę ZIP. Listę pokazuje „ap-token report --index”.

## Video

video-title = { $command ->
        [check] Czy uprawnienia wystarczą do tokena KSeF?
        [revoke] Unieważnienie tokena KSeF
        [recover] Odzyskiwanie tokena KSeF
        [rehearse] Próba: token KSeF w Aplikacji Podatnika
        [train] Lekcja: jak powstaje token KSeF
       *[generate] Token KSeF w Aplikacji Podatnika
    }
video-detail = { $where ->
        [replica] replika AP na tym komputerze
        [local] AP na tym komputerze
        [production] środowisko produkcyjne
        [demo] środowisko demonstracyjne
       *[test] środowisko testowe
    } · { $time }
video-part = Krok { $number }
video-chapter-1 = Krok 1
    .detail = Logowanie do Aplikacji Podatnika i sprawdzenie uprawnień
video-chapter-2 = Krok 2
    .detail = Menu Tokeny, Generuj token, odblokowane uprawnienia
video-chapter-3 = Krok 3
    .detail = Nazwa tokena, uprawnienia, sprawdzenie pól i Generuj token
video-chapter-4 = Krok 4
    .detail = Odśwież – raz i spokojnie, Kopiuj, zapis w bazie KeePassXC
video-chapter-revoke = Unieważnienie tokena
    .detail = Token, którego już nie potrzeba, przestaje działać
video-chapter-recover = Odzyskiwanie
    .detail = Co się stało z tokenem z przerwanego przebiegu
video-not-recorded = Od tej chwili nie nagrywamy
    .detail = Na ekranie może być token. Dalej widać tylko nazwy kroków.
video-covered = zasłonięte
video-finishing = Film jest jeszcze zapisywany; to potrwa chwilę.
video-done = Gotowe
video-failed = Przebieg zatrzymał się
warning-video-failed = Filmu z przebiegu nie udało się zapisać; sam przebieg na tym nie ucierpiał.
error-video-impossible =
    .what = Nie ma czym nagrać filmu (--video): brakuje biblioteki PyAV i programu ffmpeg od Playwright.
    .token = Niczego nie wygenerowano ani nie zmieniono.
    .now = Zainstaluj dodatek: pip install "ap-token-assistant[video]" (albo: python -m playwright install ffmpeg), lub uruchom polecenie bez --video.

## Video lesson

warning-video-chapters-apart = Film zrobił program ffmpeg od Playwright, który nie zapisuje rozdziałów w samym pliku filmu. Są w osobnym pliku obok (.chapters.vtt) i na stronie z filmem (.html).
video-lesson-1 = Krok 1: Logowanie do Aplikacji Podatnika
video-lesson-1-signed-in = Krok 1: Stan Aplikacji Podatnika po zalogowaniu
video-lesson-2-1 = Krok 2, zadanie 1: Tokeny
video-lesson-2-2 = Krok 2, zadanie 2: Generuj token
video-lesson-2-3 = Krok 2, zadanie 3: Odblokowane uprawnienia
video-lesson-3 = Krok 3: Generowanie tokena
video-lesson-4-1 = Krok 4, zadanie 1: Pokazanie tokena
video-lesson-4-2 = Krok 4, zadanie 2: Skopiowanie i zabezpieczenie tokena
video-lesson-done = Koniec lekcji
    .detail = Teraz można poćwiczyć samemu: ap-token train --practice
video-lesson-page-chapters = Rozdziały
video-lesson-page-text = Tekst lekcji
video-lesson-page-captions = Polskie napisy
video-lesson-page-how = Napisy są w obrazie. Te same, jako osobną ścieżkę, można włączyć w odtwarzaczu (przycisk napisów).
video-lesson-page-missing = Przeglądarka nie odtworzy tego filmu. Plik można otworzyć w innym programie:
reason-video-suffix = nazwa filmu ma się kończyć na .webm: { $path }
reason-video-folder = to jest katalog: { $path }
reason-video-page = obok filmu powstaje strona { $path }, a taki plik już jest i nie jest stroną z filmem; wybierz inną nazwę

## Bundle

bundle-title = Paczka dla wsparcia
bundle-run = Przebieg: { $command }, { $time }
bundle-steps = Kroki z czasami i wynikami: { $steps }; zapytania do AP, bez treści: { $exchanges }
bundle-pictures = Obrazy ekranów: { $pictures } (zamalowane miejsca: { $painted }); nazwy przycisków i pól na ekranach: { $snapshots }
bundle-words = Komunikaty AP i programu; miejsca, z których coś usunięto: { $masked }
bundle-nip-shown = NIP: { $nip } (zasłania go --mask-nip)
bundle-nip-hidden = NIP: zasłonięty
bundle-left-out = Nie ma w niej: tokena ani jego nazwy, haseł, bazy KeePassXC, ścieżek do plików, PESEL, adresów e-mail, rozpoznanych imion i nazwisk, tego, co wpisano w pola, filmu ani śladu (trace).
bundle-size = Rozmiar: { $size } kB
bundle-preview = Podgląd, dokładnie to, co jest w paczce: { $preview }
bundle-replaces = Plik { $bundle } już jest (to wcześniejsza paczka) i zostanie zastąpiony.
bundle-ask = Zapisać paczkę? [t/N]
bundle-written = Paczka zapisana: { $bundle }
bundle-code = Numer kontrolny: { $code } – podaj go wsparciu; kto otworzy paczkę, zobaczy ten sam.
bundle-declined = Paczki nie zapisano. Można ją zrobić później: ap-token report { $run } --bundle PLIK.zip
bundle-place-folder = { $bundle } to katalog; podaj nazwę pliku
bundle-place-taken = { $bundle } już jest i nie jest paczką dla wsparcia; podaj inną nazwę
bundle-too-large = paczka byłaby większa niż 5 MB
bundle-refused-none = to nie jest paczka dla wsparcia
bundle-refused-large = jest większa niż 5 MB
bundle-refused-bomb = po rozpakowaniu byłaby o wiele za duża
bundle-refused-path = są w niej nazwy plików, które prowadzą poza paczkę
bundle-refused-twice = jest w niej dwa razy plik o tej samej nazwie
bundle-refused-special = jest w niej coś, co nie jest zwykłym plikiem
bundle-refused-encrypted = jest zaszyfrowana
bundle-refused-layout = plik ZIP nie jest zbudowany tak jak paczka; ktoś go zmienił albo spakował na nowo
bundle-refused-foreign = są w niej pliki, których paczka nie ma
bundle-refused-changed = pliki nie zgadzają się ze spisem; paczka jest uszkodzona albo ktoś ją zmienił
bundle-refused-manifest = spis plików (manifest.json) nie jest taki, jak powinien
bundle-refused-record = zapis przebiegu (record.json) nie jest taki, jak powinien
bundle-refused-picture = jeden z obrazów nie jest obrazem, za jaki się podaje
bundle-refused-snapshot = jeden z opisów ekranu nie jest opisem ekranu
warning-bundle-smaller = Żeby paczka miała mniej niż 5 MB, obrazy w niej są gorszej jakości; pominięto całkiem: { $pictures }.
warning-bundle-pictures-unsafe = Paczka nie ma wszystkich obrazów: na pominiętych mogłyby być dane osobowe (pominięto: { $pictures }).
error-bundle-refused =
    .what = Paczki { $bundle } nie można otworzyć: { $reason }.
    .token = Niczego z niej nie odczytano ani nie zmieniono.
    .now = Sprawdź, czy to właściwy plik. Jeśli tak, poproś klienta o nową paczkę (ap-token check --bundle PLIK.zip), przysłaną bez rozpakowywania i pakowania na nowo.
error-bundle-newer =
    .what = Paczkę { $bundle } zrobiła nowsza wersja asystenta (wersja paczki: { $version }).
    .token = Niczego z niej nie odczytano ani nie zmieniono.
    .now = Zaktualizuj asystenta i otwórz paczkę jeszcze raz.

## Report

report-product = raport z przebiegu
report-skip = Przejdź do treści
report-contents = Spis treści raportu
report-verdict = Co się stało
report-what = Co się stało
report-token = Co z tokenem
report-now = Co zrobić teraz
report-where = Krok, na którym się zatrzymało
report-where-killed = Ostatni krok
report-ap-says = AP napisała
report-event-ids = Numer zdarzenia AP
report-event-ids-hint = Ten numer podaj, zgłaszając sprawę na Infolinię KSeF (22 330 03 30).
report-answered = AP odpowiedziała
report-guide = Co mówi instrukcja
report-token-facts = Token
report-steps = Krok po kroku
report-steps-none = Przebieg skończył się przed pierwszym krokiem.
report-curtain = Od tej chwili niczego nie zapisujemy: na ekranie może być token.
report-curtain-why = Z tej części zostają kroki, czasy i statusy odpowiedzi AP. Obraz powstaje tylko przy błędzie, z zasłoniętymi polami.
report-gap = przerwa
report-screen-same = ekran jak w kroku
report-screen-none = Z tego kroku nie ma obrazu ekranu.
report-screen-after = Ekran na końcu kroku:
report-enlarge = Powiększ
report-close = Zamknij
report-previous = Poprzedni
report-next = Następny
report-requests-in-step = Żądania do AP:
report-presses = Naciśnięcia „Odśwież”
report-presses-drawing = Oś czasu: kiedy naciśnięto „Odśwież” i kiedy odpowiedziała AP. To samo jest w tabeli pod spodem.
report-presses-one = Wystarczyło jedno naciśnięcie.
report-presses-many =
    { $count ->
        [one] { $count } naciśnięcie
        [few] { $count } naciśnięcia
        [many] { $count } naciśnięć
       *[other] { $count } naciśnięcia
    }, każde jeden raz; przerwy od { $shortest } do { $longest }.
report-axis-order = Generuj token
report-axis-press = naciśnięcie „Odśwież”
report-axis-answer = odpowiedź AP
report-axis-shown = token widoczny
report-axis-not-shown = koniec czekania
report-press-number = Nr
report-press-at = O godzinie
report-press-since = Od poprzedniego
report-press-answer = Odpowiedź AP
report-no-answer = bez odpowiedzi
report-permissions = Uprawnienia użytkownika
report-menu = Menu po zalogowaniu (Krok 1)
report-boxes = Uprawnienia na formularzu tokena (Krok 2)
report-there = jest
report-missing = brak
report-box-wanted = potrzebne
report-box-free = odblokowane
report-box-locked = zablokowane (kłódka)
report-box-absent = nie ma na formularzu
report-menu-invoices =
    { $there ->
        [yes] Użytkownik może pracować z fakturami.
       *[no] Nie ma w menu: brakuje uprawnień do wystawiania lub odbierania faktur.
    }
report-menu-permissions =
    { $there ->
        [yes] Użytkownik może zarządzać uprawnieniami w KSeF.
       *[no] Nie ma w menu: użytkownik nie zarządza uprawnieniami w KSeF.
    }
report-menu-tokens =
    { $there ->
        [yes] Użytkownik może generować tokeny.
       *[no] Nie ma w menu: ten użytkownik nie wygeneruje tokena.
    }
report-menu-certificates =
    { $there ->
        [yes] Użytkownik może generować certyfikaty (do tokena nie są potrzebne).
       *[no] Nie ma w menu; do tokena certyfikaty nie są potrzebne.
    }
report-menu-advice-complete = Menu jest kompletne: z takim stanem po zalogowaniu można generować token.
report-menu-advice-no-invoices = Da się to łatwo naprawić: w sekcji Uprawnienia nadaj temu użytkownikowi wystawianie i odczyt faktur, wyloguj się i zaloguj ponownie. Potem token powinien się udać.
report-menu-advice-no-permissions = Tego użytkownik sam nie naprawi: token musi wygenerować inna osoba w firmie, która ma wyższe uprawnienia.
report-menu-advice-no-tokens = Token musi wygenerować osoba, która po zalogowaniu widzi Faktury, Uprawnienia i Tokeny.
report-menu-advice-neither = Potrzebne są uprawnienia właścicielskie lub zarządcze: opisuje je ogólna instrukcja Aplikacji Podatnika, a w razie wątpliwości pomaga Infolinia KSeF, 22 330 03 30.
report-boxes-free = Potrzebne uprawnienia można zaznaczyć: token będzie miał to, czego potrzebuje program.
report-boxes-locked = Potrzebne uprawnienie jest niedostępne, więc właściwy token się nie uda. Wróć do Kroku 1: nadaj brakujące uprawnienia, wyloguj się i zaloguj ponownie.
report-warnings = Ostrzeżenia
report-gateway = Żądania do AP
report-gateway-none = Nie zanotowano żadnych żądań do AP.
report-requests-summary =
    { $failed ->
        [0] Żądań: { $count }, wszystkie udane.
       *[other] Żądań: { $count }, w tym nieudanych: { $failed }.
    }
report-requests-left-out = Dalszych żądań nie pokazano; ich liczba:
report-request = Żądanie
report-request-status = Status
report-request-took = Czas
report-request-step = Krok
report-request-at = Godzina
report-request-broken = Połączenie zostało zerwane.
report-request-unanswered = AP nie odpowiedziała, dopóki trwał przebieg.
report-retry-after = AP prosi, aby odczekać { $time }.
report-ksef-code = Kod KSeF: { $code }.
report-status =
    { $status ->
        [400] AP uznała żądanie za niepoprawne.
        [401] AP nie uznaje sesji: nikt nie jest zalogowany albo sesja się skończyła.
        [403] AP zabrania tego temu użytkownikowi.
        [404] AP nie zna tego, o co ją zapytano.
        [408] AP nie doczekała się żądania.
        [429] AP ogranicza liczbę żądań: było ich za dużo w krótkim czasie.
        [500] Wewnętrzny błąd po stronie AP.
        [502] Serwer za AP nie odpowiada prawidłowo.
        [503] AP jest chwilowo niedostępna (przeciążenie albo prace techniczne).
        [504] Serwer za AP nie odpowiedział na czas.
       *[other]
            { $kind ->
                [server] Błąd po stronie AP.
               *[other] AP odmówiła.
            }
    }
report-environment = { $environment ->
        [production] Produkcja
        [demo] Demo
        [test] Test
        [local] Lokalne (replika)
       *[other] –
    }
report-environment-title = Środowisko i wersje
report-ticket = Do zgłoszenia
report-ticket-why = Gotowy tekst do wklejenia. Nie ma w nim danych osobowych poza NIP-em i numerem referencyjnym tokena.
report-copy = Kopiuj tekst
report-copied = Skopiowano.
report-copy-by-hand = Tekst jest zaznaczony: naciśnij Ctrl+C.
report-files = Pliki przebiegu
report-files-why = Leżą w katalogu przebiegu, obok tego raportu.
report-file-trace = Ślad Playwright: strona krok po kroku, sprzed „Generuj token”. Otwiera go:
report-file-video = Film z przebiegu.
report-file-journal = Dziennik: wszystko, z czego powstał ten raport.
report-file-result = Wynik polecenia w JSON.
report-comparison = Obok siebie: klient i replika
report-comparison-original = U klienta
report-comparison-here = Na replice
report-comparison-step = Krok
report-comparison-none = tego kroku nie było
report-approximations = Czego replika nie odtwarza dokładnie
report-reproduced-same = Na replice stało się to samo.
report-reproduced-different = Na replice stało się coś innego.
report-same = tak samo
report-different = inaczej
report-ending = kod wyjścia { $code }, błąd: { $error }
report-started = Początek
report-took = Trwał
report-command-word = Polecenie
report-command = { $command ->
        [rehearse] Próba
        [generate] Generowanie tokena
        [check] Sprawdzenie uprawnień
        [train] Szkolenie
        [revoke] Unieważnienie
        [recover] Odzyskiwanie
        [reproduce] Odtworzenie
       *[other] { $command }
    }
report-result = Wynik
report-made-by = Raport asystenta tokenów KSeF, ap-token
report-step-done = zrobione
report-step-failed = nie udało się
report-step-running = przerwane w trakcie
report-fact-fate = Stan
report-fact-name = Nazwa
report-fact-permissions = Uprawnienia tokena
report-fact-issue = Od odpowiedzi AP do zapisu na dysku
report-fact-shown = Od pokazania tokena do zapisu na dysku
report-fact-environment = Środowisko
report-fact-address = Adres AP
report-fact-ap-version = Wersja AP
report-fact-header = Nagłówek AP
report-fact-login = Logowanie
report-fact-window = Przeglądarka
report-fact-timeout = Czas na jeden ekran
report-fact-refresh = „Odśwież”
report-fact-validity = Ważność tokena (dni)
report-fact-assistant = Wersja asystenta
report-fact-browser = Program przeglądarki
report-fact-system = System
report-fact-exit = Kod wyjścia
report-fact-error = Kod błędu
report-fact-run = Przebieg
report-header-none = bez nazwy środowiska
report-login =
    { $login ->
        [test] uwierzytelnienie testowe
        [certificate] certyfikat (podpis lub pieczęć)
        [login-gov] login.gov.pl
        [session] zachowana sesja
       *[other] { $login }
    }
report-window =
    { $headed ->
        [true] z oknem
       *[other] bez okna
    }
report-refresh = co najmniej co { $interval }, najwyżej { $limit } razy
report-sign-ok = Udało się
report-sign-refused = Zatrzymano
report-sign-failed = Nie udało się
report-sign-danger = Uwaga: token
report-sign-stopped = Przerwano
report-sign-different = Inaczej
report-sign-running = Trwa
report-fate-none = Token nie powstał
report-fate-safe = Token jest bezpieczny w bazie
report-fate-revoked = Token został unieważniony
report-fate-pending = Token jest w bazie, ale niepotwierdzony
report-fate-rescued = Token jest w bazie ratunkowej
report-fate-lost = Wartość tokena przepadła
report-fate-unknown = Token mógł powstać
report-fate-suspect = Token jest niepewny
report-fate-told-none = „Generuj token” nie zostało naciśnięte. Niczego nie wygenerowano, nic nie przepadło.
report-fate-told-safe = Token { $reference } był już zapisany w bazie i odczytany z dysku.
report-fate-told-revoked = Token { $reference } został unieważniony: już nie działa.
report-fate-told-pending = Wartość tokena { $reference } zdążyła trafić do bazy (tag ap-pending), ale nie sprawdzono, czy AP go uznaje.
report-fate-told-unknown = „Generuj token” naciśnięto, a wartości tokena nie zdążono zapisać. Token mógł powstać.
report-fate-told-recovered =
    { $action ->
        [finished] Przebieg dokończono potem poleceniem „ap-token recover”: token jest bezpieczny w bazie.
        [confirmed] Przebieg dokończono potem poleceniem „ap-token recover”: AP potwierdziła, że token z bazy jest aktywny.
        [revoked] Przebieg uporządkowano potem poleceniem „ap-token recover”: token unieważniono.
       *[other] Przebieg uporządkowano potem poleceniem „ap-token recover”: nie ma po nim działającego tokena.
    }
report-fate-told-other = To polecenie nie generuje tokena.
report-headline-stored = Token jest bezpieczny w bazie KeePassXC
report-headline-rehearsed = Próba się udała
report-headline-checked = Ten użytkownik może wygenerować token
report-headline-revoked = Token został unieważniony
report-headline-recovered = Niedokończone przebiegi są uporządkowane
report-headline-reproduced = Na replice stało się to samo
report-headline-different = Na replice stało się coś innego
report-headline-done = Przebieg doszedł do końca
report-headline-running = Przebieg jeszcze trwa
report-headline-killed = Przebieg urwał się w trakcie
report-headline-exit-1 = Błąd asystenta
report-headline-exit-2 = Polecenie nie mogło się zacząć
report-headline-exit-3 = Użytkownikowi brakuje uprawnień
report-headline-exit-4 = Nie udało się zalogować
report-headline-exit-5 = Ekran AP jest inny, niż zna go asystent
report-headline-exit-6 = AP zawiodła, token nie powstał
report-headline-exit-6-safe = Token jest bezpieczny, ale AP zawiodła
report-headline-exit-6-unknown = AP zawiodła przy generowaniu tokena
report-headline-exit-6-pending = AP nie potwierdziła tokena na czas
report-headline-exit-6-lost = AP nie pokazała tokena na czas
report-headline-exit-6-wait = AP prosi, żeby chwilę poczekać
report-headline-exit-7 = Nie można użyć bazy KeePassXC
report-headline-exit-8 = Token wydano, ale nie jest bezpieczny
report-headline-exit-8-unknown = Nie wiadomo, czy token powstał
report-headline-exit-8-pending = Token jest w bazie, ale AP go nie potwierdziła
report-headline-exit-8-rescued = Token jest w bazie ratunkowej
report-headline-exit-8-suspect = Token budzi wątpliwości
report-headline-exit-9 = Asystent odmówił działania
report-headline-exit-130 = Przebieg przerwano
report-what-stored = Token wygenerowano, skopiowano i zapisano, a odczyt z dysku potwierdził, że w bazie jest właśnie on.
report-what-rehearsed = Cała procedura przeszła od logowania do zapisu w bazie, a token z próby na końcu unieważniono.
report-what-checked = Po zalogowaniu w menu są Faktury, Uprawnienia i Tokeny, a na formularzu tokena potrzebne uprawnienia są odblokowane (Krok 1 i 2).
report-what-revoked = Wskazany token unieważniono na Liście tokenów w AP.
report-what-recovered = Sprawdzono przebiegi, które skończyły się przed bezpiecznym zapisem tokena.
report-at-customer = U klienta:
report-what-ap-failed =
    AP nie zadziałała{ $status ->
        [none] .
       *[other] : odpowiedziała błędem { $status }.
    } Krok, w którym się to stało, i słowa AP są niżej.
report-what-reproduced = Sytuację klienta odtworzono na replice AP i skończyła się tak samo. Szczegóły są obok siebie poniżej.
report-what-different = Sytuację klienta odtworzono na replice AP, ale przebieg potoczył się inaczej. Różnice są zaznaczone poniżej.
report-what-done = Polecenie wykonano bez błędu.
report-what-interrupted = Przebieg przerwano (Ctrl-C).
report-what-killed = Przebieg skończył się nagle o { $at }; ostatni krok: { $step }. Tak bywa, gdy zamknięto terminal, zabito proces albo komputer zgasł.
report-what-running = Trwa krok: { $step }. Ostatni wpis w dzienniku jest z { $at }.
report-token-rehearsed = Token z próby powstał, był bezpieczny w bazie i został unieważniony: już nie działa.
report-token-checked = To było samo sprawdzenie: niczego nie wygenerowano.
report-token-revoked = Tego tokena nie da się już użyć ani przywrócić.
report-token-recovered = Co stało się z każdym tokenem, pokazuje wynik polecenia (run.json).
report-token-reproduced = Wszystko działo się na replice: prawdziwego tokena nie było.
report-token-different = Wszystko działo się na replice: prawdziwego tokena nie było.
report-token-done = To polecenie nie generuje tokena.
report-now-checked = Można generować token: poleceniem „ap-token generate” albo ręcznie, od Kroku 2 instrukcji.
report-now-revoked = Jeżeli korzystał z niego program, wygeneruj nowy token i wprowadź go tam.
report-now-recovered = Nie trzeba nic robić.
report-now-reproduced = Przyczyna jest znana i powtarzalna: postępuj według porady dla tego błędu.
report-now-different = Porównaj zaznaczone kroki. Może to zależeć od czegoś, czego replika nie odtwarza.
report-now-done = Nie trzeba nic robić.
report-now-running = Poczekaj na koniec i nie zamykaj okna przeglądarki. Potem otwórz raport jeszcze raz.
report-now-recover = Uruchom „ap-token recover”: sprawdzi bazę i Listę tokenów w AP i dokończy sprawę. Do tego czasu nie generuj drugiego tokena o tej samej nazwie.
report-now-again = Uruchom polecenie jeszcze raz.
report-index = Przebiegi
report-index-none = W tym katalogu nie ma jeszcze żadnego przebiegu.
report-index-summary =
    { $count ->
        [one] { $count } przebieg
        [few] { $count } przebiegi
        [many] { $count } przebiegów
       *[other] { $count } przebiegu
    } w katalogu { $folder }
report-search = Szukaj
report-filter-outcome = Wynik
report-filter-environment = Środowisko
report-filter-command = Polecenie
report-all = wszystkie
report-date = Kiedy
report-nothing-found = Żaden przebieg nie pasuje do tych filtrów.
report-unreadable = Tego przebiegu nie da się odczytać (dziennik jest uszkodzony albo pusty).
report-written = Raport: { $path }
report-bundle-code = Numer kontrolny paczki: { $code } – klient widział ten sam, gdy ją zapisywał.
report-index-written = Spis przebiegów: { $path }

## Reproduce

error-original-unknown =
    .what = Nie ma paczki, przebiegu ani gotowego scenariusza o nazwie „{ $original }”.
    .token = { -nothing }
    .now = Podaj plik paczki (ZIP), katalog przebiegu, jego nazwę z katalogu recordings albo nazwę scenariusza z listy: ap-token reproduce --list. Podobne nazwy: { $near }.
error-not-replayable =
    .what =
        { $reason ->
            [command] Przebiegu polecenia { $command } nie da się odtworzyć: odtwarzane są check, generate, rehearse i train.
            [before-ap] Ten przebieg skończył się, zanim doszło do Aplikacji Podatnika (błąd: { $error }). Na replice nie ma czego odtwarzać.
           *[person] Ten przebieg skończył się na logowaniu, o którym zdecydowała osoba albo to, co miała pod ręką, a nie AP (błąd: { $error }).
        }
    .token = { -nothing }
    .now = Obejrzyj raport z tego przebiegu: ap-token report. Podobną sytuację znajdziesz może wśród gotowych: ap-token reproduce --list.
error-not-reproduced =
    .what = Na replice stało się co innego niż w „{ $original }”. { $difference }
    .token = Na replice są tylko zmyślone tokeny; prawdziwej AP nikt nie dotykał.
    .now = Porównaj kroki w tabeli i w raporcie z odtworzenia. Przyczyna leży w tym, czego replika nie ma: w samej AP, w sieci albo na komputerze klienta. Poproś klienta o paczkę z nowego przebiegu, a autorów o uzupełnienie repliki.
reproduced = Odtworzono: na replice stało się to samo co w „{ $original }”.
reproduced-played = Odegrano scenariusz „{ $original }”. Nie ma z czym go porównać: powyżej to, co się stało.
compared-step = Krok
compared-original = U klienta
compared-expected = Oczekiwane
compared-here = Na replice
compared-same = Tak samo
compared-end = Kod wyjścia (błąd: { $errors })
compared-approximations = Czym replika różni się od AP klienta:
different-end = Koniec był inny: u klienta { $original }, na replice { $here }.
different-place = Ten sam koniec, ale w innym kroku: u klienta { $original }, na replice { $here }.
different-only-here = Tylko na replice: „{ $step }”.
different-only-there = Tylko u klienta: „{ $step }”.
different-step = Krok „{ $step }”: u klienta { $original }, na replice { $here }.
case-label-says = Klient mówi:
case-label-answer = Odpowiedz:
cases-title = Gotowe scenariusze
cases-hint = Aby odegrać jeden z nich: ap-token reproduce NAZWA (z oknem przeglądarki: --headed).
approximation-version = Wersja AP { $theirs }: replika pokazuje najbliższą, jaką ma, { $version }.
approximation-version-unknown = Nie wiadomo, jaka to była wersja AP: replika pokazuje { $version }.
approximation-login-page = Na stronie logowania repliki jest uwierzytelnienie testowe, którego w tym środowisku nie ma.
approximation-login = Klient logował się inaczej ({ $login }): na replice to uwierzytelnienie testowe, a kroków logowania się nie porównuje.
approximation-certificate = Certyfikat klienta nie jest znany: na replice podpisuje zmyślona pieczęć, sporządzona na tę jedną próbę.
approximation-nip = NIP klienta nie jest znany: na replice jest { $nip }.
approximation-boxes-new = Formularz klienta ma pola, których nie ma na replice: { $boxes }.
approximation-many-requests = Zapytań jednego rodzaju było { $count }: na replice odtworzono { $taken } pierwszych.
approximation-delays = Długie odpowiedzi AP skrócono (jedna trwa najwyżej { $seconds } s), żeby odtworzenie nie trwało minut.
approximation-timeout = Klient czekał na stronę do { $theirs } s, tutaj { $seconds } s.
approximation-presses = Klient nacisnął Odśwież { $presses } razy, tutaj { $taken }.
approximation-no-request = Nie wiadomo, na którą odpowiedź AP czekała w kroku „{ $step }”: replika w tym kroku o nic nie pyta, więc tu nie zawiedzie.
approximation-control = Nie wiadomo, co stało się z „{ $control }”: na replice jest bez zmian.
approximation-cause = Replika nie ma tego, co wywołało błąd { $error }.
approximation-dialog = Okno, które zasłoniło stronę, ma na replice tytuł i przyciski takie jak u klienta, ale treść zmyśloną.
approximation-fields = Nieznanych pól wymaganych było { $count }: na replice jest pierwsze z nich.
approximation-logged-out = Nie wiadomo, dlaczego AP zakończyła sesję: na replice kończy ją sama, po takim samym czasie.
approximation-stopped = Przebieg klienta przerwano z zewnątrz w kroku „{ $step }”: porównano to, co było przedtem.

## Cases: ready scenarios (automation/cases)

case-token-z-demo-w-icargo = Token ze środowiska demonstracyjnego wklejony do produkcyjnego ERP
    .says = Zrobiłam wszystko jak w instrukcji, token się skopiował, a iCargo odpowiada, że jest nieprawidłowy.
    .answer = Token jest dobry, ale powstał w środowisku demonstracyjnym (widać to w nagłówku AP), a ERP pracuje w produkcyjnym. Trzy środowiska nic o sobie nie wiedzą: token z jednego nigdy nie działa w drugim. Proszę zalogować się pod adresem produkcyjnym ap.ksef.mf.gov.pl/web/ i wygenerować token tam, a ten z demo unieważnić na Liście tokenów.
case-smietnik-na-testowym = Środowisko testowe pełne cudzych tokenów
    .says = Na Liście tokenów mamy pełno jakichś „asdf” i „TEST TEST”. Ktoś się nam włamał?
    .answer = To środowisko testowe: wspólne, wypełnione przypadkowymi danymi tysięcy integratorów. Nikt się nie włamał, a Państwa token na produkcji nie ma z tym nic wspólnego. Do nauki lepsze jest środowisko demonstracyjne, do pracy służy wyłącznie produkcyjne. Cudzych tokenów proszę nie ruszać.
case-nie-to-srodowisko = Zalogowano się w innym środowisku niż zamierzone
    .says = Chciałem zrobić token produkcyjny, a program się zatrzymał i pisze, że to nie to środowisko.
    .answer = W nagłówku AP jest „Środowisko Demonstracyjne”, a token miał powstać na produkcji. Niczego nie wygenerowano. Proszę sprawdzić adres w przeglądarce: produkcja to ap.ksef.mf.gov.pl/web/, bez „demo” i „test” w nazwie.
case-ap-przerwa-techniczna = AP w przerwie technicznej
    .says = Strona się w ogóle nie otwiera, jest tylko jakiś błąd 503.
    .answer = AP nie działa: odpowiada błędem 503, zanim pokaże logowanie. Niczego nie wygenerowano. Proszę spróbować później; środowiska testowe bywają wyłączane między 16:00 a 18:00. Jeżeli na produkcji trwa to dłużej, proszę zadzwonić na Infolinię KSeF: 22 330 03 30.
case-ap-nieosiagalna = AP nieosiągalna: błąd pośrednika
    .says = Zamiast Aplikacji Podatnika mam białą stronę z napisem „502”.
    .answer = Serwer przed AP nie dostaje od niej odpowiedzi (502). Niczego nie wygenerowano, a z tokenami, które już są, nic się nie stało. Zwykle mija to po kilku minutach. Proszę też sprawdzić, czy strona otwiera się w innej sieci: jeżeli tak, przeszkadza firmowy serwer pośredniczący.
case-logowanie-odrzucone = AP odrzuca logowanie w imieniu firmy
    .says = Wpisuję NIP firmy i AP mnie nie wpuszcza, pisze coś o braku uprawnień.
    .answer = AP nie zna tej osoby jako uprawnionej do działania w imieniu tego NIP w tym środowisku. Niczego nie wygenerowano. Proszę sprawdzić NIP i środowisko: uprawnienia nadane na produkcji nie obowiązują na demo i odwrotnie. Jeżeli są dobre, uprawnienia musi nadać ktoś, kto już je ma; w razie wątpliwości Infolinia KSeF, 22 330 03 30.
case-ksef-nie-odpowiada-przy-logowaniu = KSeF nie odpowiada podczas logowania
    .says = Podpis przeszedł, a potem „Przekroczenie czasu oczekiwania na odpowiedź serwera” i koniec.
    .answer = AP działa, ale stojący za nią KSeF nie odpowiedział na czas (504). Nikt nie został zalogowany i niczego nie wygenerowano. Dane logowania są w porządku: proszę spróbować za kilka minut. Bywa tak nawet wtedy, gdy komunikaty Ministerstwa mówią, że wszystko działa.
case-ap-bardzo-wolna = AP odpowiada bardzo wolno
    .says = Kółko się kręci i kręci, a po zalogowaniu nic się nie pojawia.
    .answer = AP nie pokazała następnego ekranu w wyznaczonym czasie. Do „Generuj token” nie doszło, więc niczego nie wygenerowano. Proszę spróbować o innej porze albo dać AP więcej czasu (--timeout).
case-sesja-zakonczona = AP wylogowuje w połowie pracy
    .says = Byłem już zalogowany, klikam w menu, a ono znowu pokazuje logowanie.
    .answer = AP zakończyła sesję: po przerwie, przy logowaniu w drugim oknie albo z własnego powodu. „Generuj token” nie zostało naciśnięte, więc niczego nie wygenerowano. Proszę zalogować się jeszcze raz, w jednym oknie, i przejść przez kroki bez przerwy.
case-brak-faktur = W menu nie ma sekcji Faktury
    .says = Po zalogowaniu nie widzę u siebie żadnych faktur, menu jest krótsze niż na obrazku.
    .answer = Użytkownik nie ma uprawnień do wystawiania ani odbierania faktur, więc AP nie pokazuje sekcji Faktury. Tokena jeszcze nie ma. To łatwo naprawić: w sekcji Uprawnienia proszę nadać sobie wystawianie i przeglądanie faktur, wylogować się, zalogować ponownie i zacząć od nowa.
case-brak-uprawnien = W menu nie ma sekcji Uprawnienia (ani Tokeny i Certyfikaty)
    .says = Faktury widzę, ale tokenów nie mam nigdzie w menu.
    .answer = Ta osoba nie może zarządzać rolami w KSeF, więc AP nie pokazuje jej sekcji Uprawnienia, a zwykle także Tokeny i Certyfikaty. Token musi wygenerować ktoś w firmie, kto ma wyższe uprawnienia, na przykład właściciel. Niczego nie wygenerowano.
case-brak-faktur-i-uprawnien = W menu nie ma ani Faktur, ani Uprawnień
    .says = Zalogowałem się, a tam prawie nic nie ma, tylko Historia sesji.
    .answer = Użytkownik nie ma żadnych uprawnień potrzebnych do tokena i sam ich sobie nie nada. Niczego nie wygenerowano. Proszę postępować według ogólnej instrukcji Aplikacji Podatnika o nadawaniu uprawnień właścicielskich (zarządczych) albo zadzwonić na Infolinię KSeF: 22 330 03 30. To wykracza poza wsparcie ERP.
case-brak-tokenow = Są Faktury i Uprawnienia, ale nie ma pozycji Tokeny
    .says = Faktury mam, uprawnienia mam, a pozycji Tokeny nie ma.
    .answer = Sam dostęp do uprawnień nie wystarcza: AP nie pozwala tej osobie tworzyć tokenów w tym podmiocie. Niczego nie wygenerowano. Proszę sprawdzić, czy zalogowano się na właściwy NIP, i poprosić o wygenerowanie tokena osobę, która widzi w menu Tokeny; w razie wątpliwości Infolinia KSeF, 22 330 03 30.
case-zablokowane-uprawnienia = Uprawnienia do faktur są zablokowane (kłódka)
    .says = Na formularzu tokena nie da się zaznaczyć faktur, przy obu jest kłódka. A przed chwilą nadałem sobie uprawnienia!
    .answer = Kłódka znaczy, że w tej sesji użytkownik tych uprawnień nie ma, więc nie może ich dać tokenowi. Świeżo nadane uprawnienia działają dopiero po ponownym zalogowaniu: proszę się wylogować, zalogować i zajrzeć na formularz jeszcze raz. Jeżeli kłódka zostanie, uprawnień nadal brakuje (Krok 1). Niczego nie wygenerowano.
case-tylko-przegladanie-faktur = Można tylko przeglądać faktury
    .says = Przeglądanie faktur mogę zaznaczyć, a wystawianie jest szare.
    .answer = Użytkownik ma prawo do przeglądania faktur, ale nie do wystawiania. Token z samym przeglądaniem nie pozwoli ERP wysyłać faktur, a uprawnień tokena nie da się później zmienić. Proszę nadać użytkownikowi wystawianie faktur, wylogować się, zalogować ponownie i dopiero wtedy generować. Niczego nie wygenerowano.
case-tylko-wystawianie-faktur = Można tylko wystawiać faktury
    .says = Wystawianie się zaznacza, ale przeglądanie ma kłódkę. Czy to wystarczy?
    .answer = Nie wystarczy: bez przeglądania ERP nie pobierze faktur zakupu, a uprawnień tokena nie da się później zmienić. Proszę nadać użytkownikowi przeglądanie faktur, wylogować się, zalogować ponownie i wygenerować token z obydwoma uprawnieniami. Niczego nie wygenerowano.
case-nazwa-za-krotka = Za krótka nazwa tokena
    .says = Wpisuję nazwę „ERP” i nie chce przyjąć.
    .answer = Nazwa tokena musi mieć od 5 do 256 znaków. Niczego nie zamówiono. Proszę nadać nazwę, która za rok powie, dla jakiego systemu jest token i co może, na przykład „iCargo wystawianie i przeglądanie faktur”.
case-okno-na-stronie = Na stronie AP wyskakuje nieznane okno
    .says = Po zalogowaniu wyskoczyło jakieś pytanie o inną sesję i program stanął.
    .answer = AP o coś pyta, a odpowiedź może mieć skutki, więc asystent jej nie wybiera za człowieka. Niczego nie wygenerowano. Proszę zalogować się w zwykłej przeglądarce, przeczytać okno, odpowiedzieć i zamknąć je, a potem spróbować jeszcze raz. Inne otwarte sesje AP lepiej najpierw wylogować.
case-baner-cookie = Pasek o plikach cookie na stronie logowania
    .says = Na dole strony jest pasek o ciasteczkach, czy to nie przeszkadza?
    .answer = Nie przeszkadza: taki pasek zamyka się jego własnym przyciskiem, a potem wszystko idzie jak zwykle. Token powstaje i zostaje zapisany.
case-przycisk-zmienil-nazwe = AP zmieniła nazwę pola
    .says = U mnie nie ma pola „Nazwa tokena”, jest jakiś „Opis klucza”.
    .answer = AP się zmieniła, a asystent woli stanąć niż zgadywać. Niczego nie wygenerowano. Proszę przysłać paczkę z tego przebiegu (--bundle): nazwę poprawia się w jednym pliku. Do tego czasu token można wygenerować ręcznie, według instrukcji.
case-nieznane-wymagane-pole = Na formularzu tokena jest nowe wymagane pole
    .says = Formularz chce ode mnie jeszcze jednej rzeczy, której nie ma w instrukcji.
    .answer = AP dodała do formularza wymagane pole, którego asystent nie zna, więc nie nacisnął „Generuj token”. Niczego nie wygenerowano. Proszę wygenerować token ręcznie, wybierając w tym polu to, co pasuje do firmy, i przysłać paczkę z tego przebiegu (--bundle).
case-starsza-wersja-ap = Starszy wygląd AP (2.1.8)
    .says = U mnie logowanie wygląda inaczej niż na obrazkach, jest jeden duży kafelek.
    .answer = To starsza wersja AP: inne jest logowanie, a na formularzu nie ma historii sesji. Reszta jest ta sama i token powstaje tak jak w instrukcji. Nic nie trzeba zmieniać.
case-formularz-2027-bez-waznosci = Formularz z 2027 roku pyta o ważność, a nikt jej nie podał
    .says = Program pyta, na ile dni ma być token. Skąd mam wiedzieć?
    .answer = Od 1 stycznia 2027 token jest ważny od 1 do 365 dni i AP każe to wybrać. Niczego nie wygenerowano. Proszę podać liczbę dni (--validity-days, najwięcej 365) i zapisać w kalendarzu, kiedy trzeba będzie zrobić nowy. Wygląd tego formularza jest na razie przewidywany.
case-formularz-2027 = Formularz z 2027 roku z podaną ważnością
    .says = Czy token zrobiony w przyszłym roku też będzie działał bez końca?
    .answer = Nie: od 2027 roku token jest ważny najwyżej 365 dni. Z podaną liczbą dni powstaje jak zwykle, a wpis w bazie dostaje ten dzień jako termin. Tokeny z 2026 roku działają do 30.11.2027. Wygląd tego formularza jest na razie przewidywany.
case-odmowa-uprawnien = AP odmawia: tych uprawnień nie posiadasz
    .says = Zaznaczyłem wszystko, kliknąłem „Generuj token”, a tu „Nie można nadać tokenowi uprawnień których nie posiadasz”.
    .answer = Formularz pozwolił zaznaczyć, ale KSeF sprawdził i odmówił (kod 26001): użytkownik tych uprawnień już nie ma albo jeszcze ich nie ma. Token nie powstał. Proszę sprawdzić uprawnienia (Krok 1), wylogować się, zalogować ponownie i spróbować jeszcze raz.
case-niewlasciwy-kontekst = AP odmawia: zły typ kontekstu
    .says = Pisze „Nie można wygenerować tokena dla obecnego typu kontekstu”. Co to znaczy?
    .answer = Zalogowano się nie na NIP firmy, lecz na inny identyfikator (na przykład złożony, dla samofakturowania VAT UE), a dla takiego KSeF nie robi tokenów (kod 26002). Token nie powstał. Proszę zalogować się ponownie i jako identyfikator wybrać NIP podmiotu.
case-za-duzo-zadan = AP ogranicza liczbę żądań (429)
    .says = Klikam „Generuj token” i dostaję, że przekroczono limit żądań.
    .answer = KSeF przyjmuje tylko tyle zamówień na minutę i godzinę z jednej firmy i jednego adresu. To zamówienie odrzucił, token nie powstał. Proszę odczekać tyle, ile każe (tu minutę), i spróbować raz. Klikanie raz za razem tylko przedłuża czekanie.
case-blad-przy-generowaniu = Błąd 500 po naciśnięciu Generuj token
    .says = Nacisnęłam „Generuj token” i wyskoczył błąd serwera. Mam kliknąć jeszcze raz?
    .answer = Jeszcze nie. KSeF odpowiedział błędem, a token mógł mimo to powstać: asystent zajrzał na Listę tokenów i go tam nie znalazł, więc prawdopodobnie go nie ma. Proszę za kilka minut zajrzeć na Listę tokenów; jeżeli się pojawi, unieważnić go (jego wartości nikt już nie zobaczy), a potem wygenerować nowy.
case-token-powstal-mimo-bledu = Błąd 504, a token jednak powstał
    .says = Był błąd, więc spróbowałem drugi raz i teraz mam na liście dwa tokeny o tej samej nazwie.
    .answer = AP nie doczekała się odpowiedzi (504), ale KSeF token wydał: jest na Liście tokenów, a jego wartości nikt nie zobaczył i nie zobaczy. Proszę unieważnić ten token i wygenerować nowy. Po błędzie przy „Generuj token” zawsze najpierw trzeba zajrzeć na Listę tokenów.
case-token-od-razu = Token pojawia się od razu
    .says = Nie było żadnego „W realizacji”, od razu wyskoczył długi ciąg znaków. Czy tak może być?
    .answer = Może, choć zdarza się rzadko (mniej więcej raz na sto). Wtedy: stop, tylko skopiować ikoną kopiowania i zapisać, nic więcej nie klikać, niczego nie odświeżać. Token jest pełnowartościowy.
case-jedno-odswiezenie = Zwykły przebieg: jedno naciśnięcie Odśwież
    .says = Po „Generuj token” jest tylko „W realizacji”. Gdzie jest mój token?
    .answer = KSeF potrzebuje chwili. Proszę nacisnąć Odśwież na tej stronie, jeden raz, i poczekać: token się pokaże. To ma być link Odśwież w Aplikacji Podatnika, a nie odświeżanie w przeglądarce (F5), które token by zgubiło.
case-kilka-odswiezen = Token dopiero po kilku naciśnięciach Odśwież
    .says = Nacisnąłem Odśwież i nic. Ile razy mam klikać?
    .answer = Raz, potem kilka sekund przerwy, potem znowu raz. Tutaj token pokazał się za trzecim razem i jest w porządku. Szybsze klikanie niczego nie przyspiesza, a KSeF może za nie odpowiedzieć ograniczeniem.
case-dlugo-w-realizacji = W realizacji i w realizacji
    .says = Od godziny naciskam Odśwież i ciągle jest „W realizacji”.
    .answer = KSeF nie skończył robić tokena. Dopóki ta strona jest otwarta, nic nie jest stracone: proszę jej nie zamykać i naciskać Odśwież co jakiś czas. Kto już ją opuścił, tego tokena nie odczyta: gdy pojawi się na Liście tokenów, trzeba go unieważnić i wygenerować nowy. Jeżeli trwa to godzinami, Infolinia KSeF: 22 330 03 30.
case-token-nie-powstal = KSeF nie wygenerował tokena (Failed)
    .says = Po odświeżeniu jest „Zakończono niepowodzeniem”.
    .answer = KSeF przyjął zamówienie, ale tokena nie zrobił, najczęściej dlatego, że ten podmiot nie może mieć któregoś z wybranych uprawnień. Tego tokena nie ma i nie będzie, nie trzeba go unieważniać. Proszę zaznaczyć tylko potrzebne uprawnienia (wystawianie i przeglądanie faktur) i wygenerować nowy.
case-blad-przy-odswiezaniu = Błąd po naciśnięciu Odśwież
    .says = Nacisnąłem Odśwież i pojawił się czerwony błąd. Czy token przepadł?
    .answer = Nie przepadł: błąd dotyczy tylko pytania o stan. Strona „W realizacji” nadal jest otwarta. Proszę jej nie zamykać, odczekać kilka sekund i nacisnąć Odśwież jeszcze raz: token się pokaże.
case-limit-przy-odswiezaniu = Za częste naciskanie Odśwież (429)
    .says = Klikałem Odśwież raz po raz i teraz pisze o limicie.
    .answer = KSeF prosi o przerwę. Token nie przepadł, dopóki strona jest otwarta. Proszę odczekać podany czas i nacisnąć Odśwież jeden raz.
case-ankieta-zaslania-odswiez = Ankieta wyskakuje w W realizacji
    .says = Czekam na token, a tu okienko „Oceń aplikację”. Boję się coś kliknąć.
    .answer = Słusznie: zanim token jest zapisany, okna lepiej nie ruszać, jeżeli Odśwież i Kopiuj są pod nim dostępne. Jeżeli zasłania, proszę zamknąć samo okienko ankiety („Nie teraz”), a nie kartę przeglądarki. Token nie przepada.
case-odswiezona-strona-w-realizacji = Odświeżona strona (F5) w W realizacji
    .says = Długo było „W realizacji”, więc odświeżyłem stronę i teraz mam pusty formularz.
    .answer = Odświeżanie w przeglądarce (F5) to nie to samo co link Odśwież na stronie: zamknęło ekran, na którym token miał się pokazać. Tego tokena nie da się już odczytać, choć jest na Liście tokenów. Proszę go tam unieważnić i wygenerować nowy od początku.
case-token-przepadl-po-odswiezeniu = Token był widoczny i zniknął po odświeżeniu strony
    .says = Token już był na ekranie, ale odświeżyłam stronę i go nie ma. Jak go odzyskać?
    .answer = Token jest pokazywany tylko raz, a odświeżenie strony go zamknęło; nikt, także KSeF, go już nie pokaże. Tego tokena nie da się już odczytać, choć jest na Liście tokenów. Proszę go tam unieważnić i wygenerować nowy od początku. Tym razem najpierw Kopiuj i zapis w programie do haseł, potem cokolwiek innego.
case-wylaczony-komputer-w-realizacji = Komputer zgasł w W realizacji
    .says = Laptopowi padła bateria w trakcie i po włączeniu nie ma już tej strony.
    .answer = Ekran, na którym token miał się pokazać, przepadł razem z przeglądarką. Tego tokena nie da się już odczytać, choć jest na Liście tokenów. Proszę go tam unieważnić i wygenerować nowy od początku. Laptop proszę najpierw podłączyć do zasilacza.
case-token-przepadl-po-zamknieciu = Okno zamknięte przed skopiowaniem tokena
    .says = Zobaczyłem „Zakończono pomyślnie”, więc zamknąłem kartę. Skąd teraz wziąć token?
    .answer = Token był pokazany właśnie tam, tylko ten jeden raz. Tego tokena nie da się już odczytać, choć jest na Liście tokenów. Proszę go tam unieważnić i wygenerować nowy od początku. Kartę można zamknąć dopiero wtedy, gdy token jest na pewno zapisany.
case-lista-tokenow-przed-skopiowaniem = Naciśnięta Lista tokenów przed skopiowaniem
    .says = Nacisnęłam „Lista tokenów”, mój token na niej jest, ale nigdzie nie widać tych znaków.
    .answer = Lista pokazuje nazwy i daty, a wartości tokena nigdy. Przycisk „Lista tokenów” opuścił ekran, na którym jedyny raz była widoczna. Tego tokena nie da się już odczytać, choć jest na Liście tokenów. Proszę go tam unieważnić i wygenerować nowy od początku.
case-kolejny-token-przed-skopiowaniem = Naciśnięty Wygeneruj kolejny token przed skopiowaniem
    .says = Kliknąłem „Wygeneruj kolejny token”, bo myślałem, że to dalej. Teraz mam pusty formularz.
    .answer = Ten przycisk zaczyna nowy token i opuszcza ekran, na którym poprzedni był widoczny jedyny raz. Tego tokena nie da się już odczytać, choć jest na Liście tokenów. Proszę go tam unieważnić i wygenerować nowy od początku.
case-wstecz-przed-skopiowaniem = Strzałka Wstecz przed skopiowaniem
    .says = Cofnąłem się strzałką w przeglądarce, a jak wróciłem, to tokena już nie było.
    .answer = Strzałka Wstecz opuszcza ekran z tokenem, a powrót otwiera pusty formularz. Tego tokena nie da się już odczytać, choć jest na Liście tokenów. Proszę go tam unieważnić i wygenerować nowy od początku.
case-sesja-zakonczona-w-realizacji = AP wylogowuje w W realizacji
    .says = Czekałem na token, naciskam Odśwież, a AP każe mi się zalogować.
    .answer = Sesja skończyła się, zanim token się pokazał, a razem z nią ekran, na którym miał się pokazać. Tego tokena nie da się już odczytać, choć jest na Liście tokenów. Proszę go tam unieważnić i wygenerować nowy od początku. Między „Generuj token” a zapisaniem tokena proszę nie robić przerwy.
case-skopiowano-nie-to = Skopiowane nie to albo nie w całości
    .says = Skopiowałem token myszką, a ERP pisze, że ma zły format.
    .answer = Pasek z tokenem przewija się w bok: to, co widać, nie jest całością, a obok są inne pola z własnym kopiowaniem. Pewna jest tylko ikona Kopiuj przy samym tokenie, jak w tym przebiegu. Dopóki strona jest otwarta, proszę skopiować nią jeszcze raz; jeżeli już nie, unieważnić token i wygenerować nowy.
case-nie-mozna-uniewaznic = Próba się udała, ale tokena nie da się unieważnić
    .says = Zrobiłem próbę, token niepotrzebny, a przy „Unieważnij” wyskakuje błąd.
    .answer = Token powstał i został zapisany, tylko KSeF nie przyjął unieważnienia: token nadal działa. Proszę spróbować później, na Liście tokenów albo poleceniem revoke z numerem referencyjnym. Do tego czasu bazy z tym tokenem nie należy wyrzucać ani nikomu dawać.

## Training, the command

command-train = Szkolenie w widocznej przeglądarce: pokaz krok po kroku albo ćwiczenie, w którym klika uczestnik. Bez --env odbywa się na wbudowanej replice AP.
option-practice = Klika uczestnik; asystent podpowiada, sprawdza i zatrzymuje to, co kosztowałoby token.
option-exercise = Ćwiczenie, w którym coś idzie nie tak (nazwa z --list albo random); tylko na replice.
option-list-exercises = Pokazuje ćwiczenia.
option-pace = Tempo pokazu: manual (czeka na „Dalej”), auto (według długości tekstu) albo auto:3s.
option-texts = Katalog z własnymi tekstami kroków i uwagami firmy (pl.ftl, en.ftl).
option-trainee = Imię i nazwisko uczestnika (do zaświadczenia i tabeli wyników).
option-certificates = Plik .html: zaświadczenie o ćwiczeniu. Plik .p12/.pfx/.pem: certyfikat do logowania (można podać oba).
option-results = Katalog wyników grupy: z ćwiczeniem dopisuje wynik, bez ćwiczenia pokazuje tabelę.
option-lesson-video = Film z pokazu z napisami i rozdziałami (plik .webm, obok napisy .vtt).
training-no-screen = brak ekranu: uruchom w sesji graficznej albo dodaj --headless --pace auto
training-nobody = bez okna nikt nie kliknie: wybierz --pace auto albo okno (--headed)
training-certificates = jeden plik .html i jeden certyfikat do logowania
training-on-replica = ćwiczenia odbywają się na replice: pomiń --env i --scenario
training-too-much = --video jest dla pokazu, nie dla ćwiczenia
training-left = Token istnieje naprawdę w środowisku { $environment }. Gdy nie będzie potrzebny: ap-token revoke { $reference } --env { $environment }
training-video = Film: { $video } (strona z napisami i rozdziałami: { $page })
training-only-practice = zaświadczenie jest z ćwiczenia: dodaj --practice albo --exercise
training-who = Kto ćwiczy?
    .do = Imię i nazwisko trafi na zaświadczenie i do tabeli wyników.
    .label = Imię i nazwisko

## Guide: the first card of a lesson and the last

lesson-part = Krok { $stage }
lesson-intro = Jak powstaje token KSeF
    .part = Wstęp
    .do =
        { $mode ->
            [practice]
                Teraz Państwo klikają, a asystent patrzy: mówi, co jest do zrobienia, podpowiada i ostrzega, zanim token przepadnie. Kolejno:
            [auto]
                Asystent pokaże całą procedurę krok po kroku. Pokaz idzie sam, niczego nie trzeba naciskać. Kolejno:
           *[show]
                Asystent pokaże całą procedurę krok po kroku. Każdą czynność wykona dopiero po naciśnięciu „Dalej” (Enter, spacja albo strzałka w prawo). „Wstecz” wraca do przeczytanych kart i niczego w AP nie cofa. Kolejno:
        }
        - Krok 1: logowanie do Aplikacji Podatnika (AP)
        - Krok 2: wybór tworzenia tokena
        - Krok 3: generowanie tokena
        - Krok 4: skopiowanie i zabezpieczenie tokena
    .where =
        { $environment ->
            [demo] To środowisko demonstracyjne ({ $address }): można w nim bezpiecznie ćwiczyć, bez skutków podatkowych. Token powstanie naprawdę, ale tylko tutaj.
            [test] To środowisko testowe ({ $address }): bez skutków podatkowych, za to pełne przypadkowych danych innych osób. Proszę się nimi nie przejmować. Token powstanie naprawdę, ale tylko tutaj.
           *[local] To replika AP na tym komputerze: wygląda jak AP, ale nie potrzebuje konta ani sieci, a pomyłka niczego nie kosztuje.
        }
    .warn = W środowisku produkcyjnym wygląda to tak samo, ale wszystko, co się tam robi, ma skutki podatkowe. Dlatego szkolenie nigdy się tam nie odbywa.
lesson-done = Gratulujemy! Token jest zabezpieczony
    .do =
        Token „{ $name }” jest w bazie KeePassXC, w grupie { $group }.
        Na produkcji następny jest Krok 5: wprowadzenie tokena do programu (iCargo) według instrukcji „Automatyczna wymiana danych z KSeF”. Kolejno:
        - wgranie tokena do iCargo
        - konfiguracja połączenia
        - przetwarzanie pobranych faktur
    .why = Dopiero token wprowadzony do programu pozwala na automatyczną komunikację z KSeF.

## A trainer's own texts (--texts)

texts-none = w katalogu { $folder } nie ma pliku pl.ftl ani en.ftl. Utwórz go (tekst w kodowaniu UTF-8), na przykład plik pl.ftl z jednym wierszem: note-krok-3-pola = U nas nazwę tokena zaczynamy od numeru oddziału
texts-unreadable = nie można odczytać pliku { $file } ({ $reason })
texts-too-large = plik { $file } jest za duży jak na teksty
texts-not-utf8 = { $file }, wiersz { $line }: to nie jest tekst w kodowaniu UTF-8
texts-command = { $file }, wiersz { $line }: jest tu niewidoczny znak sterujący; usuń go
texts-not-understood = { $file }, wiersz { $line }: nie da się tego odczytać. Tekst ma postać „nazwa = treść”, dalsze wiersze zaczynają się od spacji, a klamry tylko otaczają wartość
texts-not-replaceable = { $file }, wiersz { $line }: „{ $text }” nie można zmienić. Można teksty, które zaczynają się od step-, rule-, question-, exercise- i lesson-, oraz własne uwagi: note-nazwa-kroku
texts-unknown = { $file }, wiersz { $line }: w programie nie ma tekstu „{ $text }”
texts-unknown-step = { $file }, wiersz { $line }: nie ma kroku, do którego odnosi się „{ $text }”
texts-no-card = { $file }, wiersz { $line }: uwagi „{ $text }” nikt by nie zobaczył, bo ten krok nie ma karty w szkoleniu
texts-empty = { $file }, wiersz { $line }: tekst „{ $text }” byłby pusty
texts-twice = { $file }, wiersz { $line }: tekst „{ $text }” jest tu po raz drugi
texts-looks-up = { $file }, wiersz { $line }: w klamrach może stać tylko wartość ze znakiem dolara, a nie „{ $text }”
texts-no-such-value = { $file }, wiersz { $line }: tekst „{ $text }” nie ma wartości „{ $value }”; ma: { $known }

## Lesson

lesson-next = Dalej
lesson-back = Wstecz
lesson-repeat = Powtórz
lesson-end = Zakończ
lesson-pause = Pauza
lesson-go-on = Wznów
lesson-nod = Proszę przeczytać i nacisnąć „Dalej”. Wtedy asystent zrobi to sam, na Państwa oczach.
lesson-look = Proszę przeczytać, popatrzeć na AP i nacisnąć „Dalej”.
lesson-was-done = Zrobione. Proszę przeczytać i nacisnąć „Dalej”.
lesson-auto = Pokaz sam pójdzie dalej. „Pauza” (P) go zatrzymuje.
lesson-acting = Teraz działa asystent.
lesson-refreshing = „Odśwież” tylko jeden raz. Teraz asystent czeka kilka sekund i niczego nie naciska.
lesson-ending = Kończymy. Token już zamówiono, więc asystent najpierw sam go zabezpieczy. Proszę nie zamykać okna.
lesson-late = Od dłuższej chwili nikt nie nacisnął „Dalej”, a token nie jest jeszcze bezpieczny: asystent sam dokończy i go zapisze.
lesson-paused = Pauza. „Wznów” (P) prowadzi dalej.
lesson-read-before = To już było: tę kartę można przeczytać jeszcze raz, w AP nic się nie cofa. „Dalej” prowadzi z powrotem.
lesson-held = W tym pokazie klika asystent. Aby poszedł dalej, proszę nacisnąć „Dalej” w tym panelu.
lesson-battery = Ten komputer pracuje teraz na baterii ({ $percent }%). Przed naciśnięciem „Generuj token” proszę podłączyć zasilacz: gdyby komputer zgasł, zanim token zostanie skopiowany, token by przepadł.
lesson-point = Proszę wskazać element strony AP
lesson-failed = Tym razem się nie udało
lesson-told = { $title }: { $text }
lesson-lines = Pokaz można prowadzić także stąd: Enter – dalej, w – wstecz, p – powtórz (w pokazie, który idzie sam: pauza), z – zakończ.
lesson-line-back = w
lesson-line-repeat = p
lesson-line-end = z
warning-training-not-kept = Wyniku ćwiczenia nie udało się zapisać: { $reason }.
warning-training-no-film = Filmu nie udało się zapisać tam, gdzie miał być: { $reason }. Jest w katalogu przebiegu.
warning-training-panel = Panelu szkolenia nie udało się pokazać na stronie AP; przebieg trwa dalej, a to, co mówi panel, stoi w terminalu.

## Training: rules of the guide that a trainee can break (automation/training/scores.py)

rule-refresh-too-soon = „Odśwież” za wcześnie
    .what = „Odśwież” zostało naciśnięte jeszcze raz, zanim minęło kilka sekund.
    .rule = Krok 4, zadanie 1: „Odśwież” naciskamy tylko jeden raz. Jeżeli tokena jeszcze nie ma, czekamy kilka sekund i dopiero wtedy naciskamy znowu, też jeden raz.
    .now = Proszę chwilę poczekać i nacisnąć „Odśwież” jeden raz.
rule-reload = Odświeżenie strony w przeglądarce
    .what = Strona miała zostać wczytana na nowo (F5 albo przycisk przeglądarki).
    .rule = Krok 4: strony nie odświeżamy, dopóki token nie jest zapisany. Token jest wyświetlany tylko raz, a ponowne wczytanie zamyka go na zawsze.
    .now = Na stronie jest link „Odśwież”: to co innego niż odświeżenie w przeglądarce. Gdy token już widać, proszę go skopiować.
rule-back = Cofnięcie w przeglądarce
    .what = Strona miała zostać opuszczona strzałką „Wstecz” przeglądarki.
    .rule = Krok 4: do zapisania tokena nie opuszczamy tej strony. Po powrocie tokena już by na niej nie było.
    .now = Proszę zostać na tej stronie i dokończyć: skopiować token i go zapisać.
rule-close = Zamknięcie okna
    .what = Okno albo karta z tokenem miały zostać zamknięte, opuszczone albo wczytane na nowo.
    .rule = Krok 4, zadanie 2: okno zamykamy dopiero wtedy, gdy mamy całkowitą pewność, że token jest skopiowany i zapisany.
    .now = Proszę zostawić okno otwarte i najpierw zapisać token.
rule-another-token = „Wygeneruj kolejny token” przed skopiowaniem
    .what = Naciśnięty został „Wygeneruj kolejny token”, a ten token nie był jeszcze zapisany.
    .rule = Krok 4: gdy widać token, STOP. Kopiujemy go i nie klikamy niczego innego: ten przycisk opuszcza stronę, a token przepada.
    .now = Proszę nacisnąć ikonę kopiowania przy tokenie.
rule-token-list = „Lista tokenów” przed skopiowaniem
    .what = Naciśnięta została „Lista tokenów”, a ten token nie był jeszcze zapisany.
    .rule = Krok 4: gdy widać token, STOP. Kopiujemy go i nie klikamy niczego innego. Na liście są nazwy i daty, a samego tokena nie ma tam nigdy.
    .now = Proszę nacisnąć ikonę kopiowania przy tokenie.
rule-copy-by-selection = Kopiowanie przez zaznaczenie
    .what = Token miał zostać skopiowany przez zaznaczenie tekstu.
    .rule = Krok 4, zadanie 2: najbezpieczniejsza jest ikona kopiowania, bo przenosi wszystkie znaki. Przy zaznaczaniu łatwo zabrać znak niewidzialny (na przykład spację) albo tylko część tokena, bo reszty nie widać.
    .now = Proszę nacisnąć ikonę kopiowania przy tokenie.
rule-notepad = Zapis w Notatniku
    .what = Na miejsce tokena wybrany został Notatnik.
    .rule = Krok 4, zadanie 2: token zapisujemy w programie do przechowywania haseł. Notatnik może służyć najwyżej przez chwilę: plik każdy odczyta, a niezapisany znika z oknem.
    .now = Proszę zapisać token w bazie haseł (KeePassXC).
rule-other-press = Naciśnięte co innego
    .what = Naciśnięte zostało coś innego niż to, o czym jest ten krok.
    .rule = Kroki idą po kolei: jedno polecenie, jedno naciśnięcie, potem spojrzenie, co się zmieniło.
    .now = Proszę wrócić do polecenia w panelu; „Podpowiedź” pokaże miejsce.
rule-generate-too-soon = „Generuj token” za wcześnie
    .what = „Generuj token” zostało naciśnięte, zanim pola były gotowe i sprawdzone.
    .rule = Krok 3: przycisk „Generuj token” naciskamy dopiero po upewnieniu się, że nazwa i uprawnienia są takie, jak trzeba. Uprawnień tokena nie da się później zmienić.
    .now = Proszę najpierw wypełnić pola i je sprawdzić.
rule-wrong-text = Co innego w polu
    .what = W polu jest inny tekst niż ten, który miał być wpisany.
    .rule = Krok 3: nazwa ma później mówić, dla kogo lub czego jest token i co może, więc liczy się każda litera.
    .now = Proszę porównać pole ze wzorem w panelu, litera po literze, i poprawić.
rule-wrong-permission = Nie to uprawnienie
    .what = Zaznaczone zostało uprawnienie, którego token nie potrzebuje, albo odznaczone potrzebne.
    .rule = Krok 3: zaznaczamy dokładnie te uprawnienia, które są potrzebne, i żadnych innych.
    .now = Proszę zostawić zaznaczone tylko uprawnienia wymienione w panelu.
rule-missed-problem = Przeoczony problem
    .what = Odpowiedź brzmiała „wszystko się zgadza”, a czegoś na ekranie brakowało.
    .rule = Krok 1 i 2: po zalogowaniu patrzymy, czy w menu są Faktury, Uprawnienia i Tokeny, a na formularzu, czy oba uprawnienia do faktur są odblokowane. Bez tego właściwy token nie powstanie.
    .now = Proszę jeszcze raz porównać ekran z listą w panelu, pozycja po pozycji.
rule-false-alarm = Fałszywy alarm
    .what = Odpowiedź brzmiała „coś się nie zgadza”, a wszystko było na miejscu.
    .rule = Krok 1 i 2: wystarczy, że w menu są Faktury, Uprawnienia i Tokeny, a uprawnienia do faktur dają się zaznaczyć. Kolejność i reszta menu nie mają znaczenia.
    .now = Można iść dalej.
rule-wrong-environment = Nie to środowisko
    .what = Środowisko otwarte w oknie nie zostało dobrze rozpoznane.
    .rule = Wstęp: są trzy niezależne środowiska. Poznajemy je po adresie (ap, ap-demo, ap-test) i po dopisku w nagłówku AP. Tylko produkcja, bez dopisku, ma skutki podatkowe, a token działa tylko tam, gdzie powstał.
    .now = Przed zalogowaniem proszę przeczytać adres i nagłówek.
rule-wrong-remedy = Niewłaściwe wyjście z sytuacji
    .what = Pierwsza odpowiedź na pytanie „co teraz?” nie prowadziła do tokena.
    .rule = Instrukcja dla każdej takiej sytuacji podaje jedno wyjście: brakujące uprawnienia się nadaje i loguje ponownie, bez prawa do ich nadawania token generuje inna osoba, a utracony token się unieważnia i generuje nowy.
    .now = Proszę wrócić do instrukcji, do miejsca, w którym ta sytuacja jest opisana.

## Training: questions (automation/training/questions.py)

question-menu = Proszę spojrzeć na menu po lewej stronie. Czy jest w nim wszystko, czego trzeba do tokena?
    .fine = Tak, wszystko się zgadza
    .wrong = Nie, czegoś brakuje
question-boxes = Proszę spojrzeć na uprawnienia na formularzu. Czy te, których potrzebuje token, dają się zaznaczyć?
    .fine = Tak, wszystko się zgadza
    .wrong = Nie, coś jest zablokowane
question-fields = Proszę sprawdzić nazwę i uprawnienia. Czy wszystko jest tak, jak ma być?
    .fine = Tak, wszystko się zgadza
    .wrong = Nie, coś się nie zgadza
question-no-invoices = W menu nie ma sekcji Faktury, jest za to sekcja Uprawnienia. Co teraz?
    .anyway = Wygenerować token mimo to, a uprawnienia dodać do niego później
    .anyway-why = Uprawnień tokena nie da się później zmienić, a token nie dostanie tych, których nie ma użytkownik.
    .grant = W sekcji Uprawnienia nadać sobie wystawianie i odczyt faktur, wylogować się i zalogować ponownie
    .grant-why = Tak. Brak Faktur znaczy brak uprawnień do faktur. Nadane działają dopiero po ponownym zalogowaniu.
    .colleague = Poprosić o token inną osobę w firmie
    .colleague-why = To nie jest konieczne: sekcja Uprawnienia jest, więc brakujące uprawnienia można nadać sobie samemu.
    .reload = Odświeżyć stronę i poczekać, aż Faktury się pojawią
    .reload-why = Faktury nie pojawią się od czekania: tego użytkownika w tej sesji AP po prostu do nich nie dopuszcza.
question-no-permissions = W menu są Faktury, ale nie ma sekcji Uprawnienia ani Tokeny. Co teraz?
    .grant = Nadać sobie brakujące uprawnienia
    .grant-why = Nie ma gdzie: bez sekcji Uprawnienia ten użytkownik niczego w KSeF nie nadaje, także sobie.
    .again = Wylogować się i zalogować ponownie
    .again-why = Samo logowanie nic nie zmieni, dopóki ktoś inny nie nada temu użytkownikowi wyższych uprawnień.
    .colleague = Token musi wygenerować osoba w firmie, która ma wyższe uprawnienia
    .colleague-why = Tak. Kto nie zarządza rolami w KSeF, ten zwykle nie widzi też Tokenów i Certyfikatów. Token generuje inna osoba.
    .certificate = Zamiast tokena użyć certyfikatu
    .certificate-why = Certyfikat to co innego, a sekcji Certyfikaty ten użytkownik najpewniej też nie widzi.
question-locked = Przy uprawnieniach do faktur jest kłódka i nie da się ich zaznaczyć. Co teraz?
    .others = Zaznaczyć inne uprawnienia, te odblokowane, i wygenerować token
    .others-why = Taki token powstanie, ale iCargo nic z nim nie zrobi: bez uprawnień do faktur ani ich nie wyśle, ani nie pobierze.
    .name = Wpisać uprawnienia w nazwie tokena
    .name-why = Nazwa jest tylko opisem. O tym, co token może, decydują zaznaczone uprawnienia.
    .grant = Wrócić do Kroku 1: nadać brakujące uprawnienia, wylogować się i zalogować ponownie
    .grant-why = Tak. Kłódka znaczy, że użytkownik w tej sesji tych uprawnień nie ma. Także świeżo nadane działają dopiero po ponownym zalogowaniu.
    .later = Wygenerować token teraz, a kłódkę zdjąć później
    .later-why = Tokena nie da się później zmienić: powstałby bez tych uprawnień, na zawsze.
question-session-ended = AP znowu pokazuje logowanie. „Generuj token” na formularzu nie zostało jeszcze naciśnięte. Co teraz?
    .back = Cofnąć się strzałką „Wstecz” przeglądarki do formularza
    .back-why = Sesja się skończyła: strona, do której wraca strzałka, i tak każe się zalogować.
    .revoke = Poszukać tokena na liście i go unieważnić
    .revoke-why = Nie ma czego unieważniać: bez naciśnięcia „Generuj token” na formularzu żaden token nie powstał.
    .wait = Poczekać, aż AP zaloguje ponownie sama
    .wait-why = AP sama nie zaloguje. A dłuższa przerwa to właśnie to, co kończy sesję.
    .again = Zalogować się ponownie i przejść kroki od początku
    .again-why = Tak. Niczego nie wygenerowano, więc niczego nie stracono. Najlepiej w jednym oknie i bez dłuższych przerw.
question-token-lost = Token jest na Liście tokenów, ale nikt go nie zapisał, a okno jest zamknięte. Co teraz?
    .read = Odczytać go na Liście tokenów
    .read-why = Lista pokazuje nazwy i daty. Samego tokena nikt już nie pokaże, bo był wyświetlony tylko raz.
    .second = Wygenerować drugi token, a ten zostawić na liście
    .second-why = Zostałby działający token, o którym nie wiadomo, czy ktoś go nie ma. Najpierw unieważnienie, potem nowy.
    .revoke = Unieważnić go na Liście tokenów i wygenerować nowy od początku
    .revoke-why = Tak. To jedyne wyjście: stary unieważnić, nowy wygenerować i tym razem zapisać przed zamknięciem okna.
    .hotline = Zadzwonić na Infolinię KSeF, żeby odczytano go ponownie
    .hotline-why = Nikt, także KSeF, nie pokaże tego tokena po raz drugi.
question-which-environment = Które to środowisko?
    .look = Proszę spojrzeć na adres i na nagłówek AP. Adres tego okna w prawdziwej AP byłby taki: https://ap.ksef.mf.gov.pl/web/ (w ćwiczeniu na pasku jest 127.0.0.1, bo to replika). W nagłówku, po słowach „Aplikacja Podatnika KSeF”, nie ma żadnego dopisku.
    .demo = Demonstracyjne
    .demo-why = Demo ma w adresie „ap-demo”, a w nagłówku dopisek. Tu nie ma ani jednego, ani drugiego.
    .test = Testowe
    .test-why = Testowe ma w adresie „ap-test”, a w nagłówku dopisek „Środowisko Testowe”. Tu nie ma ani jednego, ani drugiego.
    .production = Produkcyjne
    .production-why = Tak. Adres bez „demo” i „test” i nagłówek bez dopisku: to jest produkcja, jedyne środowisko ze skutkami podatkowymi.
question-wrong-window = To nie jest środowisko, o które proszono. Co teraz?
    .go-on = Iść dalej: kroki są wszędzie takie same, a token będzie działał
    .go-on-why = Kroki są takie same, ale token działa tylko w środowisku, w którym powstał, a na produkcji wszystko ma skutki podatkowe.
    .leave = Nie logować się tu, otworzyć adres właściwego środowiska i zacząć tam
    .leave-why = Tak. Niczego tu nie zrobiono, więc wystarczy otworzyć właściwy adres i sprawdzić nagłówek przed zalogowaniem.
    .look = Zalogować się i dopiero w środku sprawdzić, gdzie się jest
    .look-why = Środowisko widać przed zalogowaniem, po adresie i nagłówku. Nie ma po co wchodzić do niewłaściwego.

## Training: exercises (automation/training/exercises)

exercise-brak-faktur = W menu nie ma sekcji Faktury
    .task = Od dziś zajmuję się w firmie fakturami i loguję się do AP pierwszy raz. Szef prosi o token dla iCargo, do wystawiania i przeglądania faktur.
    .then = Uprawnienia do faktur zostały nadane, a użytkownik się wylogował. Teraz logujemy się ponownie i przechodzimy kroki od początku.
    .learnt = Bez sekcji Faktury nie ma tokena do faktur. Kto ma sekcję Uprawnienia, nadaje je sobie sam i loguje się ponownie.
exercise-brak-uprawnien = W menu nie ma sekcji Uprawnienia
    .task = Faktury wystawiam w AP codziennie. Potrzebujemy tokena dla iCargo, do wystawiania i przeglądania faktur. Zrobię go na swoim koncie.
    .learnt = Bez sekcji Uprawnienia token musi wygenerować inna osoba w firmie, z wyższymi uprawnieniami.
exercise-zablokowane-uprawnienia = Uprawnienia do faktur z kłódką
    .task = W naszej firmie to ja nadaję uprawnienia w AP. Proszę o token dla iCargo, do wystawiania i przeglądania faktur. Faktury mam w menu od dziś rana.
    .learnt = Kłódka na formularzu znaczy: wrócić do Kroku 1, nadać uprawnienia, wylogować się i zalogować ponownie.
exercise-token-od-razu = Token pojawia się od razu
    .task = Potrzebujemy nowego tokena dla iCargo, do wystawiania i przeglądania faktur. Proszę go zapisać w bazie haseł.
    .learnt = Token może pojawić się od razu, bez „W realizacji”. Wtedy STOP: kopiujemy i nie klikamy niczego innego.
exercise-kilka-odswiezen = KSeF potrzebuje kilku odświeżeń
    .task = Jest koniec miesiąca i wszyscy wystawiają faktury. Potrzebujemy tokena dla iCargo i nie możemy go zgubić.
    .learnt = „Odśwież” po jednym razie, co kilka sekund, aż token się pojawi. Bez odświeżania strony i bez zamykania okna.
exercise-sesja-zakonczona = AP wylogowuje w środku pracy
    .task = Zaczęłam rano, potem był telefon za telefonem. Proszę zrobić token dla iCargo, do wystawiania i przeglądania faktur.
    .then = Logujemy się ponownie i przechodzimy kroki od początku.
    .learnt = Gdy sesja kończy się przed „Generuj token”, niczego nie stracono: logujemy się ponownie i zaczynamy od początku.
exercise-token-przepadl = Token przepadł
    .task = Dwie minuty temu koleżanka wygenerowała token „{ $name }”, zobaczyła „Zakończono pomyślnie” i zamknęła okno. Nikt go nie skopiował. Potrzebujemy tokena z taką nazwą w iCargo.
    .learnt = Utraconego tokena nie da się odczytać. Unieważniamy go na Liście tokenów i generujemy nowy.
exercise-nie-to-srodowisko = Otwarte nie to środowisko
    .task = To szkolenie, więc token ma powstać w środowisku demonstracyjnym (udaje je replika na tym komputerze), nigdzie indziej. Adres AP mam w zakładkach, od kolegi.
    .then = Otwieramy właściwe okno: środowisko demonstracyjne. Poznajemy je po nagłówku (w ćwiczeniu adres to 127.0.0.1, a logowanie jest testowe, bo to replika).
    .learnt = Przed zalogowaniem czytamy adres i nagłówek. Token działa tylko w środowisku, w którym powstał.

## Training: exercises and their results

training-exercise = Ćwiczenie
training-task = Zadanie od klienta
training-task-how = Robią to Państwo tak, jak mówi instrukcja, na replice AP: niczego tu nie można zepsuć. Po drodze coś może wyglądać inaczej niż zwykle. Panel zapyta wtedy, co dalej.
training-right = Dobra odpowiedź
training-what-now = Co teraz?
training-again = Jeszcze raz od początku
training-learnt = Zapamiętać
training-summary = Podsumowanie
training-summary-show = Pokaz zakończony
training-passed = zaliczone
training-not-passed = jeszcze nie zaliczone
training-passed-why = Doprowadzone do końca samodzielnie, bez błędu, który kosztuje token.
training-not-passed-why = Do zaliczenia potrzeba: doprowadzić do końca, samodzielnie i bez błędu, który bez asystenta kosztowałby token. Najlepiej od razu jeszcze raz.
training-well = Dobrze zrobione
training-mistakes = Błędy i zasady z instrukcji
training-no-mistakes = Bez błędów.
training-times = { $count }×
training-time = Czas
training-hints = Podpowiedzi
training-helped = Zrobione przez asystenta
training-totals = Czas: { $time } · Podpowiedzi: { $hints } · Kroki zrobione przez asystenta: { $helped }
training-show = Pokaz krok po kroku
training-practice = Cała procedura własnymi rękami
training-exercise-named = Ćwiczenie: { $title }
training-no-name = (bez imienia i nazwiska)

training-well-krok-1-uwierzytelnienie = Zalogowanie się do AP
training-well-krok-1-stan = Ocena menu po zalogowaniu
training-well-krok-2-zadanie-3 = Ocena uprawnień na formularzu
training-well-krok-3-pola = Nazwa tokena i uprawnienia wypełnione bez pomyłki
training-well-krok-3-sprawdzenie = Sprawdzenie pól przed „Generuj token”
training-well-krok-3-generuj = „Generuj token” naciśnięte jeden raz
training-well-krok-4-odswiez = „Odśwież” naciskane po jednym razie, z przerwami
training-well-krok-4-kopiuj = Token skopiowany ikoną kopiowania
training-well-krok-4-zapis = Token zapisany w bazie haseł przed opuszczeniem strony
training-well-uniewaznienie-token = Utracony token unieważniony na liście
training-well-question = Od razu dobra odpowiedź na pytanie, co zrobić

exercises-title = Ćwiczenia (na replice, w widocznej przeglądarce)
exercises-task = Zadanie:
exercises-hint = Aby zrobić jedno z nich: ap-token train --exercise NAZWA (wylosowane: random). Z --trainee i --results wynik trafia do tabeli grupy.
reason-exercise = nie ma takiego ćwiczenia; są: { $names }
reason-revocation-not-held = Wiersza tokena nie potwierdza ani data, ani numer, a ta przeglądarka nie pozwala sprawdzić, co strona AP wysyła. Dlatego niczego nie zaznaczono ani nie naciśnięto.
reason-results-none = w tym katalogu nie ma żadnego wyniku

results-title = Wyniki szkolenia
results-summary = Uczestnicy: { $trainees } · Próby: { $tries } · Katalog: { $folder }
results-trainee = Uczestnik
results-exercises = Ćwiczenia
results-practice = Cała procedura
results-tries = Próby
results-passed = Zaliczone
results-mistakes = Błędy
results-hints = Podpowiedzi
results-time = Czas razem
results-last = Ostatnio
results-what = Co
results-all-tries = Wszystkie próby
results-rules = Które zasady łamano najczęściej
results-rule = Zasada
results-who = U ilu osób
results-none = Nikt jeszcze nie złamał żadnej zasady.
results-legend = Mała liczba przy znaku mówi, ile było prób.
results-yes = tak
results-no = nie
results-done = zaliczone
results-not-yet = jeszcze nie
results-untried = nie robione
results-unread = Pominięte pliki, które nie są wynikami szkolenia albo są uszkodzone: { $files }
results-written = Tabela: { $page } (do arkusza: { $sheet })
certificate-written = Zaświadczenie: { $path }
results-sheet-trainee = Uczestnik
results-sheet-date = Data
results-sheet-what = Co
results-sheet-passed = Zaliczone
results-sheet-mistakes = Błędy
results-sheet-rules = Złamane zasady
results-sheet-hints = Podpowiedzi
results-sheet-time = Czas
results-page-skip = Przejdź do tabeli

certificate-title = Zaświadczenie o odbyciu ćwiczenia
certificate-what = Generowanie tokena KSeF w Aplikacji Podatnika i jego zabezpieczenie
certificate-who = Uczestnik
certificate-when = Kiedy
certificate-where = Gdzie
certificate-replica = na replice Aplikacji Podatnika (bez skutków)
certificate-environment = w środowisku { $environment }
certificate-did = Co
certificate-result = Wynik
certificate-nothing-well = W tej próbie żaden z ocenianych kroków nie poszedł jeszcze bez uwag.
certificate-signatures = Podpisy
certificate-trainee-signs = Uczestnik
certificate-trainer-signs = Prowadzący
certificate-record = To zapis ćwiczenia, sporządzony przez program ap-token { $version }. Nie jest dokumentem urzędowym, nie potwierdza uprawnień w KSeF ani kwalifikacji zawodowych.
certificate-skip = Przejdź do treści

## Practice (automation/training/trainee.py, explaining.py, coach.py, quiz.py)

practice-hint = Podpowiedź
practice-point = Pokaż, gdzie
practice-do-it = Zrób to za mnie
practice-working = Chwileczkę: AP pracuje. Proszę na razie niczego nie naciskać.
practice-wait = AP sprawdza, czy token jest gotowy. Proszę odczekać kilka sekund i niczego nie naciskać; panel powie, co dalej.
practice-opening = Asystent otwiera { $address }
practice-good = Zrobione: { $title }
practice-seen-fine = Wszystko się zgadza, można iść dalej.
practice-seen-problem = Dobrze zauważone: tu trzeba się zatrzymać.
practice-check = Proszę się przyjrzeć. Czy wszystko się zgadza?
    .fine = Tak, wszystko się zgadza
    .wrong = Nie, coś się nie zgadza

practice-press = Teraz Państwa ruch: proszę nacisnąć „{ $name }”. Jeden raz.
practice-fill = Teraz Państwa ruch: proszę wpisać w pole „{ $name }” dokładnie to, co podaje panel.
practice-tick = Teraz Państwa ruch: proszę zaznaczyć „{ $name }”.
practice-untick = Proszę odznaczyć „{ $name }”.
practice-choose = Teraz Państwa ruch: proszę na liście „{ $name }” wybrać „{ $value }”.
practice-unticked = Odznaczone: zostały tylko potrzebne uprawnienia.
practice-put-right = Teraz się zgadza.
practice-undone = „{ $name }” zmieniło się z powrotem. Proszę to poprawić.
practice-gone = „{ $name }” nie ma już na tej stronie. Proszę wrócić do niej (strzałką przeglądarki) albo wybrać „Podpowiedź”.
practice-way-back = „{ $name }” nie ma już na tej stronie. Żeby tam wrócić, proszę nacisnąć „{ $way }”.
practice-look-for = Proszę poszukać napisu „{ $name }”.
practice-done-for-you = „{ $name }”: robi to asystent. Proszę patrzeć, jak.
practice-done-late = „{ $name }”: token nie może dłużej czekać, dlatego robi to asystent.

practice-something = coś bez nazwy
practice-again = Strona właśnie się zmieniła i naciśnięcie „{ $pressed }” jeszcze się nie liczyło. Proszę nacisnąć je jeszcze raz.
practice-once = „{ $pressed }” zostało już naciśnięte. Wystarczy jeden raz.
practice-not-yet = Naciśnięte zostało: { $pressed }. Na to jeszcze nie pora; panel powie, kiedy.
practice-leaves = Naciśnięte zostało: { $pressed }. To opuszcza stronę z tokenem, a tokena, który nie jest zapisany, nie da się potem odczytać.
practice-only-wait = Proszę na razie niczego nie naciskać i poczekać.
practice-other-press = To nie ten przycisk. Naciśnięte zostało: { $pressed }. Szukamy: „{ $wanted }”.

practice-text-space = Na początku albo na końcu jest zbędna spacja. Nie widać jej, ale AP ją zapisze.
practice-text-spaces = Odstępy między słowami są inne: jest podwójna spacja albo znak, którego nie widać.
practice-text-capitals = Słowa są te same, ale różnią się wielkie i małe litery.
practice-text-accents = Słowa są te same, ale nie zgadzają się polskie znaki (ą, ć, ę, ł, ń, ó, ś, ź, ż).
practice-text-missing-end = Tekst nie jest cały. Na końcu brakuje: „{ $missing }”.
practice-text-too-long = Na końcu jest za dużo: „{ $more }”.
practice-text-start = Początek jest inny. Ma być: „{ $wanted }”.
practice-text-change =
    { $kind ->
        [delete] Po „{ $before }” jest zbędne „{ $typed }”.
        [insert] Po „{ $before }” brakuje „{ $wanted }”.
       *[replace] Po „{ $before }” jest „{ $typed }”, a ma być „{ $wanted }”.
    }
practice-text-other = To inny tekst. Proszę porównać go ze wzorem litera po literze.

practice-address =
    { $environment ->
        [demo] Ćwiczymy w środowisku demonstracyjnym. Który adres trzeba otworzyć?
        [test] Ćwiczymy w środowisku testowym. Który adres trzeba otworzyć?
       *[other] Ćwiczymy na replice AP, która działa tylko na tym komputerze. Który adres trzeba otworzyć?
    }
    .title = Adres
    .production-why = To adres środowiska produkcyjnego. Wszystko, co się tam robi, ma skutki podatkowe: tam się nie ćwiczy.
    .demo-why = To adres środowiska demonstracyjnego (w adresie jest „ap-demo”): uporządkowane, do ćwiczeń bez skutków podatkowych.
    .test-why = To adres środowiska testowego (w adresie jest „ap-test”): bez skutków podatkowych, ale wspólne i pełne przypadkowych danych.
    .local-why = To adres repliki: 127.0.0.1 (albo localhost) to zawsze ten komputer, więc nic nie trafia do KSeF.
practice-keep = Token jest skopiowany i bezpieczny. Gdzie powinien być na stałe przechowywany?
    .title = Miejsce na token
    .notepad = W pliku systemowego Notatnika, na pulpicie
    .notepad-why = Notatnik może posłużyć najwyżej przez chwilę, żeby sprawdzić, czy token jest w schowku; potem trzeba go wyczyścić. Plik odczyta każdy, kto ma dostęp do komputera.
    .manager = W programie do przechowywania haseł (na przykład KeePassXC)
    .manager-why = Tak jest, i tam asystent już go zapisał (KeePassXC): w programie do przechowywania haseł token jest zaszyfrowany, cały i łatwo go znaleźć po nazwie.
    .mail = W wiadomości do siebie albo na czacie zespołu
    .mail-why = Wiadomość zostaje na serwerach i u odbiorców, a kto ma token, działa w KSeF w imieniu firmy.
    .paper = Na kartce, w zamykanej szufladzie
    .paper-why = Token ma ponad 100 znaków: przy przepisywaniu łatwo się pomylić, a jednej litery nie da się potem zgadnąć.

## Training panel

panel-region = Szkolenie: przewodnik krok po kroku
panel-stage = Krok
panel-stage-of = Krok { $number } z { $all }
panel-done = wykonany
panel-why = Dlaczego
panel-value = Do wpisania, znak po znaku
panel-warning = Uwaga
panel-note = W Państwa firmie
panel-rule = Zasada:
panel-good = Dobrze
panel-mistake = Błąd
panel-hint = Podpowiedź
panel-info = Informacja
panel-stop = Stop
panel-focus = przenosi klawiaturę do tego panelu i z powrotem
