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

## Sammelaktionen
selection = Auswahl
selection-count = { $count ->
    [one] { $number } Ticket ausgewählt
   *[other] { $number } Tickets ausgewählt
}
selection-all = Alle { $number } auswählen
selection-clear = Auswahl aufheben
unchanged = unverändert
bulk-edit = Ausgewählte Tickets bearbeiten
bulk-title = { $count ->
    [one] { $number } Ticket bearbeiten
   *[other] { $number } Tickets bearbeiten
}
bulk-lead = Was Sie hier ausfüllen, gilt für alle ausgewählten Tickets. Alles andere bleibt, wie es ist.
bulk-add-tag = Schlagwort hinzufügen
bulk-remove-tag = Schlagwort entfernen
bulk-owner-me = ich
bulk-owner-other = jemand anderes …
bulk-owner-search = Name oder Kennung eingeben
bulk-owner-taken = Neuer Besitzer: { $name }
bulk-messages = Antwort oder Notiz schreiben
bulk-reply = Antwort an alle anfragenden Personen
bulk-reply-hint = Jede Person bekommt eine eigene E-Mail. Platzhalter werden für jedes Ticket ersetzt: {"{{"} customer.name {"}}"}, {"{{"} ticket.number {"}}"}, {"{{"} ticket.subject {"}}"}, {"{{"} ticket.link {"}}"}, {"{{"} agent.name {"}}"}, {"{{"} queue.name {"}}"}
bulk-note = Interne Notiz
bulk-relations = Zusammenführen, verknüpfen, beobachten
bulk-merge = Zusammenführen mit Ticket
bulk-link = Verknüpfen mit Ticket
bulk-link-kind = Das andere Ticket ist
bulk-number-hint = Ticketnummer
bulk-watch = Ich möchte diese Tickets beobachten
bulk-mails = Die anfragenden Personen bekommen dazu E-Mails.
bulk-nothing = Bitte füllen Sie aus, was geschehen soll.
bulk-submit = { $count ->
    [one] Auf { $number } Ticket anwenden
   *[other] Auf { $number } Tickets anwenden
}
bulk-job = Sammelaktion
bulk-running = { $done } von { $total } Tickets bearbeitet …
bulk-finished = Fertig: { $done } von { $total } Tickets bearbeitet.
bulk-stopped = Angehalten: { $done } von { $total } Tickets bearbeitet.
bulk-failed = { $count ->
    [one] Bei { $number } Ticket ging es nicht.
   *[other] Bei { $number } Tickets ging es nicht.
}
bulk-failures = Nicht bearbeitete Tickets anzeigen
bulk-failures-more = Hier stehen nur die ersten 200.
bulk-stop = Anhalten
bulk-put-away = Ausblenden

## Befehlspalette
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
key-palette = Befehle und Sprungziele

## Übersicht
nav-dashboard = Übersicht
title-dashboard = Übersicht
dashboard-lead = Guten Tag, { $name }. Das steht an.
dashboard-lead-last = Guten Tag, { $name }. Ihr letzter Besuch: { $at }.
dashboard-failed-mails = { $count ->
    [one] Eine E-Mail konnte nicht zugestellt werden.
   *[other] { $count } E-Mails konnten nicht zugestellt werden.
}
show-all = Alle anzeigen
section-mine = Meine Tickets
section-mine-none = Ihnen ist gerade kein Ticket zugewiesen.
section-unassigned = Ohne Besitzer in meinen Queues
section-unassigned-none = Jedes Ticket hat einen Besitzer.
section-escalating = Überfällig
section-escalating-none = Nichts ist überfällig.
section-oldest = Am längsten offen
section-oldest-none = Kein Ticket ist offen.
section-new = Neu seit dem letzten Besuch
section-new-none = Seit Ihrem letzten Besuch ist nichts dazugekommen.
section-watched = Beobachtet und geändert
section-watched-none = Bei den Tickets, die Sie beobachten, gibt es nichts Neues.

## Einstellungen
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
