# Texts of outgoing mails. Plain text; the subject is always "[Ticket#…] subject of the request".

mail-receipt =
    Hello,

    we have received your request “{ $subject }”: { $queue }.
    Its number is { $number }. We will get back to you as soon as we have worked on it.

    If you want to add something, simply reply to this mail and leave the number in the subject. You can follow your request here:
    { $link }

    Please never send us passwords.

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

# Where customers are to know no queue's name.
mail-hidden-queue = Your service desk
mail-no-subject = (no subject)
mail-encrypted = (This message is encrypted and cannot be read here. Its content is in the attached file; open it with the program that has the key, or ask for a message without encryption.)

mail-earlier-messages = Earlier messages

mail-rejection =
    Hello,

    your message about the request “{ $subject }” (number { $number }) has arrived. But this request is closed and nobody works on it any more.

    Please write a new mail without this number in its subject, and we will look after it.

    Kind regards
    { $queue }
mail-not-accepted-unknown_sender =
    Hello,

    your mail “{ $subject }” to { $queue } has arrived. But we do not know the address that it came from, so it could not become a request.

    Please write from the mail address that we know you by, or sign in at { $link } and place your request there.

    Kind regards
    { $queue }
mail-not-accepted-not_in_directory =
    Hello,

    your mail “{ $subject }” to { $queue } has arrived. Here we only take requests from the mail address that belongs to your user account. We cannot tell whose a private address is.

    Please write from your staff or student mail address, or sign in at { $link } with your user account and place your request there.

    Kind regards
    { $queue }

mail-yes = yes
mail-no = no

mail-privacy = Privacy: we use your data only to work on your request.

mail-continued =
    Hello,

    your message belonged to a request that is closed already. So we have opened a new one: “{ $subject }”, { $queue }.
    Its number is { $number }. You can follow it here:
    { $link }

    Kind regards
    { $queue }

mail-follow-up =
    Hello,

    your message about the request “{ $subject }” (number { $number }) has arrived. The whole conversation is here:
    { $link }

    Kind regards
    { $queue }

mail-owner-changed =
    Hello,

    somebody else of our team now looks after your request “{ $subject }” (number { $number }). You need not do anything. You can follow it here:
    { $link }

    Kind regards
    { $queue }

mail-moved =
    Hello,

    your request “{ $subject }” (number { $number }) is now being worked on here: { $place }. You need not do anything. You can follow it here:
    { $link }

    Kind regards
    { $queue }

mail-recipients = This mail went to: { $names }

mail-notification-from = Pult
mail-notification-subject-mention = You were mentioned: { $subject }
mail-notification-subject-escalation = Escalation: { $subject }
mail-notification-subject-assigned = Owner changed: { $subject }
mail-notification-subject-new_ticket = New ticket: { $subject }
mail-notification-subject-undelivered = Message not delivered: { $subject }
mail-notification-subject-reminder = Reminder: { $subject }
mail-notification-subject-age = Not worked on for long: { $subject }
mail-notification-subject-rule = Notice: { $subject }
mail-notification-subject-follow_up = New message: { $subject }
mail-notification-subject-note = Note or answer: { $subject }
mail-notification-subject-moved = Moved: { $subject }
mail-notification-subject-state = State changed: { $subject }
mail-notification-subject-unstaffed = Nobody is there: { $subject }
mail-notification-subject-webhook_off = Webhook switched off: { $subject }
mail-notification-mention = A note mentions you
mail-notification-escalation = A time limit is about to run out, or has
mail-notification-assigned = Owner or responsible person changed
mail-notification-new_ticket = New ticket
mail-notification-undelivered = A message could not be delivered
mail-notification-reminder = The waiting time is over
mail-notification-age = Nobody has worked on the ticket for some time
mail-notification-rule = Notice of a rule
mail-notification-follow_up = New message
mail-notification-note = Note or answer by the team
mail-notification-moved = Moved to another queue
mail-notification-state = Closed or opened again
mail-notification-unstaffed = Nobody who may own tickets is there in a queue with open requests
mail-notification-webhook_off = A webhook was switched off, since nothing of it was taken for days
mail-notification-deputy = as deputy of { $name }
mail-notification =
    Hello { $name },

    something has happened in the ticket “{ $subject }” (number { $number }, { $queue }):

    { $lines }

    { $link }

    Answers to this mail reach nobody who works on the ticket. What you are told of, and how, is set here:
    { $settings }
mail-notice =
    Hello { $name },

    this waits for somebody who looks after it:

    { $lines }

    What you are told of, and how, is set here:
    { $settings }
mail-digest-subject = Your tickets: { $count ->
        [one] news of one ticket
       *[other] news of { $count } tickets
    }
mail-digest-more = And { $count ->
        [one] one more ticket.
       *[other] { $count } more tickets.
    }
mail-digest =
    Hello { $name },

    this has happened since the last summary, and is unread:

    { $lines }

    What you are told of, and how, is set here:
    { $settings }

mail-password-link-subject = Set your password
mail-password-link =
    Hello { $name },

    here you set the password of your account at our service desk:
    { $link }

    The link works for one hour and only once. You did not ask for it? Then there is nothing to do; your password stays as it is.

mail-password-elsewhere-subject = Your password
mail-password-elsewhere =
    Hello { $name },

    somebody, probably you, wants to set a new password for our service desk. You sign in here with your university account: please change the password there, at the university’s identity service. It then counts here too.

    This was not you? Then there is nothing to do; your password stays as it is.

mail-password-changed-subject = Your password was changed
mail-password-changed =
    Hello { $name },

    the password of your account at our service desk was changed just now. You are signed out on all other devices.

    This was not you? Then please tell us at once.

# What stands at the end of a message from which something confidential was removed
redacted-note = [ Something confidential was removed on { $day } by { $name }. Reason: { $reason }. SHA-256 before: { $hash } ]

# The text of a ticket above others
incident-body = Incident: { $count } requests report the same. They are linked below this ticket; whoever closes it closes them along with it.
# The note where a ticket could not be closed along
incident-left-note = The ticket above, { $number }, was closed. This one could not be closed along with it: { $reason }
# The note in the ticket above when all get an answer
incident-answered-note = Answer to { $count ->
    [one] one person
   *[other] { $count } people
 }:
mail-unrestricted-note = The restriction to named persons was lifted on the command line, since all of them have left. Reason: { $reason }

mail-form-confirm-subject = Please confirm your request
mail-form-confirm =
    Hello,

    the form “{ $form }” was filled in with this address. So that we work on your request, please confirm it here:
    { $link }

    The link works for 24 hours and only once. You did not fill in the form? Then there is nothing to do; we delete what was entered.
# Requests for queues: their ticket, the answer, the names of the roles.

mail-queue-request-subject = New queue: { $queue }
mail-queue-request-name = Name: { $value }
mail-queue-request-above = Below: { $value }
mail-queue-request-key = Key: { $value }
mail-queue-request-address = Email address: { $value }
mail-queue-request-managers = Managed by: { $value }
mail-queue-request-agents = Agents: { $value }
mail-queue-request-sla = Service agreement (SLA): { $value }
mail-queue-request-calendar = Opening hours: { $value }

mail-queue-request-approved =
    Hello,

    the queue “{ $queue }” has been set up ({ $path }). Everybody you named can work in it from now on.

mail-queue-request-approved-address =
    Hello,

    the queue “{ $queue }” has been set up ({ $path }). Everybody you named can work in it from now on. Mail to { $address } becomes tickets there.

mail-queue-request-refused =
    Hello,

    the queue “{ $queue }” has not been set up. The reason:

    { $reason }

mail-queue-role-managers = { $queue }: management
mail-queue-role-agents = { $queue }: agents

mail-second-factor-set-subject = Second factor switched on
mail-second-factor-set =
    Hello { $name },

    a second factor has just been set up for your account at our service desk. Signing in now asks for a code of your app. You are signed out on all other devices.

    Was that not you? Then please contact us at once.

mail-passkey-set-subject = Passkey set up
mail-passkey-set =
    Hello { $name },

    the passkey “{ $passkey }” has just been set up for your account at our service desk. You can sign in with it; your password alone is not enough any more.

    Was that not you? Then please contact us at once.

mail-passkey-removed-subject = Passkey removed
mail-passkey-removed =
    Hello { $name },

    the passkey “{ $passkey }” has just been removed from your account at our service desk. You cannot sign in with it any more.

    Was that not you? Then please contact us at once.

mail-second-factor-removed-subject = Second factor switched off
mail-second-factor-removed =
    Hello { $name },

    the second factor of your account at our service desk has just been switched off.

    Was that not you, and did you not ask us for it? Then please contact us at once.

mail-recovery-code-used-subject = Sign-in with a recovery code
mail-recovery-code-used =
    Hello { $name },

    somebody has just signed in at our service desk with your password and one of your recovery codes. Still unused: { $left }.

    Was that not you? Then please change your password at once and contact us.

mail-address-proof-subject = Confirm your address
mail-address-proof =
    Hello,

    { $who } ({ $login }) would like to enter this address as their own at the service desk. If that is you, please confirm it within a day:
    { $link }

    Please sign in first, and then open the link.

    Was it not you? Then please do not open the link. Without it nothing is entered.

mail-address-claimed-subject = Somebody wanted to enter your address
mail-address-claimed =
    Hello { $name },

    { $who } wanted to enter the address { $address } as their own at the service desk. It belongs to you there, and it stays yours.

    It was probably a mistake. If not, please tell us.

mail-address-added-subject = A new address in your account
mail-address-added =
    Hello { $name },

    from now on the address { $address } belongs to your account at our service desk too. Mails from it count as yours.

    Was it not you? Then please tell us at once.

mail-address-replaced-subject = Your main address was changed
mail-address-replaced =
    Hello { $name },

    from now on our service desk writes to another address of yours: somebody of the administration has changed your main address.

    Did nobody ask you about this? Then please tell us at once.

# The banner over every page while an administrator looks as somebody else
seeing-label = View as another person
seeing-as = You see Pult as { $name }, read only, until { $until }.
seeing-over = You saw Pult as { $name }. That has been over since { $until }; please end it before you go on.
seeing-end = End
