# Der Schreibtisch der Agenten: Übersicht, Listen, Ansichten, Suche, Sammelaktionen.

## Liste
side-label = Queues und Ansichten
queues-below = Untergeordnete Queues von { $name }
list-count = { $count ->
    [one] { $number } Ticket
   *[other] { $number } Tickets
}
select-all = Alle Tickets dieser Liste auswählen
select-ticket = Ticket { $number } auswählen
col-responsible = Verantwortlich
col-ticket_type = Typ
col-service = Service
col-tags = Schlagwörter
col-created = Erstellt
col-last_contact = Letzter Kontakt
col-due = Fällig
col-pending_until = Warten bis
col-channel = Eingangsweg
columns-choose = Spalten auswählen
columns-title = Spalten der Liste
columns-usual = Standard
columns-of-view = Die Spalten gelten für die Ansicht „{ $name }“.
column-up = { $column } nach vorn
column-down = { $column } nach hinten
sort-updated_desc = Zuletzt geändert zuerst
sort-updated_asc = Am längsten unverändert zuerst
sort-created_desc = Neueste zuerst
sort-created_asc = Älteste zuerst
sort-priority_desc = Dringendste zuerst
sort-priority_asc = Am wenigsten dringend zuerst
sort-due_asc = Zuerst Fällige
sort-pending_asc = Zuerst Wiedervorlage
sort-contact_desc = Letzter Kontakt, neueste zuerst
sort-contact_asc = Letzter Kontakt, älteste zuerst

## Gespeicherte Ansichten
saved-views = Gespeicherte Ansichten
saved-view-gone = Ansicht nicht gefunden
saved-view-make = Als Ansicht speichern
saved-view-change = Ansicht bearbeiten
saved-view-keep = Änderungen speichern
saved-view-name = Name
saved-view-filter = Filter
saved-view-filter-hint = Wie im Suchfeld, zum Beispiel: state:active queue:it tag:drucker
saved-view-sharing = Sichtbar für
saved-view-sharing-hint = Alle sehen darin nur Tickets, auf die sie selbst Zugriff haben.
saved-view-columns = Mit den Spalten, die jetzt zu sehen sind
saved-view-delete = Löschen
saved-view-delete-sure = Wirklich löschen?
saved-view-done = Die Ansicht „{ $name }“ ist gespeichert.
saved-view-deleted = Die Ansicht ist gelöscht.
view-shared-by = geteilt von { $name }
share-nobody = Nur für mich
share-queue = Queue { $queue }
share-everyone = Alle Agenten

## Suche
search-suggestions = Vorschläge
search-suggested = { $count ->
    [one] Ein Vorschlag
   *[other] { $count } Vorschläge
}
search-names = Personen in der Suche: { $names }
filter-unfinished = Hier fehlt noch etwas.
filter-none = nicht gesetzt
filter-me = ich
filter-at-least = mindestens „{ $value }“
filter-at-most = höchstens „{ $value }“
filter-younger = weniger als { $span } her
filter-older = mehr als { $span } her
filter-field-state = Status
filter-field-queue = Queue mit allen darunter
filter-field-owner = Besitzer
filter-field-requester = Anfragende Person
filter-field-priority = Priorität
filter-field-tag = Schlagwort
filter-field-type = Typ
filter-field-service = Service
filter-field-responsible = Verantwortlich
filter-field-watcher = Beobachter
filter-field-participant = Beteiligte
filter-field-created = Erstellt vor
filter-field-updated = Geändert vor
filter-field-contact = Letzter Kontakt vor
filter-field-closed = Geschlossen vor
filter-field-channel = Eingangsweg
filter-field-overdue = Fälligkeit überschritten
filter-field-reminder = Wartezeit abgelaufen
filter-field-locked = Gesperrt
filter-field-number = Ticketnummer
filter-state-active = Alle, an denen noch etwas zu tun ist
filter-state-pending = Alle wartenden
filter-state-new = Neu
filter-state-open = Offen
filter-state-pending_reminder = Warten auf Wiedervorlage
filter-state-pending_auto = Warten auf automatisches Schließen
filter-state-closed = Geschlossen
filter-state-merged = Zusammengeführt
filter-state-removed = Entfernt

## Tastenkürzel der Liste
key-select = Ticket auswählen oder abwählen
key-select-range = Alle Tickets bis hierher auswählen
key-select-step = Beim Weitergehen auswählen
key-clear = Auswahl aufheben
