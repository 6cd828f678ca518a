# Personen und Verzeichnisse, in der Verwaltung.

admin-group-people = Personen
people-lead = Alle, die schreiben oder arbeiten: mit ihren Adressen, Rollen und Tickets.
people-find = Name, Kennung oder E-Mail-Adresse
people-find-hint = Die ersten Buchstaben genügen. Umlaute und Groß- oder Kleinschreibung spielen keine Rolle.
people-found = { $count ->
    [0] Niemand gefunden
    [one] Eine Person gefunden
   *[other] { $count } Personen gefunden
 }
people-more = Angezeigt werden die besten { $count } Treffer. Tippen Sie weiter, um die Auswahl einzugrenzen.
people-add = Neue Person
people-login = Kennung
people-login-hint = Damit meldet sich die Person an. Leer bei allen, die nur schreiben.
people-language = Sprache
people-language-none = nicht festgelegt
people-affiliation = Zugehörigkeit
people-affiliation-none = keine Angabe
affiliation-student = Studium
affiliation-staff = Beschäftigung
affiliation-guest = Gast
people-phone = Telefon
people-room = Raum
people-organisation = Einrichtung
people-administrator = Administration
people-administrator-hint = Darf alles, in jeder Queue. Mindestens eine Person muss dieses Recht behalten.
people-addresses = E-Mail-Adressen
people-addresses-hint = An die erste wird geschrieben. Von jeder aus erkennt Pult die Person; eine Adresse gehört immer nur einer Person.
people-address = E-Mail-Adresse
people-address-add = Adresse hinzufügen
people-address-kind = Art
people-address-verified = nachgewiesen
address-kind-directory = aus dem Verzeichnis
address-kind-alias = dienstlich
address-kind-private = privat
address-kind-former = frühere
people-from-directory = Diese Person kommt aus dem Verzeichnis „{ $directory }“. Was dort steht, wird auch dort geändert; hier ändern Sie Sprache, private und frühere Adressen.
people-inactive = Diese Person ist deaktiviert und kann sich nicht anmelden.
people-badge-inactive = deaktiviert
people-vanished = Diese Person steht nicht mehr im Verzeichnis und ist deshalb deaktiviert. Taucht sie dort wieder auf, wird sie von selbst wieder aktiv.
people-facts = Überblick
people-tickets = Tickets
people-requested = { $count ->
    [0] keine offenen Anfragen
    [one] Eine offene Anfrage
   *[other] { $count } offene Anfragen
 }
people-owned = { $count ->
    [0] kein offenes Ticket in Arbeit
    [one] Ein offenes Ticket in Arbeit
   *[other] { $count } offene Tickets in Arbeit
 }
people-all-tickets = Alle Anfragen, auch geschlossene
people-roles = Rollen
people-roles-none = keine
people-role-by-provider = über Gruppen bei der Anmeldung „{ $provider }“
people-role-by-directory = über Gruppen im Verzeichnis „{ $directory }“
people-rights = Was darf diese Person, und warum?
people-sign-in = Anmeldung
people-sign-in-local = mit eigenem Passwort hier
people-sign-in-directory = über das Verzeichnis
people-sign-in-both = über das Verzeichnis oder mit eigenem Passwort hier
people-sign-in-none = noch nicht möglich
people-sign-in-provider = über Single Sign-on
people-identities = Single Sign-on
people-identities-none = Mit keinem Anbieter verknüpft.
people-identity-since = verknüpft
people-identity-used = zuletzt benutzt
people-identity-unlink = Verknüpfung lösen
people-identity-unlink-long = Verknüpfung lösen: { $provider }
people-identity-unlinked = Die Verknüpfung ist gelöst, die Sitzungen darüber sind beendet.
people-identity-new = Verknüpfen
people-identity-provider = Anbieter
people-identity-subject = Kennung beim Anbieter
people-identity-subject-hint = Das Merkmal „sub“. Bei einem Programm, das sich selbst anmeldet, ist es dessen Client-Kennung: Es handelt dann als diese Person.
people-identity-linked = Die Verknüpfung ist gespeichert.
people-last-visit = Zuletzt hier
people-never = noch nie
people-since = Bekannt seit
people-directory = Verzeichnis
people-directory-seen = zuletzt abgeglichen
people-active = Aktiv
people-deactivate = Deaktivieren
people-deactivate-title = { $name } deaktivieren?
people-deactivate-text = Die Person wird sofort abgemeldet und kann sich nicht mehr anmelden. Ihre Tickets und der Verlauf bleiben erhalten. E-Mails aus den Tickets erreichen sie weiterhin.
people-deactivate-owned = { $count ->
    [one] Sie arbeitet an einem offenen Ticket:
   *[other] Sie arbeitet an { $count } offenen Tickets:
 }
people-deactivate-show = Tickets ansehen
people-deactivate-release = Tickets freigeben, damit andere sie übernehmen können
people-activate = Wieder aktivieren
people-done-deactivated = { $name } ist deaktiviert.
people-done-released = { $name } ist deaktiviert, die Tickets werden freigegeben.
people-done-activated = { $name } kann sich wieder anmelden.
setting-kind-person = Person
setting-the-person = die Person

directory-lead = LDAP-Server, aus denen Personen kommen: ihr Zustand, der Abgleich aller Personen, und was aus einem Eintrag wird.
directory-none = Es ist kein Verzeichnis eingerichtet. Tragen Sie es in der Konfigurationsdatei unter [[directory]] ein; „pult config sample“ zeigt alle Angaben.
directory-base = Suchbasis
directory-people = Aktive Personen von dort
directory-servers = Server
directory-server-fault = gestört
directory-server-answered = hat geantwortet:
directory-server-unknown = noch nicht befragt
directory-nightly = Täglicher Abgleich
directory-nightly-text = um { $time } Uhr ({ $zone }). Würden dabei mehr als { $percent } % der Personen deaktiviert oder verlören so viele derer, die Rollen haben, eine davon, wird vorher gefragt.
directory-dry = Probelauf
directory-compare = Jetzt abgleichen
directory-running = Abgleich läuft
directory-reading = Das Verzeichnis wird gelesen …
directory-progress = { $done } von { $all } Personen
directory-runs = Letzte Abgleiche
directory-runs-none = Noch kein Abgleich.
directory-run-dry = Probelauf
directory-run-whole = Abgleich
run-state-queued = wartet
run-state-running = läuft
run-state-waiting = wartet auf Ihre Bestätigung
run-state-done = abgeschlossen
run-state-failed = fehlgeschlagen
directory-waits = Nicht mehr im Verzeichnis: { $count }. Rolle verloren: { $roles }. Das sind ungewöhnlich viele Personen, deshalb wurde nichts geändert. Prüfen Sie, ob Suchbasis, Filter und Gruppen stimmen.
directory-confirm = Ja, { $count } Personen deaktivieren und { $roles } Personen Rollen entziehen
directory-report-entries = { $count } Einträge gelesen, { $same } Personen sind unverändert.
directory-report-dry = Das war ein Probelauf: Es wurde nichts geändert.
directory-report-same = Es gibt keine Unterschiede.
directory-created = Neu: { $count }
directory-changed = Geändert: { $count }
directory-vanished = Nicht mehr im Verzeichnis, deaktiviert: { $count }
directory-kept = Nicht mehr im Verzeichnis, aber aktiv geblieben (sonst könnte niemand mehr administrieren): { $count }
directory-roles-lost = Davon verlieren eine Rolle: { $count }
directory-faults = Übergangen: { $count }
directory-more = … und { $count } weitere
differs-name = Name
differs-login = Kennung
differs-language = Sprache
differs-affiliation = Zugehörigkeit
differs-phone = Telefon
differs-room = Raum
differs-organisation = Einrichtung
differs-addresses = Adressen
differs-roles = Rollen
differs-linked = erstmals im Verzeichnis gefunden
differs-active = wieder aktiv
entry-fault-no_id = ohne dauerhafte Kennung (id_attribute)
entry-fault-no_name = ohne Namen
entry-fault-same_id = dauerhafte Kennung doppelt vergeben
entry-fault-login_taken = die Kennung gehört schon jemand anderem
entry-fault-address_taken = die Adresse gehört schon jemand anderem
entry-fault-no_role = die Rolle zu dieser Gruppe gibt es nicht
directory-try = Ausprobieren
directory-try-question = Kennung oder E-Mail-Adresse
directory-try-hint = Zeigt den Eintrag, die Person, die daraus wird, und ihre Rollen. Es wird nichts geändert.
directory-try-ask = Nachsehen
directory-try-nobody = Dazu gibt es keinen Eintrag.
directory-try-person = Was daraus wird
directory-try-here = Hier bekannt als
directory-try-new = noch niemand
directory-try-groups = Gruppen, auch mittelbar
directory-try-entry = Der Eintrag im Verzeichnis

people-merge = Doppelt erfasst?
people-merge-find = Doppelten Eintrag suchen
people-merge-hint = Adressen und Tickets des anderen Eintrags gehen auf diese Person über. Zuerst sehen Sie eine Vorschau.
people-merge-title = { $gone } geht in { $kept } auf
people-merge-addresses = Diese Adressen gehen über: { $addresses }
people-merge-requester = { $count ->
    [one] Eine Anfrage geht über.
   *[other] { $count } Anfragen gehen über.
}
people-merge-owner = { $count ->
    [one] Ein bearbeitetes Ticket geht über.
   *[other] { $count } bearbeitete Tickets gehen über.
}
people-merge-responsible = { $count ->
    [one] Die Verantwortung für ein Ticket geht über.
   *[other] Die Verantwortung für { $count } Tickets geht über.
}
people-merge-participant = { $count ->
    [one] Die Beteiligung an einem Ticket geht über.
   *[other] Die Beteiligung an { $count } Tickets geht über.
}
people-merge-watcher = { $count ->
    [one] Ein beobachtetes Ticket geht über.
   *[other] { $count } beobachtete Tickets gehen über.
}
people-merge-login = Die Kennung „{ $login }“ geht nur über, wenn hier noch keine eingetragen ist; das Passwort geht nie über.
people-merge-roles = Diese Rollen gehen nicht über: { $roles }
people-merge-leaves = { $gone } wird abgemeldet und kann sich nicht mehr anmelden. Links auf den alten Eintrag führen hierher.
people-merge-undo-hint = Das lässt sich später rückgängig machen.
people-merge-confirm = Zusammenführen
people-merge-done = { $gone } ist in { $kept } aufgegangen.
people-merged-from = Aufgenommen
people-merged-into = Aufgegangen in
people-merge-undo = Rückgängig machen
people-merge-undone = rückgängig gemacht
people-merge-undo-done = { $gone } ist wieder ein eigener Eintrag.
people-merge-not-allowed = Dieser Eintrag kann nicht übergehen: Er ist derselbe, Ihr eigener, oder er kommt aus einem Verzeichnis. Führen Sie im letzten Fall andersherum zusammen.
people-merge-too-many = Das sind zu viele Adressen oder Tickets für einen Schritt.

# Kontaktformulare
web-forms-lead = Formulare, mit denen Menschen anfragen, auch auf anderen Webseiten.
web-form-add = Formular anlegen
web-form-new = Neues Formular
web-forms-none = Es gibt noch kein Formular.
web-form-url = Adresse
web-form-slug = Ende der Adresse
web-form-slug-hint = Kleinbuchstaben, Ziffern und Bindestriche: /form/wlan-stoerung
web-form-intro = Einleitung
web-form-queue = Queue
web-form-access = Wer darf es ausfüllen?
web-form-access-signed_in = nur Angemeldete
web-form-access-anyone = alle
web-form-confirm-mail = Wer nicht angemeldet ist, bestätigt per E-Mail
web-form-confirm-mail-hint = Ein Ticket entsteht erst nach dem Klick auf den Link in der E-Mail.
web-form-work = Rechenaufgabe gegen Spam
web-form-work-hint = Der Browser rechnet vor dem Absenden einen Moment. Niemand muss etwas lösen, auch nicht mit einem Vorleseprogramm.
web-form-work-none = keine
web-form-work-light = leicht (unter einer Sekunde)
web-form-work-medium = mittel (einige Sekunden)
web-form-work-heavy = schwer (bis zu einer halben Minute auf alten Geräten)
web-form-attachments = Dateien dürfen mitgeschickt werden
web-form-questions = Was gefragt wird
web-form-questions-hint = Betreff und Beschreibung fragt jedes Formular. Die Antworten stehen in der ersten Nachricht; eigene Felder werden auch im Ticket gesetzt.
web-form-ask-no = nicht fragen
web-form-ask-optional = fragen, freiwillig
web-form-ask-required = fragen, Pflichtangabe
web-form-up = { $name } nach oben
web-form-down = { $name } nach unten
web-form-origins = Webseiten, die es einbetten dürfen
web-form-origins-hint = Je Zeile eine, zum Beispiel https://www.hs-musterstadt.example
web-form-embed = Zum Einbetten
web-form-embed-hint = Diesen Text in die Webseite einfügen. Er wirkt nur auf den Seiten, die oben stehen.
web-form-copy = Kopieren
web-form-copied = Kopiert.
web-form-open = Formular öffnen
web-form-pending = { $count ->
    [one] 1 unbestätigt
   *[other] { $count } unbestätigt
}
web-form-entries = Noch nicht bestätigt
web-form-entries-hint = Ein Ticket entsteht mit dem Klick auf den Link der E-Mail. Was niemand bestätigt, wird gelöscht.
web-form-entry-until = { $count ->
    [one] 1 E-Mail, gültig bis { $at }
   *[other] { $count } E-Mails, gültig bis { $at }
}
web-form-entry-send = Bestätigung erneut senden
web-form-entry-sent = Ein neuer Link ist unterwegs an { $address }.
web-form-entry-deleted = Die Anfrage von { $address } ist gelöscht.
web-form-entry-take = Als Ticket übernehmen
web-form-entry-taken = { $number } ist als Ticket angelegt.
web-form-entry-reason = Begründung
web-form-entry-reason-hint = Woher Sie wissen, wer die Anfrage geschickt hat, zum Beispiel „telefonisch bestätigt“. Steht im Protokoll und als Notiz im Ticket.
web-form-valid-hint = Ausgeschaltet ist es für niemanden da.
# Anträge auf Queues
admin-queue-requests-lead = Wer eine Queue möchte, und was eine Freigabe einrichten würde.
queue-request-status = Stand
queue-request-open = Offen
queue-request-approved = Freigegeben
queue-request-refused = Abgelehnt
queue-requests-none = Hier gibt es keine Anträge.
queue-request-by = Beantragt von
queue-request-at = Beantragt
queue-request-key = Kürzel
queue-request-ticket = Ticket
queue-request-decided = { $outcome } von { $name }
queue-request-plan = Das wird eingerichtet
queue-request-templates = Vorlagen von Anfang an: { $names }
queue-request-faults = Das steht noch im Weg:
queue-request-approve = Freigeben und einrichten
queue-request-refusal = Begründung der Ablehnung
queue-request-refusal-hint = Die Person, die den Antrag gestellt hat, bekommt sie als Antwort.
queue-request-refuse = Ablehnen

## Access
people-access = Zugang
people-access-sessions = Angemeldete Geräte
people-access-nowhere = Die Person ist nirgends angemeldet.
people-access-end-all = Überall abmelden
people-access-ended-all = { $name } ist überall abgemeldet.
people-access-tokens = Programme, die für die Person arbeiten
people-access-no-tokens = Es gibt kein API-Token.
people-access-link = Link zum Passwort senden
people-access-link-sent = { $name } bekommt den Link per E-Mail.
people-access-factor = Zweiten Faktor zurücksetzen
people-access-factor-text = Vergewissern Sie sich, mit wem Sie sprechen: Danach genügt das Passwort. { $name } wird überall abgemeldet und per E-Mail benachrichtigt; die Wiederherstellungscodes gelten nicht mehr.
people-access-factor-done = Der zweite Faktor von { $name } ist zurückgesetzt.
people-seen = Blicke als diese Person
people-seen-as = Blick als diese Person
people-seen-never = Niemand hat Pult als diese Person gesehen.
people-see-as = Als diese Person sehen
people-see-as-title = Pult als { $name } sehen
people-see-as-text = Eine halbe Stunde lang sehen Sie, was die Person sieht, und können nichts ändern. Ihr Konto, ihre Benachrichtigungen und Entwürfe sehen Sie nicht, auch nichts, was nur für benannte Personen ist. Die Person erfährt davon.
people-see-as-reason = Grund
people-see-as-reason-hint = Zum Beispiel die Nummer der Anfrage. Die Person liest ihn.
readings-seen-as = { $who } als { $person }

## Einrichtungen
organisations-lead = Wer zur selben Einrichtung gehört, kann die Anfragen der anderen sehen, wenn es hier eingeschaltet ist.
organisations-none = Es ist noch keine Einrichtung angelegt. Niemand sieht Anfragen von anderen.
organisations-unknown = Noch nicht angelegt
organisations-unknown-hint = Diese Einrichtungen stehen bei Personen, die sich anmelden dürfen. Solange sie nicht angelegt sind, bleibt dort jede Anfrage bei der Person, die sie gestellt hat.
organisation-add = Einrichtung anlegen
organisation-new = Neue Einrichtung
organisation-name-hint = So, wie sie bei den Personen oder im Verzeichnis steht. Groß- und Kleinschreibung ist gleich. Wer diese Einrichtung hat, gehört dazu.
organisation-see = Mitglieder sehen die Anfragen aller Mitglieder
organisation-see-hint = Im Portal erscheint dann eine zweite Liste. Mitglieder sehen, was die anfragende Person selbst sieht: keine internen Notizen, nichts aus vertraulichen Queues und keine Tickets für benannte Personen.
organisation-reply = Mitglieder dürfen auch antworten
organisation-reply-hint = Gilt nur, wenn sie die Anfragen auch sehen. Schließen kann nur, wer angefragt hat.
organisation-valid-hint = Eine ungültige Einrichtung wirkt nicht: Niemand sieht durch sie Anfragen von anderen.
organisation-sees = lesen
organisation-sees-and-replies = lesen und antworten
organisation-members = { $count ->
    [one] eine Person
   *[other] { $count } Personen
}
organisation-nobody = Bei niemandem, der sich anmelden darf, steht diese Einrichtung. Ist der Name bei den Personen anders geschrieben?

## Eine Antwort an alle, die dieselbe Störung gemeldet haben
incident-back = Zum Sammelticket
incident-nobody = Unter diesem Ticket ist nichts offen, worauf Sie antworten dürfen.
incident-who = { $count ->
    [one] Eine Person bekommt
   *[other] { $count } Personen bekommen
 } eine eigene E-Mail, mit der Nummer ihrer Anfrage, Anrede und Signatur; niemand sieht die Adressen der anderen. Deutsch: { $german }, Englisch: { $english }.
incident-others = Keine Antwort bekommen: schon geschlossen { $done }, außerhalb Ihrer Queues { $beyond }.
incident-template = Vorlage
incident-template-none = Keine
incident-text-de = Antwort auf Deutsch
incident-text-en = Antwort auf Englisch
incident-text-hint = Variablen werden für jede Person ausgefüllt, zum Beispiel {"{{"} customer.name {"}}"}.
incident-in-german = { $count ->
    [one] Eine Person liest Englisch und bekommt
   *[other] { $count } Personen lesen Englisch und bekommen
 } den deutschen Text.
incident-in-english = { $count ->
    [one] Eine Person liest Deutsch und bekommt
   *[other] { $count } Personen lesen Deutsch und bekommen
 } den englischen Text.
incident-close = Danach
incident-close-not = Alles offen lassen
incident-close-hint = Das Sammelticket sofort, jede Anfrage nach ihrer Antwort, ohne zweite E-Mail. Was sich nicht schließen lässt, bleibt offen und sagt, warum.
incident-with-parent = Auch an { $name }: hat im Sammelticket selbst gefragt
incident-send = An { $count ->
    [one] eine Person
   *[other] { $count } Personen
 } senden
incident-running = { $done } von { $total } sind gesendet …
incident-sent = { $done } von { $total } sind gesendet; nicht gesendet: { $failed }.
incident-ended = Die Antworten sind gesendet.
incident-stop = Anhalten
incident-lost = Wie weit es ist, lässt sich gerade nicht sagen. Es läuft weiter.
incident-left = Konnte nicht mitgeschlossen werden
