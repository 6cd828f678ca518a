# Die Texte der Oberfläche, Deutsch. Dieselben Schlüssel stehen in ../en/ui.ftl; ein Test hält beide gleich.

## Allgemein
loading = Wird geladen …
try-again = Noch einmal versuchen
load-more = Weitere laden
cancel = Abbrechen
save = Speichern
apply = Übernehmen
choose = Bitte auswählen
close-dialog = Schließen
dismiss = Meldung ausblenden
sending = Wird gesendet …
just-now = gerade eben
somebody = jemand
the-system = Das System
another-queue = eine andere Queue
skip-to-content = Zum Inhalt springen
to-start = Zur Startseite
language = Sprache
language-changed = Die Sprache ist jetzt Deutsch.
main-navigation = Hauptnavigation
nav-desk = Arbeitsplatz
nav-portal = Meine Anfragen
nav-administration = Verwaltung

## Seiten
title-home = Start
title-login = Anmelden
title-account = Mein Konto
title-password = Passwort festlegen
title-ticket = Ticket
title-desk = Tickets
title-desk-new = Neues Ticket
title-portal = Meine Anfragen
title-portal-new = Neue Anfrage
title-outgoing = Ausgehende E-Mails
title-incoming = Eingegangene E-Mails
title-not-found = Seite nicht gefunden
title-refused = Kein Zugriff
not-found-text = Unter dieser Adresse gibt es keine Seite. Vielleicht ist der Link veraltet oder unvollständig.
refused-text = Diese Seite ist für Ihre Rolle nicht vorgesehen. Wenn Sie sie brauchen, wenden Sie sich bitte an die Administration.

## Anmeldung
login-lead = Melden Sie sich mit Ihrer Kennung an, um Anfragen zu stellen, zu verfolgen oder zu bearbeiten.
login-name = Kennung
login-name-hint = Ihre Kennung oder Ihre E-Mail-Adresse
login-password = Passwort
login-forgotten = Passwort vergessen oder noch keines?
login-or-password = Oder mit Kennung und Passwort:
login-code-lead = Ihr Passwort stimmt. Geben Sie jetzt den Code ein, den Ihre App anzeigt.
login-code = Code
login-code-hint = Sechs Ziffern aus der App; ist sie verloren, einer Ihrer Wiederherstellungscodes
login-again = Zurück
login-passkey = Mit Passkey anmelden
login-passkey-lead = Ihr Passwort stimmt. Bestätigen Sie jetzt mit Ihrem Passkey, dass Sie es sind.
login-passkey-use = Passkey verwenden
login-or-code = Oder mit einem Code:
login-recovery-lead = Ihr Passwort stimmt. Ihr Passkey lässt sich hier nicht verwenden; geben Sie einen Ihrer Wiederherstellungscodes ein.
login-recovery-hint = Einer Ihrer Wiederherstellungscodes
passkey-given-up = Es wurde kein Passkey verwendet.
passkey-there = Auf diesem Gerät ist schon ein Passkey für Ihr Konto eingerichtet.
passkey-failed = Ihr Browser konnte den Passkey nicht verwenden.
sign-in = Anmelden
signing-in = Anmeldung läuft …
sign-out = Abmelden
session-ended = Ihre Sitzung ist abgelaufen. Bitte melden Sie sich erneut an; begonnene Texte sind noch da.

## Formulare
form-has-errors = Bitte prüfen Sie diese Angaben:
field-optional = (freiwillig)
field-owner = Besitzer
field-queue = Queue
field-channel = Eingangsweg
field-description = Beschreibung
field-requester-name = Name der anfragenden Person
field-created = Erstellt
field-updated = Geändert
field-closed = Geschlossen
field-pending-until = Warten bis
field-error-required = Bitte ausfüllen.
field-error-too_long = Das ist zu lang.
field-error-too_short = Das ist zu kurz.
field-error-unknown = Dieser Wert ist hier nicht möglich.
field-error-malformed = Das hat nicht die richtige Form.
field-error-not_in_future = Der Zeitpunkt muss in der Zukunft liegen.
field-error-not_allowed = Diese Angabe ist hier nicht erlaubt.
field-error-taken = Ist schon vergeben.
field-error-foreign_domain = Adressen aus dieser Domain vergibt nur die Administration.
field-error-overlaps = Überschneidet sich mit einem anderen Eintrag.
field-error-closed_day = An diesem Tag ist die Queue geschlossen.
field-error-wrong = Das ist nicht richtig.
field-error-too_easy = Das ist zu leicht zu erraten: bitte keine gebräuchlichen Wörter, Namen oder Zahlenreihen.
field-error-too_many = Das sind zu viele Einträge.

## Dateien
attachments = Anhänge
attach-files = Dateien anhängen
attach-hint = oder hierher ziehen
uploading = { $name } wird hochgeladen
uploaded = Hochgeladen
remove-file = { $name } entfernen
waiting-for-files = Dateien werden hochgeladen …
upload-too-large = Die Datei ist zu groß; erlaubt sind höchstens { $limit }.
upload-too-many = Es sind höchstens { $count } Dateien möglich.

## Werte
portal-state-new = Eingegangen
portal-state-open = In Bearbeitung
portal-state-pending_reminder = Wartet
portal-state-pending_auto = Wartet
portal-state-closed = Erledigt
portal-state-merged = Zusammengeführt
portal-state-removed = Entfernt
priority-1 = Sehr niedrig
priority-2 = Niedrig
priority-3 = Normal
priority-4 = Hoch
priority-5 = Sehr hoch
channel-mail = E-Mail
channel-phone = Telefon
channel-visit = Besuch
channel-portal = Portal
channel-api = Schnittstelle
channel-fax = Fax
channel-web_form = Webformular
no-owner = niemand
yes = ja
no = nein
no-subject = (ohne Betreff)

## Liste
queues = Queues
all-queues = Alle Queues
queues-choose = Queue wählen
queue-counts = { $active } offen, davon { $fresh } neu; { $pending } wartend
views = Ansichten
view-active = Aktiv
view-mine = Meine
view-unowned = Ohne Besitzer
view-pending = Wartend
view-closed = Geschlossen
view-all = Alle
search = Suchen
search-label = Tickets suchen: Wörter, Ticketnummer oder Filter
search-placeholder = Suchen, z. B. drucker priority:>=4
sort-label = Sortierung
new-ticket = Neues Ticket
no-tickets = Hier sind gerade keine Tickets.
col-number = Nummer
col-subject = Betreff
col-requester = Von
col-queue = Queue
col-state = Status
col-priority = Priorität
col-priority-short = Prio.
col-owner = Besitzer
col-updated = Geändert
filter-too-big = Die Suche ist zu lang oder zu verschachtelt.
filter-unexpected = „{ $found }“ an Stelle { $position } passt hier nicht.
filter-unknown-field = Das Feld „{ $field }“ gibt es nicht.
filter-bad-value = „{ $value }“ ist kein Wert für „{ $field }“.
live-new-ticket = Neues Ticket: { $subject }
live-new-article = Neue Nachricht im Ticket { $number }
live-many = { $count } neue Nachrichten sind eingegangen.

## Tastenkürzel
keys-title = Tastenkürzel
keys-key = Taste
keys-effect = Wirkung
keys-enabled = Tastenkürzel sind eingeschaltet
key-next = Zum nächsten Ticket
key-previous = Zum vorherigen Ticket
key-open = Ticket öffnen
key-search = Zur Suche
key-create = Neues Ticket
key-help = Tastenkürzel anzeigen
key-reply = Antworten
key-note = Notiz schreiben
key-take = Ticket übernehmen
key-back = Zurück zur Liste

## Ticket
back-to-list = Zur Liste
about-ticket = Zum Ticket
conversation = Verlauf der Nachrichten
facts = Eckdaten
requester = Anfragende Person
other-tickets = Weitere Tickets
no-other-tickets = Keine weiteren Tickets
history = Historie
actions = Aktionen
locked-by = Gesperrt von { $name }
locked-by-me = Von Ihnen gesperrt
locked-by-other-named = { $name } arbeitet gerade an diesem Ticket und hat es gesperrt. Sprechen Sie sich ab, oder warten Sie, bis die Sperre aufgehoben ist.
mail-to = An:
mail-frame-title = Formatierte E-Mail
show-formatted = Formatierte Ansicht
show-quote = Früherer Schriftwechsel
show-signature = Signatur
invitation-request = Einladung zu einem Termin
invitation-cancelled = Absage eines Termins
invitation-accepted = Zusage zu einem Termin
invitation-declined = Absage der Teilnahme
invitation-tentative = Zusage unter Vorbehalt
invitation-event = Termin
invitation-what = Betreff
invitation-time = Wann
invitation-written = (laut Einladung: { $time })
invitation-repeats = Der Termin wiederholt sich.
invitation-place = Wo
invitation-organizer = Einladende Person
invitation-attendee = Antwort von
article-incoming = Nachricht
article-mail = E-Mail
article-phone = Telefonat
article-visit = Besuch
article-outgoing = Antwort
article-shared-note = Mitteilung
article-internal = Interne Notiz
article-automatic = automatisch
article-show-automatic = Automatische Nachricht anzeigen

## Aktionen am Ticket
action-take = Übernehmen
action-lock = Sperren
action-unlock = Entsperren
action-assign = Zuweisen
action-move = Verschieben
action-priority = Priorität
action-wait = Warten
action-close = Schließen
action-open = Öffnen
priority-title = Priorität ändern
state-title = Status ändern
pending-hint = Zu diesem Zeitpunkt meldet sich das Ticket wieder.
notify-customer = Anfragende Person per E-Mail informieren
done-take = Sie haben das Ticket übernommen.
done-lock = Das Ticket ist gesperrt.
done-unlock = Die Sperre ist aufgehoben.
done-state = Der Status ist jetzt „{ $state }“.
done-note = Die Notiz ist gespeichert.
done-reply = Die Antwort ist gesendet.
done-ticket = Das Ticket { $number } ist angelegt.
overtaken = Jemand war schneller. Das ist jetzt anders:
text-kept = Das Ticket hat sich inzwischen geändert. Ihr Text ist noch da.

## Antwort und Notiz
composer-title = Antworten oder Notiz schreiben
composer-kind = Was möchten Sie schreiben?
composer-reply = Antwort
composer-note = Interne Notiz
composer-body = Text
composer-cc = Kopie an (Cc)
note-hint = Nur für Agenten sichtbar; wird nie an Kundinnen und Kunden gesendet.
send = Senden
send-and-close = Senden und schließen
save-note = Notiz speichern
draft-restored = Ihr begonnener Text ist wieder da.
draft-discard = Entwurf verwerfen
draft-here = Entwurf wird gespeichert …
draft-on-server = Entwurf gespeichert
draft-only-here = Entwurf nur auf diesem Gerät gespeichert, der Server ist nicht erreichbar.

## Neues Ticket
create-ticket = Ticket anlegen

## Portal
portal-lead = Hier sehen Sie den Stand Ihrer Anfragen, auch derer, die Sie per E-Mail gestellt haben.
portal-empty = Sie haben keine Anfragen. Wenn Sie Hilfe brauchen, stellen Sie eine neue.
portal-no-owner = noch niemand
portal-col-requester = Auftraggeber
portal-col-owner = Bearbeitung
portal-queue = Worum geht es?
portal-queue-label = Zuständig
portal-explain-new = Ihre Anfrage ist angekommen. Es kümmert sich bald jemand darum.
portal-explain-open = Ihre Anfrage wird bearbeitet.
portal-explain-pending_reminder = Ihre Anfrage ist zurückgestellt und wird zu gegebener Zeit fortgesetzt.
portal-explain-pending_auto = Ihre Anfrage ist so gut wie erledigt. Fehlt noch etwas, antworten Sie bitte.
portal-explain-closed = Ihre Anfrage ist erledigt.
portal-explain-merged = Ihre Anfrage wird unter einer anderen Nummer weiter bearbeitet.
portal-merged-into = Ihre Anfrage { $from } wird unter der Nummer { $into } weiter bearbeitet.
portal-merged-elsewhere = Sie sind an der anderen Anfrage nicht beteiligt und können sie deshalb nicht öffnen. Wenn noch etwas offen ist, stellen Sie bitte eine neue Anfrage und nennen Sie diese Nummer.
portal-explain-removed = Diese Anfrage wurde entfernt.
show-closed = Auch erledigte Anfragen zeigen
new-request = Neue Anfrage
new-request-lead = Beschreiben Sie Ihr Anliegen so genau wie möglich. Bitte geben Sie niemals Passwörter an.
subject-hint = In einer Zeile, zum Beispiel „WLAN bricht im Hörsaal 2 ab“
description-hint = Was ist passiert, seit wann und wie oft? Welches Gerät und welches Programm? Was haben Sie schon versucht?
send-request = Anfrage senden
done-request = Ihre Anfrage ist eingegangen. Sie hat die Nummer { $number }.
back-to-portal = Zu meinen Anfragen
answer-title = Antworten
answer-label = Ihre Nachricht
answer-closed-hint = Diese Anfrage ist erledigt. Sie können trotzdem noch antworten.
answer-not-possible = Auf diese Anfrage kann nicht mehr geantwortet werden.
send-answer = Nachricht senden
done-answer = Ihre Nachricht ist angekommen.

## Verwaltung der E-Mails
outgoing-empty = Es ist noch keine E-Mail ausgegangen.
incoming-empty = Es ist noch keine E-Mail eingegangen.
incoming-lead = Jede E-Mail steht hier, seit sie angenommen wurde, mit dem, was daraus geworden ist. Keine geht verloren.
transport-files = Ausgehende E-Mails werden hier nur als Dateien abgelegt. Keine davon verlässt diesen Rechner.
outbox-none-found = Keine E-Mail passt zu dieser Auswahl.
outbox-unsettled = Nicht zugestellt, unerledigt
outbox-from = Geschrieben ab
outbox-until = Geschrieben vor
outbox-all = Alle nicht zugestellten dieser Auswahl:
outbox-send-all-again = Erneut senden
outbox-give-all-up = Als erledigt kennzeichnen
outbox-send-again = Erneut senden
outbox-give-up = Erledigt
outbox-settled = erledigt
outbox-delayed = Ein anderer Server meldet, dass sich die Zustellung verzögert:
outbox-schedule = Wann wird es noch einmal versucht?
outbox-schedule-text = Nimmt der Mailserver eine E-Mail nicht an, versucht Pult es wieder: nach { $minutes } Minuten, danach in gleichbleibendem Abstand. Nach { $hours } Stunden ({ $attempts } Versuchen) gilt sie als gescheitert, und das Ticket zeigt es. Die Zeiten stehen in der Konfiguration unter smtp.retry_minutes und smtp.give_up_hours.
outbox-sent-again =
    { $count ->
        [0] Es gab nichts erneut zu senden.
        [one] Die E-Mail wird erneut gesendet.
       *[other] { $count } E-Mails werden erneut gesendet.
    }{ $more ->
        [yes] { " " }Es gibt noch weitere.
       *[no] { "" }
    }
outbox-given-up =
    { $count ->
        [0] Es gab nichts zu erledigen.
        [one] Die E-Mail ist als erledigt gekennzeichnet.
       *[other] { $count } E-Mails sind als erledigt gekennzeichnet.
    }{ $more ->
        [yes] { " " }Es gibt noch weitere.
       *[no] { "" }
    }
undelivered-title = Nicht zugestellte E-Mails
undelivered-count = { $count ->
    [one] Eine E-Mail ist nicht angekommen.
   *[other] { $count } E-Mails sind nicht angekommen.
}
outgoing-queued = Wartet
outgoing-deferred = Verzögert
outgoing-sent = Gesendet
outgoing-failed = Gescheitert
outgoing-bounced = Zurückgekommen
mail-kind-receipt = Eingangsbestätigung
mail-kind-reply = Antwort
mail-kind-closing = Abschlussnachricht
mail-kind-forward = Weiterleitung
mail-kind-redirect = Umleitung
mail-kind-rejection = Hinweis auf neue Anfrage
mail-kind-continued = Bestätigung der neuen Anfrage
mail-kind-follow_up_receipt = Bestätigung der Nachricht
mail-kind-owner_notice = Hinweis auf neue Zuständigkeit
mail-kind-move_notice = Hinweis auf neuen Bereich
mail-kind-rule = Nachricht einer Regel
mail-kind-not_accepted = Hinweis: nicht angenommen
mail-kind-notification = Benachrichtigung
mail-kind-account = Anmeldung
mail-detail = Ausgehende E-Mail
mail-headers = Kopfzeilen
mail-text = Text
mail-text-withheld = Der Text dieser E-Mail wird nur der Empfängerin oder dem Empfänger gezeigt: Er kann einen Link enthalten, der ein Konto öffnet.
next-attempt = Nächster Versuch:
col-to = An
col-from = Von
col-ticket = Ticket
col-attempts = Versuche
col-answer = Antwort des Servers
col-time = Zeit
col-outcome = Ergebnis
col-door = Weg
col-size = Größe
outcome-received = Empfangen
outcome-new_ticket = Neues Ticket
outcome-follow_up = Zum Ticket
outcome-held_follow_up = Zurückgehalten
outcome-rejected = Abgelehnt
outcome-bounce = Unzustellbar
outcome-ignored = Übergangen
outcome-quarantined = In Quarantäne
outcome-failed = Gescheitert
outcome-waiting = Wartet auf Entscheidung
door-lmtp = LMTP
door-imap = IMAP
door-pipe = Übergabe
download-raw = Original herunterladen: { $subject }

## Ereignisse der Historie
event-ticket_opened = hat das Ticket in { $queue } eröffnet, für { $person } ({ $channel }).
event-article_added-incoming = hat eine Nachricht geschrieben.
event-article_added-outgoing = hat geantwortet.
event-article_added-internal = hat eine interne Notiz geschrieben.
event-state_changed = hat den Status von „{ $from }“ auf „{ $to }“ gesetzt.
event-state_changed-pending = hat den Status von „{ $from }“ auf „{ $to }“ gesetzt, bis { $until }.
event-moved = hat das Ticket von { $from } nach { $to } verschoben.
event-owner_changed = hat den Besitzer von { $from } auf { $to } geändert.
event-locked = hat das Ticket für { $person } gesperrt.
event-unlocked = hat die Sperre von { $person } aufgehoben.
event-priority_changed = hat die Priorität von „{ $from }“ auf „{ $to }“ geändert.
event-mail_queued = hat eine E-Mail ({ $kind }) an { $to } auf den Weg gegeben.
event-mail_failed = konnte eine E-Mail an { $to } nicht zustellen: { $reason }
event-mail_retried = hat die E-Mail an { $to } noch einmal auf den Weg gegeben.
event-mail_given_up = hat die E-Mail an { $to }, die nicht ankam, als erledigt gekennzeichnet.
event-postmaster_applied = hat den Postmaster-Filter „{ $name }“ angewendet.
event-postmaster_applied-header = hat die Steuerfelder im Kopf der E-Mail angewendet.
event-rule_applied = hat die Regel „{ $name }“ angewendet.
event-rule_stopped = hat die Regel „{ $name }“ angehalten: Regeln haben einander oder dieses Ticket zu oft ausgelöst.
event-rule_notice = meldet durch die Regel „{ $name }“: { $text }

## Fehler
error-offline = Der Server ist gerade nicht erreichbar. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.
error-unreadable = Der Server hat unerwartet geantwortet. Bitte laden Sie die Seite neu.
error-bad_request = Die Anfrage war nicht lesbar. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.
error-invalid = Eine Angabe ist nicht möglich.
error-invalid_filter = Die Suche ist nicht lesbar. Bitte prüfen Sie die Schreibweise.
error-unknown_command = Diese Aktion kennt der Server nicht. Bitte laden Sie die Seite neu.
error-not_signed_in = Bitte melden Sie sich an.
error-session_expired = Ihre Sitzung ist abgelaufen. Bitte melden Sie sich erneut an.
error-password_elsewhere = Dieses Konto gehört zum Verzeichnis der Hochschule. Das Passwort wird dort geändert und hier nicht gespeichert.
error-link_expired = Dieser Link gilt nicht mehr: Er wurde schon benutzt oder ist zu alt. Lassen Sie sich bitte einen neuen schicken.
error-sign_in_expired = Das hat zu lange gedauert und kann nicht mehr abgeschlossen werden. Bitte fangen Sie noch einmal an.
error-passkey_refused = Der Passkey konnte nicht geprüft werden. Bitte versuchen Sie es noch einmal, oder melden Sie sich auf andere Weise an.
error-seeing_as = Sie sehen Pult gerade als eine andere Person: Nichts kann geändert werden, und Persönliches wird nicht gezeigt. Nach einer halben Stunde ist das vorbei. Beenden Sie es oben auf der Seite.
error-second_factor_due = Für Ihr Konto ist ein zweiter Faktor vorgeschrieben. Bitte richten Sie ihn zuerst ein.
error-sign_on_refused = Die Anmeldung wurde abgebrochen oder abgelehnt.
error-sign_on_failed = Die Anmeldung konnte nicht bestätigt werden. Bitte versuchen Sie es noch einmal.
error-sign_on_unavailable = Die zentrale Anmeldung antwortet gerade nicht. Bitte versuchen Sie es später noch einmal, oder melden Sie sich mit Ihrem Passwort an.
error-sign_on_unknown = Sie sind angemeldet, aber hier gehört kein Konto dazu. Bitte wenden Sie sich an Ihren Service-Desk.
error-session_not_found = Diese Sitzung gibt es nicht mehr.
error-wrong_credentials = Kennung oder Passwort ist falsch.
error-too_many_requests = Das waren zu viele Versuche. Bitte warten Sie einen Augenblick.
error-cross_site = Die Anfrage kam von einer anderen Website und wurde abgewiesen.
error-forbidden = Dafür haben Sie keine Berechtigung.
error-not_found = Das gibt es nicht oder nicht mehr.
error-ticket_not_found = Dieses Ticket gibt es nicht, oder es ist nicht für Sie bestimmt.
error-queue_not_found = Diese Queue gibt es nicht, oder sie ist nicht für Sie bestimmt.
error-queue_request_not_found = Diesen Antrag auf eine Queue gibt es nicht, oder er ist nicht für Sie bestimmt.
error-person_not_found = Diese Person gibt es nicht, oder sie kann hier nicht gewählt werden.
error-article_not_found = Diesen Artikel gibt es nicht.
error-absence_not_found = Diese Abwesenheit gibt es nicht, oder sie ist vorbei.
error-role_not_found = Diese Rolle gibt es nicht.
error-organisation_not_found = Diese Organisation gibt es nicht (mehr).
error-template_not_found = Diese Vorlage gibt es nicht.
error-postmaster_filter_not_found = Diesen Postmaster-Filter gibt es nicht.
error-rule_not_found = Diese Regel gibt es nicht (mehr).
error-macro_not_found = Dieses Makro gibt es nicht (mehr).
error-web_form_not_found = Dieses Formular gibt es nicht (mehr).
error-webhook_not_found = Diesen Webhook oder diese Nachricht gibt es nicht (mehr).
error-view_not_found = Diese Ansicht gibt es nicht.
error-bulk_job_not_found = Diesen Sammelauftrag gibt es nicht.
error-draft_not_found = Diesen Entwurf gibt es nicht.
error-in_use = Das wird noch verwendet. Setzen Sie es auf ungültig, statt es zu löschen.
error-invalid_template = Die Vorlage ließ sich nicht lesen.
error-attachment_not_found = Diesen Anhang gibt es nicht, oder er ist nicht für Sie bestimmt.
error-mail_not_found = Diese E-Mail gibt es nicht.
error-upload_not_found = Eine der Dateien liegt nicht mehr bereit. Bitte entfernen Sie sie und hängen Sie sie noch einmal an.
error-method_not_allowed = Das ist hier nicht möglich.
error-stale_version = Das Ticket hat sich inzwischen geändert. Bitte prüfen Sie, was neu ist, und versuchen Sie es noch einmal.
error-locked_by_other = Jemand anderes hat das Ticket gesperrt.
error-setting_changed_again = Diese Einstellung wurde inzwischen erneut geändert. Nehmen Sie zuerst die spätere Änderung zurück.
error-cannot_undo = Diese Änderung lässt sich hier nicht zurücknehmen: Das Protokoll hält nicht alles fest, was dafür nötig wäre.
error-not_applicable = Das passt nicht zum jetzigen Stand des Tickets.
error-idempotency_conflict = Diese Anfrage wurde schon mit anderem Inhalt gesendet. Bitte versuchen Sie es noch einmal.
error-too_large = Das ist zu groß.
error-unsupported_media_type = Diese Art von Datei wird hier nicht angenommen.
error-internal = Auf dem Server ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.
error-unavailable = Der Dienst ist gerade nicht verfügbar. Bitte versuchen Sie es in ein paar Minuten noch einmal.
error-directory_unavailable = Das Verzeichnis antwortet gerade nicht. Versuchen Sie es in einigen Minuten noch einmal.

## In jedem Bereich: Einstellungen, Befehlspalette, Titel, Nachrichten, Felder mit Vorschlägen
search-suggestions = Vorschläge
search-suggested = { $count ->
    [one] Ein Vorschlag
   *[other] { $count } Vorschläge
}
palette-title = Befehle und Sprungziele
palette-label = Befehl, Seite, Queue, Ansicht, Ticketnummer oder Wort
palette-placeholder = Wohin oder was tun? Ticketnummer, Wort, Queue, Aktion …
palette-open-number = Ticket { $number } öffnen
palette-search = Tickets mit „{ $text }“ suchen
palette-action = Aktion
palette-page = Seite
palette-view = Ansicht
palette-german = Sprache: Deutsch
palette-english = Sprache: Englisch
live-mentioned = Sie wurden im Ticket { $number } erwähnt.
open-ticket = Öffnen
palette-theme = Darstellung: { $theme }
palette-own = Eigene Einstellung
nav-dashboard = Übersicht
title-dashboard = Übersicht
title-preferences = Persönliche Einstellungen
preference-theme = Darstellung
preference-theme-hint = Gilt für Sie auf allen Geräten.
preference-language-hint = Auch für E-Mails an Sie.
theme-system = wie das System
theme-light = hell
theme-dark = dunkel
theme-contrast = hoher Kontrast
preference-order = Reihenfolge der Nachrichten
order-oldest-first = älteste zuerst
order-newest-first = neueste zuerst
preference-undo = Senden rückgängig machen (Sekunden)
preference-undo-hint = So lange können Sie eine gesendete Antwort zurücknehmen; 0 bis 60.
preference-away = Abwesend bis
preference-away-hint = Bis dahin werden Ihre Sperren aufgehoben, und Kollegen sehen, dass Sie nicht da sind.
keys-enabled-here = Tastenkürzel sind auf diesem Gerät eingeschaltet
preferences-saved = Ihre Einstellungen sind gespeichert.
preferences-account = Mein Konto: Passwort und angemeldete Geräte
link-parent = übergeordnet
link-child = untergeordnet
link-related = verwandt
link-duplicate_of = Duplikat von
link-duplicated_by = hat als Duplikat
saved = Gespeichert
offers = Vorschläge
offers-count = { $count ->
    [one] Ein Vorschlag
   *[other] { $count } Vorschläge
 }
chip-remove = { $name } entfernen
chip-add = hinzufügen …
article-portal = Nachricht aus dem Portal
article-fax = Fax
article-web-form = Webformular
article-phone-out = Anruf beim Kunden
article-phone-internal = Telefonat (intern)
article-visit-internal = Besuch (intern)
article-forward = Weiterleitung (intern)
article-held = Zurückgehaltene Nachricht
article-recalled = Zurückgenommen: Diese Antwort wurde nicht gesendet.
article-from-ticket = aus { $number }
article-older = Ältere Nachricht
article-menu = Aktionen zu dieser Nachricht
article-redirect = Umleiten
article-resend = Erneut senden
article-split = Als neues Ticket abspalten
article-copy-link = Link kopieren
article-raw = Original-E-Mail
article-source = Kopfzeilen und Quelltext
link-copied = Der Link ist in der Zwischenablage.
deliveries = Zustellung
delivery-waits = wartet bis { $until }
delivery-delayed = wird erneut versucht: { $until }
remote-images = { $count ->
    [one] Ein Bild von einer fremden Website wird nicht geladen.
   *[other] { $count } Bilder von fremden Websites werden nicht geladen.
 }
remote-images-show = Bilder laden
lightbox-open = { $name } groß anzeigen
lightbox-position = { $at } von { $count }
lightbox-previous = Voriges
lightbox-next = Nächstes
download = Herunterladen
show-in-text = Im Text zeigen
until = bis
link-kind = Art der Verknüpfung
link-ticket = Ticket
link-remove = Verknüpfung mit { $number } aufheben
article-aside = Nachricht, nur für das Team sichtbar
title-admin = Verwaltung
title-admin-states = Status
title-admin-priorities = Prioritäten
title-admin-types = Typen
title-admin-calendars = Kalender
title-admin-services = Services
title-admin-slas = Servicevereinbarungen (SLA)
title-admin-fields = Eigene Felder
title-admin-queues = Queues
title-admin-queue-requests = Anträge auf Queues
title-admin-roles = Rollen
title-admin-rights = Was darf diese Person?
title-admin-people = Personen
title-admin-organisations = Einrichtungen
title-admin-directory = Verzeichnis
title-admin-templates = Vorlagen
title-admin-postmaster = Postmaster-Filter
title-admin-rules = Regeln
title-admin-mail-texts = Texte für alle Queues
title-admin-macros = Makros
title-form = Kontaktformular
title-form-confirm = Anfrage bestätigen
title-admin-forms = Kontaktformulare
title-admin-webhooks = Webhooks
title-admin-log = Änderungsprotokoll

## Echtheit des Absenders
trust-proven = Absender nachgewiesen
trust-unproven = Absender nicht nachgewiesen
trust-failed = Absender wohl gefälscht
trust-why = Befund: { $by }
trust-none = Dazu liegt kein Befund vor.
signature-valid = Signatur gültig
signature-changed = Signatur ungültig: verändert
signature-untrusted = Signatur nicht vertrauenswürdig
signature-expired = Signatur: Zertifikat abgelaufen
signature-other_address = Signatur einer anderen Person
signature-unreadable = Signatur nicht prüfbar
signature-why-valid = Die Nachricht ist unverändert und stammt von der angegebenen Adresse.
signature-why-changed = Die Nachricht wurde nach dem Signieren verändert.
signature-why-untrusted = Das Zertifikat stammt von keiner Stelle, der hier vertraut wird, oder gilt nicht für E-Mail.
signature-why-expired = Das Zertifikat war beim Eingang der Nachricht nicht gültig.
signature-why-other_address = Das Zertifikat nennt eine andere Adresse als die des Absenders.
signature-why-unreadable = Die Signatur ist beschädigt oder verwendet ein unbekanntes oder zu schwaches Verfahren.
signature-signer = Signiert von: { $name }
title-admin-readings = Leseprotokoll
title-notifications = Benachrichtigungen
bell-label = { $count ->
        [0] Benachrichtigungen
        [one] Benachrichtigungen: eine ungelesen
       *[other] Benachrichtigungen: { $count } ungelesen
    }
bell-empty = Nichts Neues.
bell-unread = Ungelesen
bell-read-all = Alle als gelesen markieren
bell-settings = Benachrichtigungen einstellen
notification-mention = Sie wurden erwähnt
notification-escalation = Frist läuft ab
notification-assigned = Zuständigkeit geändert
notification-new_ticket = Neues Ticket
notification-undelivered = Nachricht nicht zugestellt
notification-reminder = Wartezeit vorbei
notification-age = Lange unbearbeitet
notification-rule = Hinweis einer Regel
notification-follow_up = Neue Nachricht
notification-note = Notiz oder Antwort aus dem Team
notification-moved = In eine andere Queue verschoben
notification-state = Geschlossen oder wieder geöffnet
notification-unstaffed = Niemand ist da
notification-webhook_off = Webhook abgeschaltet
notification-deputy = in Vertretung für { $name }
notifications-lead = Über das, was Sie selbst tun, werden Sie nie benachrichtigt. Was Sie im Browser schon gelesen haben, kommt nicht mehr per E-Mail.
notifications-what = Ereignis
relation-mine = Meine Tickets
relation-mine-hint = Tickets, deren Besitzer Sie sind oder für die Sie verantwortlich sind.
relation-mentioned = Erwähnungen
relation-mentioned-hint = Tickets, in denen eine Notiz Sie nennt.
relation-watched = Beobachtete Tickets
relation-watched-hint = Tickets, die Sie beobachten.
relation-queues = Meine Queues
relation-queues-hint = Gehört ein Ticket schon jemandem, gilt hier nur: neu, verschoben, Frist läuft ab.
relation-managed = Was ich verwalte
relation-managed-hint = Queues, die Sie verwalten und in denen offene Anfragen liegen, während niemand da ist; für die Administration auch Webhooks.
way-browser = Browser
way-mail = E-Mail
way-digest = Tägliche E-Mail
notifications-when = Wann
notifications-quiet = Ruhezeiten: keine E-Mails, nichts springt auf
notifications-quiet-from = Ruhe von
notifications-quiet-until = Ruhe bis
notifications-quiet-weekend = Samstag und Sonntag ganz
notifications-digest-at = Tägliche E-Mail um
notifications-time-zone = Zeitzone
notifications-time-zone-hint = Zum Beispiel Europe/Berlin.
desktop-title = Auf diesem Gerät
desktop-ask = Der Browser kann Neues auch zeigen, während Sie in einem anderen Fenster arbeiten.
desktop-allow = Erlauben
desktop-granted = Der Browser zeigt Neues auch, während Sie in einem anderen Fenster arbeiten.
desktop-denied = Der Browser darf Neues nicht zeigen. Das lässt sich in den Einstellungen des Browsers für diese Seite ändern.
request-done = Anliegen ist erledigt
request-done-hint = Hat sich Ihr Anliegen geklärt? Dann können Sie die Anfrage schließen. Mit einer Antwort melden Sie sich jederzeit wieder.
done-request-closed = Die Anfrage ist geschlossen.
title-absences = Abwesenheiten
absences-lead = Wer abwesend ist, steht bei der Wahl des Besitzers an letzter Stelle; Sperren werden aufgehoben. Benachrichtigungen und Erinnerungen gehen auch an die Vertretung.
absences-none = Niemand ist oder wird abwesend.
absences-unstaffed = Hier ist zurzeit niemand da: { $queues }
absences-days = { $from } bis { $until }
absences-no-deputy = Ohne Vertretung
absences-deputy-is = Vertretung: { $names }
absences-with-rights = mit Rechten
absences-now = zurzeit
absences-edit = Ändern
absences-delete = Löschen
absences-back = Wieder da
absences-deleted = Die Abwesenheit ist gelöscht.
absences-saved = Die Abwesenheit ist gespeichert.
absences-new = Abwesenheit eintragen
absences-change = Abwesenheit ändern
absences-person = Wer ist abwesend?
absences-person-hint = Leer: Sie selbst. Sonst jemand aus einer Queue, die Sie verwalten.
absences-from = Erster Tag
absences-until = Letzter Tag
absences-deputy = Vertretung
absences-deputy-hint = Ist auch die Vertretung abwesend, gilt deren Vertretung.
absences-per-queue = Andere Vertretung für einzelne Queues
absences-queue = Queue
absences-choose-queue = Bitte wählen
absences-remove = Entfernen
absences-rights = Die Vertretung darf so lange in meinen Queues, was ich dort darf – außer verwalten
absences-note = Hinweis für Kolleginnen und Kollegen
absences-note-hint = Keine Angaben zur Gesundheit.
absences-save-anyway = Trotzdem speichern
absences-orphans = { $count ->
        [one] Um ein Ticket würde sich niemand kümmern:
       *[other] Um { $count } Tickets würde sich niemand kümmern:
    }
absences-nobody-left = Zeitweise wäre hier niemand da: { $queues }
absent-until = { $name } (abwesend bis { $until })
deputy-until = { $name } (Vertretung für { $away } bis { $until })
event-redacted = hat Vertrauliches unwiderruflich entfernt: { $reason }
secret-password = Passwort
secret-iban = Kontonummer (IBAN)
secret-card = Kartennummer
secret-found = Enthält vermutlich Vertrauliches: { $kinds }.
secret-warning = Das sieht vertraulich aus: { $kinds }. Bitte schicken Sie so etwas nicht mit – auch wir brauchen es nie.
secret-remove = Entfernen …
title-incident = Antwort an alle einer Störung
title-admin-redact = Vertrauliches entfernen

# Anträge auf Queues
title-portal-new-queue = Neue Queue beantragen
queue-request-name-de = Name (deutsch)
queue-request-above = Unterhalb von
queue-request-address = E-Mail-Adresse
queue-request-managers = Wer die Queue verwaltet
queue-request-agents = Wer darin arbeitet
queue-request-sla = Servicevereinbarung
queue-request-calendar = Öffnungszeiten
queue-request-reason = Begründung
queue-request-top = Oberste Ebene
