# Ein Ticket: Unterhaltung, Antwortfeld, Seitenleiste, neue Tickets.

## Ereignisse der Historie
no-value = nichts
event-responsible_changed = hat die Verantwortung von { $from } auf { $to } übertragen.
event-type_changed = hat den Typ von „{ $from }“ auf „{ $to }“ geändert.
event-service_changed = hat den Service von „{ $from }“ auf „{ $to }“ geändert.
event-sla_changed = hat die Servicevereinbarung von „{ $from }“ auf „{ $to }“ geändert.
event-escalation_warned = warnt: Die Frist „{ $clock }“ läuft am { $due } ab.
event-escalated = meldet: Die Frist „{ $clock }“ ist am { $due } abgelaufen.
event-age_reminded = erinnert: Seit { $days } Öffnungstagen hat niemand das Ticket bearbeitet.
clock-title = { $clock }: bis { $due }
clock-left = { $clock }: Frist läuft ab
clock-over = { $clock }: Frist abgelaufen
clock-first_response = Erste Antwort
clock-update = Folgeantwort
clock-solution = Lösung
event-subject_changed = hat den Betreff von „{ $from }“ auf „{ $to }“ geändert.
event-requester_changed = hat die anfragende Person von { $from } auf { $to } geändert.
event-due_changed = hat die Fälligkeit von „{ $from }“ auf „{ $to }“ geändert.
event-field_changed = hat „{ $field }“ von „{ $from }“ auf „{ $to }“ geändert.
event-tag_added = hat das Schlagwort „{ $tag }“ hinzugefügt.
event-tag_removed = hat das Schlagwort „{ $tag }“ entfernt.
event-watcher_added = hat { $person } als Beobachter eingetragen.
event-watcher_removed = hat { $person } als Beobachter ausgetragen.
event-participant_added = hat { $person } als Beteiligten hinzugefügt.
event-participant_removed = hat { $person } als Beteiligten entfernt.
event-queue_added = hat auch { $queue } einbezogen.
event-queue_removed = hat angegeben, dass das Ticket nicht zu { $queue } gehört.
event-readers_changed = hat das Ticket auf benannte Personen beschränkt: { $people }.
event-readers_changed-all = hat das Ticket wieder für alle freigegeben, die die Queue sehen dürfen.
event-mentioned = hat { $person } in einer Notiz erwähnt.
event-linked = hat das Ticket mit { $number } verknüpft ({ $kind }).
event-unlinked = hat die Verknüpfung mit { $number } ({ $kind }) aufgehoben.
event-merged_into = hat das Ticket mit { $number } zusammengeführt. Es geht dort weiter.
event-merged_from = hat das Ticket { $number } hier hineingeführt.
event-unmerged_from = hat das Ticket wieder von { $number } getrennt.
event-merge_undone = hat das Ticket { $number } wieder abgetrennt.
event-time_accounted = hat { $minutes } Minuten Arbeitszeit erfasst.
event-time_accounted-why = hat { $minutes } Minuten Arbeitszeit erfasst: { $comment }
event-time_taken_back = hat { $minutes } Minuten Arbeitszeit zurückgenommen.
event-time_taken_back-why = hat { $minutes } Minuten Arbeitszeit zurückgenommen: { $comment }
event-checklist_item_added = hat „{ $text }“ auf die Checkliste gesetzt.
event-checklist_item_done = hat „{ $text }“ auf der Checkliste abgehakt.
event-checklist_item_open = hat „{ $text }“ auf der Checkliste als offen eingetragen.
event-checklist_item_removed = hat „{ $text }“ von der Checkliste genommen.
event-reply_recalled = hat eine Antwort zurückgenommen, bevor sie gesendet wurde.

## Kopf und Aktionen
action-more = Mehr
action-merge = Zusammenführen
action-link = Mit Ticket verknüpfen
action-tag = Schlagwort vergeben
action-print = Drucken
action-pdf = Vorgang als PDF
action-zip = Vorgang als ZIP
subject-change = Betreff ändern
presence = Wer gerade hier ist
presence-looks = { $name } sieht sich das Ticket an
presence-writes = { $name } schreibt gerade
undo = Rückgängig
merged-into = Das Ticket { $from } geht in { $into } weiter.

## Unterhaltung
newest-first = Neueste zuerst
to-newest = Zur neuesten Nachricht
older-articles = Ältere Nachrichten laden
mail-source = Quelltext
mail-source-cut = Die E-Mail ist länger als hier gezeigt. Vollständig ist sie beim Herunterladen.
held-explained = { $address } gehört zu niemandem, der an diesem Ticket beteiligt ist. Die Nachricht wird zurückgehalten: Kundinnen und Kunden sehen sie nicht.
redirect-explained = Die E-Mail geht unverändert an die angegebenen Adressen. Antworten gehen an die ursprüngliche Absenderin oder den Absender.
resend-explained = Die Nachricht wird noch einmal gesendet.
done-redirect = Die E-Mail ist umgeleitet.
done-resend = Die Nachricht wird erneut gesendet.

## Antwortfeld
composer-reply-all = Allen antworten
composer-forward = Weiterleiten
composer-call = Telefonat oder Besuch
composer-subject = Anderer Betreff
mail-to-label = An
person-lookup = Name, Kennung oder E-Mail-Adresse
agent-lookup = Name oder Kennung
ticket-lookup = Nummer oder Suchwörter
address-unknown = Bitte wählen Sie eine Person aus, oder geben Sie eine vollständige E-Mail-Adresse ein.
save-call = Speichern
send-anyway = Trotzdem senden
save-and-close = Speichern und schließen
send-and-more = Senden und anderen Status setzen
send-and-set = Senden und auf „{ $state }“ setzen
send-and-wait = Senden und „{ $state }“ bis …
send-state-title = Senden und Status setzen
done-forward = Die Nachricht ist weitergeleitet.
done-call = Der Eintrag ist gespeichert.
done-reply-state = Die Antwort ist gesendet, der Status ist gesetzt.
reply-taken-back = Die Antwort ist zurückgenommen. Ihr Text ist wieder im Antwortfeld.
reply-taken-back-alone = Die Antwort ist zurückgenommen. Den Status hat inzwischen jemand anderes gesetzt; er bleibt so.
reply-taken-back-elsewhere = Die Antwort ist zurückgenommen. Ihr Text steht im Antwortfeld des Tickets { $number }.
asked-before-sending = Bitte prüfen Sie den Hinweis. Noch einmal Senden sendet trotzdem.
came-meanwhile = { $count ->
    [one] Seit Sie zu schreiben begonnen haben, ist eine Nachricht dazugekommen, die Sie vielleicht noch nicht kennen:
   *[other] Seit Sie zu schreiben begonnen haben, sind { $count } Nachrichten dazugekommen, die Sie vielleicht noch nicht kennen:
 }
attachment-forgotten = Ihr Text spricht von einem Anhang, es ist aber keine Datei angehängt.
call-kind = Was war es?
call-in = Anruf von der Kundin oder dem Kunden
call-out = Anruf von uns
call-visit = Besuch
call-visible = Für die Kundin oder den Kunden sichtbar
forward-articles = Weitergeleitete Nachrichten
forward-all = Alle Nachrichten
forward-visible = Im Portal zeigen, dass weitergeleitet wurde
mentions = Benachrichtigt werden:
templates = Vorlagen
templates-search = Vorlage suchen
templates-none = Keine passende Vorlage
ticket-gone = Dieses Ticket liegt jetzt in einer Queue, die Sie nicht einsehen dürfen.
ticket-gone-unsent = Ihr Text, der noch nicht gesendet war
templates-queue-first = Wählen Sie zuerst die Queue: Jede hat ihre eigenen Vorlagen.
template-unknown = Diese Platzhalter der Vorlage gibt es nicht, sie bleiben leer: { $names }

## Seitenleiste
fact-change = { $name } ändern
fact-none = keine Angabe
fact-empty = Leeren
edit-overtaken = Während Sie hier geändert haben, ist etwas dazugekommen:
edit-overtaken-choice = Ihre Eingabe steht noch da. Bestätigen Sie noch einmal, wenn sie gelten soll; „Abbrechen“ lässt alles, wie es jetzt ist.
assign-me = Mir zuweisen
tags = Schlagwörter
tag-add = Schlagwort …
field-responsible = Verantwortlich
field-type = Typ
field-service = Service
field-due = Fällig
field-sla = Service­vereinbarung
sla-inherited = (die des Services oder der Queue)
clocks-stopped = Fristen angehalten
field-started = Begonnen
field-first-answer = Erste Antwort
field-last-contact = Letzter Kontakt
field-required-on-close = fehlt noch zum Schließen
moment-presets = Häufige Zeitpunkte
moment-tomorrow = Morgen 9 Uhr
moment-next-open = Nächster offener Tag, 9 Uhr
moment-monday = Montag 9 Uhr
moment-week = In einer Woche
pending-auto-hint = Zu diesem Zeitpunkt wird das Ticket von selbst geschlossen.
close-children = { $count ->
    [one] Auch das untergeordnete Ticket schließen
   *[other] Auch die { $count } untergeordneten Tickets schließen
 }
requester-change = Andere Person wählen
person-inactive = gesperrt
person-active-tickets = { $count ->
    [0] keine offenen Tickets
    [one] ein offenes Ticket
   *[other] { $count } offene Tickets
 }
people = Beteiligte
participants = Beteiligte (Cc)
nobody-else = Niemand sonst
other-queues = Auch in
other-queue-add = in weiterer Queue zeigen
other-queue-which = Queue, die das Ticket auch finden soll
other-queue-choose = Queue wählen
other-queue-remove = Betrifft uns nicht: { $queue }
other-queue-not-ours = Betrifft uns nicht
other-queues-also = auch an: { $queues }
named-only = Nur für benannte Personen
readers = Benannte Personen
readers-hint = Nur sie, Besitzer und verantwortliche Person können das Ticket lesen und finden, sonst niemand in der Queue und kein Administrator. Anfragende und beteiligte Personen bekommen weiter ihre Antworten.
watchers = Beobachter
watch = Beobachten
unwatch = Nicht mehr beobachten
links = Verknüpfungen
merged-from = geht hier weiter
unmerge = Trennen
merge-title = Mit einem anderen Ticket zusammenführen
merge-ticket = In welchem Ticket geht es weiter?
merge-from = Dieses Ticket
merge-into = geht weiter in
merge-with-requester = Anfragende Person am anderen Ticket beteiligen
merge-explained = Alle Nachrichten stehen dann im anderen Ticket. Die alte Nummer führt dorthin, auch Antworten per E-Mail. Sie können das Zusammenführen rückgängig machen.
merge-itself = Das ist dieses Ticket selbst.
merge-choose = Bitte wählen Sie ein Ticket aus der Liste.
merge-submit = Zusammenführen
done-merge = Das Ticket { $from } geht jetzt in { $into } weiter.
done-unmerge = Das Ticket { $number } steht wieder für sich.
checklist = Checkliste
checklist-add = Aufgabe hinzufügen
checklist-remove = „{ $text }“ entfernen
checklist-progress = { $done } von { $all } erledigt
dates = Zeitpunkte
time = Arbeitszeit
time-none = keine erfasst
time-minutes = { $minutes } min
time-hours = { $hours } h { $minutes } min
time-take-back = Zurücknehmen
time-correction = Korrektur des Eintrags vom { $at }
time-add = Minuten oder h:min
time-comment = Wofür? (freiwillig)
time-entries = Einzelne Einträge
time-malformed = Bitte Minuten (45) oder Stunden und Minuten (1:20) angeben, höchstens einen Tag.

## Tastenkürzel im Ticket
key-reply-all = Allen antworten
key-forward = Weiterleiten
key-call = Telefonat oder Besuch eintragen
key-assign = Zuweisen
key-move = Verschieben
key-priority = Priorität ändern
key-wait = Warten lassen
key-close = Schließen
key-send = Senden

## Neues Ticket
person-by-address = neue Person, falls die Adresse noch unbekannt ist
open-tickets-of = Offene Tickets von { $name }
as-queue-says = Wie in der Queue üblich
new-ticket-more = Schlagwörter, Verknüpfungen, Beobachter
service-none = Kein Service
links-with = Verknüpfte Tickets
confirm-to-requester = Bestätigung an die anfragende Person senden
owner-is-me = Ich übernehme das Ticket
create-solved = Vor Ort gelöst: anlegen und schließen
create-solved-hint = Strg+Eingabe legt das Ticket an, Strg+Umschalt+Eingabe legt es an und schließt es.
done-ticket-solved = Das Ticket { $number } ist angelegt und geschlossen.
split-explained = Aus dieser Nachricht wird ein eigenes Ticket. Beide Tickets werden miteinander verknüpft.

## Zurückgehaltene Nachrichten
held-admit = Zulassen
held-ticket = Neues Ticket daraus machen
held-dismiss = Nicht zulassen
done-admit = Die Nachricht ist zugelassen, die Person ist jetzt beteiligt.
done-dismiss = Die Nachricht ist nicht zugelassen.
done-held-ticket = Daraus ist das Ticket { $number } geworden.
event-held_settled-admitted = hat eine zurückgehaltene Nachricht zugelassen.
event-held_settled-moved = hat aus einer zurückgehaltenen Nachricht ein anderes Ticket gemacht.
event-held_settled-dismissed = hat eine zurückgehaltene Nachricht nicht zugelassen.
reading-is-logged = Lesen wird protokolliert

similar = Vermutlich dasselbe
similar-reason-same_message = Dieselbe Nachricht
similar-reason-same_person = Dieselbe Person fragt noch einmal
similar-reason-two_desks = Dieselbe Person fragt zwei Stellen
similar-reason-similar_text = Ähnlicher Text
similar-share = { $share } % gemeinsam
similar-choose = { $number } zur Störung nehmen
incident-make = Zur Störung zusammenfassen
incident-add = Zur Störung nehmen
incident-answer = { $count ->
    [one] Der einen Person der Störung antworten …
   *[other] Allen { $count } der Störung antworten …
 }
incident-made = { $number } ist das Sammelticket.
