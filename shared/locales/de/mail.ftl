# Texts of outgoing mails. Plain text; the subject is always "[Ticket#…] Betreff der Anfrage".

mail-receipt =
    Guten Tag,

    Ihre Anfrage „{ $subject }“ ist bei uns eingegangen: { $queue }.
    Sie hat die Nummer { $number }. Wir melden uns, sobald wir sie bearbeitet haben.

    Wenn Sie etwas ergänzen möchten, antworten Sie einfach auf diese E-Mail und lassen Sie die Nummer im Betreff stehen. Den Stand Ihrer Anfrage sehen Sie hier:
    { $link }

    Schicken Sie uns bitte nie Passwörter. Ihre Angaben verwenden wir nur, um Ihre Anfrage zu bearbeiten.

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

mail-no-subject = (kein Betreff)

mail-earlier-messages = Frühere Nachrichten

mail-rejection =
    Guten Tag,

    Ihre Nachricht zur Anfrage „{ $subject }“ (Nummer { $number }) ist angekommen. Diese Anfrage ist aber schon abgeschlossen und wird nicht mehr bearbeitet.

    Bitte schreiben Sie uns eine neue E-Mail ohne diese Nummer im Betreff, dann kümmern wir uns darum.

    Freundliche Grüße
    { $queue }

mail-yes = ja
mail-no = nein
