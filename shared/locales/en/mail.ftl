# Texts of outgoing mails. Plain text; the subject is always "[Ticket#…] subject of the request".

mail-receipt =
    Hello,

    we have received your request “{ $subject }”: { $queue }.
    Its number is { $number }. We will get back to you as soon as we have worked on it.

    If you want to add something, simply reply to this mail and leave the number in the subject. You can follow your request here:
    { $link }

    Please never send us passwords. We use your data only to work on your request.

    Kind regards
    { $queue }

mail-closing =
    Hello,

    your request “{ $subject }” (number { $number }) has been closed.

    Is something still open? Then simply reply to this mail; we will take it up again. The whole conversation is here:
    { $link }

    Kind regards
    { $queue }

mail-signature =
    { $queue }
    Ticket { $number }: { $link }

mail-no-subject = (no subject)

mail-earlier-messages = Earlier messages

mail-rejection =
    Hello,

    your message about the request “{ $subject }” (number { $number }) has arrived. But this request is closed and nobody works on it any more.

    Please write a new mail without this number in its subject, and we will look after it.

    Kind regards
    { $queue }

mail-yes = yes
mail-no = no
