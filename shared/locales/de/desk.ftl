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
col-escalation = Frist
col-channel = Eingangsweg
columns-choose = Spalten auswählen
columns-title = Spalten der Liste
columns-usual = Standard
columns-of-view = Die Spalten gelten für die Ansicht „{ $name }“.
column-up = { $column } nach vorn
column-down = { $column } nach hinten

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
bulk-owner-taken = Neuer Besitzer: { $name }
bulk-responsible-taken = Verantwortlich wird: { $name }
bulk-own-fields = Eigene Felder setzen
bulk-participants = Am Ticket beteiligen
bulk-text = Text
bulk-messages = Antwort oder Notiz schreiben
bulk-template = Antwort nach Vorlage
bulk-template-hint = Jede Person bekommt den Text in ihrer Sprache.
bulk-template-none = keine Vorlage
bulk-reply = Antwort an alle anfragenden Personen
bulk-reply-hint = Jede Person bekommt eine eigene E-Mail. Platzhalter werden für jedes Ticket ersetzt: {"{{"} customer.name {"}}"}, {"{{"} ticket.number {"}}"}, {"{{"} ticket.subject {"}}"}, {"{{"} ticket.link {"}}"}, {"{{"} agent.name {"}}"}, {"{{"} queue.name {"}}"}
bulk-note = Interne Notiz
bulk-relations = Zusammenführen, Störung, verknüpfen, beobachten
bulk-merge = Zusammenführen mit Ticket
bulk-number-hint = Ticketnummer
bulk-watch = Ich möchte diese Tickets beobachten
bulk-incident = Zu einer Störung zusammenfassen: ein neues Ticket über 2 bis 200 Tickets
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
palette-change = Ändern
palette-people = Beteiligte
palette-relations = Zusammenhang
palette-out = Ausgabe
palette-article = Nachricht
palette-list = Liste
palette-participant = Person beteiligen
palette-watcher = Kollegin oder Kollegen als Beobachter eintragen
palette-unmerge = Ticket { $number } wieder trennen
palette-of = { $action }: { $name }
palette-sort = Sortieren: { $order }
sort-by = { $column } ({ $direction })
sort-ascending = aufsteigend
sort-descending = absteigend
key-palette = Befehle und Sprungziele

## Übersicht
dashboard-lead = Guten Tag, { $name }. Das steht an.
dashboard-lead-last = Guten Tag, { $name }. Ihr letzter Besuch: { $at }.
show-all = Alle anzeigen
section-mine = Meine Tickets
section-mine-none = Ihnen ist gerade kein Ticket zugewiesen.
section-unassigned = Ohne Besitzer in meinen Queues
section-unassigned-none = Jedes Ticket hat einen Besitzer.
section-escalating = Frist läuft ab oder ist abgelaufen
section-escalating-none = Keine Frist läuft ab.
section-orphaned = Von niemandem betreut
section-orphaned-none = Um jedes Ticket kümmert sich jemand, der da ist.
section-oldest = Am längsten offen
section-oldest-none = Kein Ticket ist offen.
section-new = Neu seit dem letzten Besuch
section-new-none = Seit Ihrem letzten Besuch ist nichts dazugekommen.
section-watched = Beobachtet und geändert
section-watched-none = Bei den Tickets, die Sie beobachten, gibt es nichts Neues.
section-mentioned = Ich wurde erwähnt
section-mentioned-none = In keinem offenen Ticket erwähnt Sie jemand in einer Notiz.
action-macro = Makro ausführen …
macro-choice = Makro
macro-title = Makro ausführen
macro-none-chosen = Bitte wählen
macro-preview = Das geschieht bei Ticket { $number }:
macro-run = Ausführen
macros-none = Für diese Queue sind keine Makros eingerichtet.
done-macro = Makro „{ $name }“ ausgeführt.

# Anträge auf Queues
queue-request-decide = Über den Antrag auf eine Queue entscheiden
