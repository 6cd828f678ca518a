# Texts of outgoing mails. Plain text; the subject is always "[Ticket#…] Betreff der Anfrage".

mail-receipt =
    Guten Tag,

    Ihre Anfrage „{ $subject }“ ist bei uns eingegangen: { $queue }.
    Sie hat die Nummer { $number }. Wir melden uns, sobald wir sie bearbeitet haben.

    Wenn Sie etwas ergänzen möchten, antworten Sie einfach auf diese E-Mail und lassen Sie die Nummer im Betreff stehen. Den Stand Ihrer Anfrage sehen Sie hier:
    { $link }

    Schicken Sie uns bitte nie Passwörter.

    Freundliche Grüße
    { $queue }

mail-closing =
    Guten Tag,

    Ihre Anfrage „{ $subject }“ (Nummer { $number }) ist abgeschlossen.

    Ist noch etwas offen? Dann antworten Sie einfach auf diese E-Mail; wir nehmen die Anfrage wieder auf. Den ganzen Verlauf sehen Sie hier:
    { $link }

    Freundliche Grüße
    { $queue }

mail-signature =
    { $queue }
    Ticket { $number }: { $link }

mail-hidden-queue = Ihr Service Desk
mail-no-subject = (kein Betreff)
mail-encrypted = (Diese Nachricht ist verschlüsselt und kann hier nicht gelesen werden. Ihr Inhalt steht in der angehängten Datei; öffnen Sie diese mit dem Programm, das den Schlüssel hat, oder bitten Sie um eine unverschlüsselte Nachricht.)

mail-earlier-messages = Frühere Nachrichten

mail-rejection =
    Guten Tag,

    Ihre Nachricht zur Anfrage „{ $subject }“ (Nummer { $number }) ist angekommen. Diese Anfrage ist aber schon abgeschlossen und wird nicht mehr bearbeitet.

    Bitte schreiben Sie uns eine neue E-Mail ohne diese Nummer im Betreff, dann kümmern wir uns darum.

    Freundliche Grüße
    { $queue }
mail-not-accepted-unknown_sender =
    Guten Tag,

    Ihre E-Mail „{ $subject }“ an { $queue } ist angekommen. Ihre Absenderadresse ist uns aber nicht bekannt, deshalb konnte daraus keine Anfrage werden.

    Bitte schreiben Sie uns von der E-Mail-Adresse, mit der Sie bei uns geführt werden, oder melden Sie sich unter { $link } an und stellen Ihre Anfrage dort.

    Freundliche Grüße
    { $queue }
mail-not-accepted-not_in_directory =
    Guten Tag,

    Ihre E-Mail „{ $subject }“ an { $queue } ist angekommen. Anfragen nehmen wir hier nur von der E-Mail-Adresse an, die zu Ihrer Benutzerkennung gehört. Eine private Adresse können wir Ihnen nicht zuordnen.

    Bitte schreiben Sie uns von Ihrer dienstlichen oder studentischen E-Mail-Adresse, oder melden Sie sich unter { $link } mit Ihrer Benutzerkennung an und stellen Ihre Anfrage dort.

    Freundliche Grüße
    { $queue }

mail-yes = ja
mail-no = nein

mail-privacy = Datenschutz: Ihre Angaben verwenden wir nur, um Ihre Anfrage zu bearbeiten.

mail-continued =
    Guten Tag,

    Ihre Nachricht gehörte zu einer Anfrage, die schon abgeschlossen ist. Deshalb haben wir eine neue Anfrage angelegt: „{ $subject }“, { $queue }.
    Sie hat die Nummer { $number }. Den Stand sehen Sie hier:
    { $link }

    Freundliche Grüße
    { $queue }

mail-follow-up =
    Guten Tag,

    Ihre Nachricht zur Anfrage „{ $subject }“ (Nummer { $number }) ist angekommen. Den ganzen Verlauf sehen Sie hier:
    { $link }

    Freundliche Grüße
    { $queue }

mail-owner-changed =
    Guten Tag,

    um Ihre Anfrage „{ $subject }“ (Nummer { $number }) kümmert sich jetzt jemand anderes aus unserem Team. Sie brauchen nichts zu tun. Den Stand sehen Sie hier:
    { $link }

    Freundliche Grüße
    { $queue }

mail-moved =
    Guten Tag,

    Ihre Anfrage „{ $subject }“ (Nummer { $number }) wird jetzt hier bearbeitet: { $place }. Sie brauchen nichts zu tun. Den Stand sehen Sie hier:
    { $link }

    Freundliche Grüße
    { $queue }

mail-recipients = Diese E-Mail ging an: { $names }

mail-notification-from = Pult
mail-notification-subject-mention = Sie wurden erwähnt: { $subject }
mail-notification-subject-escalation = Eskalation: { $subject }
mail-notification-subject-assigned = Zuständigkeit geändert: { $subject }
mail-notification-subject-new_ticket = Neues Ticket: { $subject }
mail-notification-subject-undelivered = Nachricht nicht zugestellt: { $subject }
mail-notification-subject-reminder = Erinnerung: { $subject }
mail-notification-subject-age = Lange unbearbeitet: { $subject }
mail-notification-subject-rule = Hinweis: { $subject }
mail-notification-subject-follow_up = Neue Nachricht: { $subject }
mail-notification-subject-note = Notiz oder Antwort: { $subject }
mail-notification-subject-moved = Verschoben: { $subject }
mail-notification-subject-state = Status geändert: { $subject }
mail-notification-subject-unstaffed = Niemand ist da: { $subject }
mail-notification-subject-webhook_off = Webhook abgeschaltet: { $subject }
mail-notification-mention = Sie wurden in einer Notiz erwähnt
mail-notification-escalation = Eine Frist läuft ab oder ist abgelaufen
mail-notification-assigned = Die Zuständigkeit hat sich geändert
mail-notification-new_ticket = Neues Ticket
mail-notification-undelivered = Eine Nachricht konnte nicht zugestellt werden
mail-notification-reminder = Die Wartezeit ist vorbei
mail-notification-age = Seit Längerem hat niemand das Ticket bearbeitet
mail-notification-rule = Hinweis einer Regel
mail-notification-follow_up = Neue Nachricht
mail-notification-note = Notiz oder Antwort aus dem Team
mail-notification-moved = In eine andere Queue verschoben
mail-notification-state = Geschlossen oder wieder geöffnet
mail-notification-unstaffed = In einer Queue mit offenen Anfragen ist niemand da, der Tickets übernehmen darf
mail-notification-webhook_off = Ein Webhook wurde abgeschaltet, weil tagelang nichts angenommen wurde
mail-notification-deputy = in Vertretung für { $name }
mail-notification =
    Guten Tag { $name },

    im Ticket „{ $subject }“ (Nummer { $number }, { $queue }) hat sich etwas getan:

    { $lines }

    { $link }

    Antworten auf diese Mail erreichen niemanden, der das Ticket bearbeitet. Worüber und wie Sie benachrichtigt werden, stellen Sie hier ein:
    { $settings }
mail-notice =
    Guten Tag { $name },

    darum muss sich jemand kümmern:

    { $lines }

    Worüber und wie Sie benachrichtigt werden, stellen Sie hier ein:
    { $settings }
mail-digest-subject = Ihre Tickets: { $count ->
        [one] ein Ticket mit Neuigkeiten
       *[other] { $count } Tickets mit Neuigkeiten
    }
mail-digest-more = Dazu { $count ->
        [one] ein weiteres Ticket.
       *[other] { $count } weitere Tickets.
    }
mail-digest =
    Guten Tag { $name },

    das ist seit der letzten Zusammenfassung geschehen und noch ungelesen:

    { $lines }

    Worüber und wie Sie benachrichtigt werden, stellen Sie hier ein:
    { $settings }

mail-password-link-subject = Passwort festlegen
mail-password-link =
    Guten Tag, { $name },

    hier legen Sie das Passwort für Ihr Konto bei unserem Service-Desk fest:
    { $link }

    Der Link gilt eine Stunde lang und nur einmal. Haben Sie ihn nicht angefordert? Dann brauchen Sie nichts zu tun; Ihr Passwort bleibt, wie es ist.

mail-password-elsewhere-subject = Ihr Passwort
mail-password-elsewhere =
    Guten Tag, { $name },

    jemand, vermutlich Sie, möchte das Passwort für unser Service-Desk neu festlegen. Sie melden sich hier mit dem Konto Ihrer Hochschule an: Bitte ändern Sie das Passwort dort, im Identitätsmanagement der Hochschule. Danach gilt es auch bei uns.

    Waren Sie das nicht? Dann brauchen Sie nichts zu tun; Ihr Passwort bleibt, wie es ist.

mail-password-changed-subject = Ihr Passwort wurde geändert
mail-password-changed =
    Guten Tag, { $name },

    das Passwort für Ihr Konto bei unserem Service-Desk wurde soeben geändert. Auf allen anderen Geräten sind Sie abgemeldet.

    Waren Sie das nicht? Dann melden Sie sich bitte sofort bei uns.

# Was am Ende einer Nachricht steht, aus der Vertrauliches entfernt wurde
redacted-note = [ Vertrauliches entfernt am { $day } von { $name }. Grund: { $reason }. SHA-256 davor: { $hash } ]

# Der Text eines Sammeltickets
incident-body = Störung: { $count } Anfragen melden dasselbe. Sie hängen an diesem Ticket; wer es schließt, schließt sie mit.
# Die Notiz, wenn ein Ticket nicht mitgeschlossen werden konnte
incident-left-note = Das übergeordnete Ticket { $number } wurde geschlossen. Dieses hier ließ sich nicht mitschließen: { $reason }
# Die Notiz am Sammelticket, wenn alle eine Antwort bekommen
incident-answered-note = Antwort an { $count ->
    [one] eine Person
   *[other] { $count } Personen
 }:
mail-unrestricted-note = Die Einschränkung auf benannte Personen wurde auf der Kommandozeile aufgehoben, weil alle ausgeschieden sind. Begründung: { $reason }

mail-form-confirm-subject = Bitte bestätigen Sie Ihre Anfrage
mail-form-confirm =
    Guten Tag,

    mit dieser Adresse wurde das Formular „{ $form }“ ausgefüllt. Damit wir Ihre Anfrage bearbeiten, bestätigen Sie sie bitte hier:
    { $link }

    Der Link gilt 24 Stunden lang und nur einmal. Haben Sie das Formular nicht ausgefüllt? Dann brauchen Sie nichts zu tun; wir löschen, was eingegeben wurde.
# Anträge auf Queues: das Ticket dazu, die Antwort, die Namen der Rollen.

mail-queue-request-subject = Neue Queue: { $queue }
mail-queue-request-name = Name: { $value }
mail-queue-request-above = Unterhalb von: { $value }
mail-queue-request-key = Kürzel: { $value }
mail-queue-request-address = E-Mail-Adresse: { $value }
mail-queue-request-managers = Verwaltung: { $value }
mail-queue-request-agents = Bearbeitung: { $value }
mail-queue-request-sla = Vereinbarung (SLA): { $value }
mail-queue-request-calendar = Öffnungszeiten: { $value }

mail-queue-request-approved =
    Guten Tag,

    die Queue „{ $queue }“ ist eingerichtet ({ $path }). Alle genannten Personen können ab sofort darin arbeiten.

mail-queue-request-approved-address =
    Guten Tag,

    die Queue „{ $queue }“ ist eingerichtet ({ $path }). Alle genannten Personen können ab sofort darin arbeiten. E-Mails an { $address } werden dort zu Tickets.

mail-queue-request-refused =
    Guten Tag,

    die Queue „{ $queue }“ wurde nicht eingerichtet. Die Begründung:

    { $reason }

mail-queue-role-managers = { $queue }: Verwaltung
mail-queue-role-agents = { $queue }: Bearbeitung

mail-second-factor-set-subject = Zweiter Faktor eingeschaltet
mail-second-factor-set =
    Guten Tag, { $name },

    für Ihr Konto bei unserem Service-Desk wurde soeben ein zweiter Faktor eingerichtet. Bei der Anmeldung wird jetzt ein Code Ihrer App verlangt. Auf allen anderen Geräten sind Sie abgemeldet.

    Waren Sie das nicht? Dann melden Sie sich bitte sofort bei uns.

mail-passkey-set-subject = Passkey eingerichtet
mail-passkey-set =
    Guten Tag, { $name },

    für Ihr Konto bei unserem Service-Desk wurde soeben der Passkey „{ $passkey }“ eingerichtet. Mit ihm können Sie sich anmelden; Ihr Passwort allein genügt nicht mehr.

    Waren Sie das nicht? Dann melden Sie sich bitte sofort bei uns.

mail-passkey-removed-subject = Passkey entfernt
mail-passkey-removed =
    Guten Tag, { $name },

    der Passkey „{ $passkey }“ wurde soeben aus Ihrem Konto bei unserem Service-Desk entfernt. Anmelden können Sie sich damit nicht mehr.

    Waren Sie das nicht? Dann melden Sie sich bitte sofort bei uns.

mail-second-factor-removed-subject = Zweiter Faktor abgeschaltet
mail-second-factor-removed =
    Guten Tag, { $name },

    der zweite Faktor für Ihr Konto bei unserem Service-Desk wurde soeben abgeschaltet.

    Waren Sie das nicht, und haben Sie uns auch nicht darum gebeten? Dann melden Sie sich bitte sofort bei uns.

mail-recovery-code-used-subject = Anmeldung mit einem Wiederherstellungscode
mail-recovery-code-used =
    Guten Tag, { $name },

    bei unserem Service-Desk hat sich soeben jemand mit Ihrem Passwort und einem Ihrer Wiederherstellungscodes angemeldet. Noch unbenutzt: { $left }.

    Waren Sie das nicht? Dann ändern Sie bitte sofort Ihr Passwort und melden Sie sich bei uns.

mail-address-proof-subject = Adresse bestätigen
mail-address-proof =
    Guten Tag,

    { $who } ({ $login }) möchte diese Adresse beim Service-Desk als eigene eintragen. Sind Sie das, dann bestätigen Sie sie innerhalb eines Tages:
    { $link }

    Melden Sie sich dazu bitte zuerst an, und öffnen Sie dann den Link.

    Waren Sie das nicht? Dann öffnen Sie den Link bitte nicht. Ohne ihn wird nichts eingetragen.

mail-address-claimed-subject = Jemand wollte Ihre Adresse eintragen
mail-address-claimed =
    Guten Tag, { $name },

    { $who } wollte beim Service-Desk die Adresse { $address } als eigene eintragen. Sie gehört dort zu Ihnen, und dabei bleibt es.

    Vermutlich war es ein Versehen. Wenn nicht, melden Sie sich bitte bei uns.

mail-address-added-subject = Neue Adresse in Ihrem Konto
mail-address-added =
    Guten Tag, { $name },

    zu Ihrem Konto bei unserem Service-Desk gehört ab jetzt auch die Adresse { $address }. E-Mails von dort gelten als Ihre.

    Waren Sie das nicht? Dann melden Sie sich bitte sofort bei uns.

mail-address-replaced-subject = Ihre Hauptadresse wurde geändert
mail-address-replaced =
    Guten Tag, { $name },

    unser Service-Desk schreibt Ihnen ab jetzt an eine andere Adresse: Jemand aus der Administration hat Ihre Hauptadresse geändert.

    War das nicht mit Ihnen abgesprochen? Dann melden Sie sich bitte sofort bei uns.

# Das Band über jeder Seite, solange jemand aus der Administration als eine andere Person schaut
seeing-label = Blick als andere Person
seeing-as = Sie sehen Pult als { $name }, nur lesend, bis { $until }.
seeing-over = Sie haben Pult als { $name } gesehen. Das ist seit { $until } vorbei; bevor Sie weiterarbeiten, beenden Sie es bitte.
seeing-end = Beenden
