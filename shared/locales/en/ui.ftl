# The texts of the user interface, English. The same keys stand in ../de/ui.ftl; a test holds both equal.

## General
loading = Loading …
try-again = Try again
load-more = Load more
cancel = Cancel
save = Save
apply = Apply
choose = Please choose
close-dialog = Close
dismiss = Hide this message
sending = Sending …
just-now = just now
somebody = somebody
the-system = The system
another-queue = another queue
skip-to-content = Skip to content
to-start = To the start page
language = Language
language-changed = The language is English now.
main-navigation = Main navigation
nav-desk = Desk
nav-portal = My requests
nav-administration = Administration

## Pages
title-home = Start
title-login = Sign in
title-account = My account
title-password = Set a password
title-ticket = Ticket
title-desk = Tickets
title-desk-new = New ticket
title-portal = My requests
title-portal-new = New request
title-outgoing = Outgoing mail
title-incoming = Incoming mail
title-not-found = Page not found
title-refused = No access
not-found-text = There is no page at this address. The link may be outdated or incomplete.
refused-text = This page is not meant for your role. If you need it, please turn to the administrators.

## Signing in
login-lead = Sign in with your account to make requests, follow them or work on them.
login-name = Account
login-name-hint = Your account name or your mail address
login-password = Password
login-forgotten = Forgotten your password, or none yet?
login-or-password = Or with account and password:
login-code-lead = Your password is right. Now enter the code that your app shows.
login-code = Code
login-code-hint = Six digits from the app; if it is lost, one of your recovery codes
login-again = Back
login-passkey = Sign in with a passkey
login-passkey-lead = Your password is right. Now show with your passkey that it is you.
login-passkey-use = Use passkey
login-or-code = Or with a code:
login-recovery-lead = Your password is right. Your passkey cannot be used here; enter one of your recovery codes.
login-recovery-hint = One of your recovery codes
passkey-given-up = No passkey was used.
passkey-there = A passkey for your account is set up on this device already.
passkey-failed = Your browser could not use the passkey.
sign-in = Sign in
signing-in = Signing in …
sign-out = Sign out
session-ended = Your session has ended. Please sign in again; texts that you had begun are still there.

## Forms
form-has-errors = Please check these entries:
field-optional = (optional)
field-owner = Owner
field-queue = Queue
field-channel = Received by
field-description = Description
field-requester-name = Name of the person asking
field-created = Created
field-updated = Updated
field-closed = Closed
field-pending-until = Wait until
field-error-required = Please fill this in.
field-error-too_long = This is too long.
field-error-too_short = This is too short.
field-error-unknown = This value is not possible here.
field-error-malformed = This does not have the right form.
field-error-not_in_future = The time must lie in the future.
field-error-not_allowed = This may not be given here.
field-error-taken = Is taken already.
field-error-foreign_domain = Only administrators give addresses of this domain.
field-error-overlaps = Overlaps with another entry.
field-error-closed_day = The queue is closed on this day.
field-error-wrong = This is not right.
field-error-too_easy = This is too easy to guess: please no common words, names or rows of digits.
field-error-too_many = These are too many entries.

## Files
attachments = Attachments
attach-files = Attach files
attach-hint = or drop them here
uploading = Uploading { $name }
uploaded = Uploaded
remove-file = Remove { $name }
waiting-for-files = Uploading files …
upload-too-large = The file is too large; { $limit } are allowed at most.
upload-too-many = At most { $count } files are possible.

## Values
portal-state-new = Received
portal-state-open = In progress
portal-state-pending_reminder = Waiting
portal-state-pending_auto = Waiting
portal-state-merged = Merged
portal-state-removed = Removed
portal-state-closed = Done
priority-1 = Very low
priority-2 = Low
priority-3 = Normal
priority-4 = High
priority-5 = Very high
channel-mail = Mail
channel-phone = Phone
channel-visit = Visit
channel-portal = Portal
channel-fax = Fax
channel-web_form = Web form
channel-api = API
yes = yes
no = no
no-owner = nobody
no-subject = (no subject)

## List
queues = Queues
all-queues = All queues
queues-choose = Choose a queue
queue-counts = { $active } open, { $fresh } of them new; { $pending } pending
views = Views
view-active = Active
view-mine = Mine
view-unowned = Without owner
view-pending = Pending
view-closed = Closed
view-all = All
search = Search
search-label = Search tickets: words, ticket number or filter
search-placeholder = Search, e.g. printer priority:>=4
sort-label = Order
new-ticket = New ticket
no-tickets = There are no tickets here right now.
col-number = Number
col-subject = Subject
col-requester = From
col-queue = Queue
col-state = State
col-priority = Priority
col-priority-short = Prio.
col-owner = Owner
col-updated = Updated
filter-too-big = The search is too long or nested too deeply.
filter-unexpected = “{ $found }” at position { $position } does not fit here.
filter-unknown-field = There is no field “{ $field }”.
filter-bad-value = “{ $value }” is no value for “{ $field }”.
live-new-ticket = New ticket: { $subject }
live-new-article = New message in ticket { $number }
live-many = { $count } new messages have arrived.

## Keyboard shortcuts
keys-title = Keyboard shortcuts
keys-key = Key
keys-effect = Effect
keys-enabled = Keyboard shortcuts are on
key-next = To the next ticket
key-previous = To the previous ticket
key-open = Open the ticket
key-search = To the search box
key-create = New ticket
key-help = Show keyboard shortcuts
key-reply = Reply
key-note = Write a note
key-take = Take the ticket
key-back = Back to the list

## Ticket
back-to-list = To the list
about-ticket = About the ticket
conversation = Conversation
facts = Key facts
requester = Requester
other-tickets = Other tickets
no-other-tickets = No other tickets
history = History
actions = Actions
locked-by = Locked by { $name }
locked-by-me = Locked by you
locked-by-other-named = { $name } is working on this ticket and has locked it. Talk to each other, or wait until the lock is released.
mail-to = To:
mail-frame-title = Formatted mail
show-formatted = Formatted view
show-quote = Earlier messages
show-signature = Signature
invitation-request = Invitation to an event
invitation-cancelled = Event cancelled
invitation-accepted = Invitation accepted
invitation-declined = Invitation declined
invitation-tentative = Invitation tentatively accepted
invitation-event = Event
invitation-what = Subject
invitation-time = When
invitation-written = (as written: { $time })
invitation-repeats = The event takes place more than once.
invitation-place = Where
invitation-organizer = Organiser
invitation-attendee = Answer of
article-incoming = Message
article-mail = Mail
article-phone = Phone call
article-visit = Visit
article-outgoing = Reply
article-shared-note = Notice
article-internal = Internal note
article-automatic = automatic
article-show-automatic = Show the automatic message

## Actions on the ticket
action-take = Take
action-lock = Lock
action-unlock = Unlock
action-assign = Assign
action-move = Move
action-priority = Priority
action-wait = Wait
action-close = Close
action-open = Open
priority-title = Change the priority
state-title = Change the state
pending-hint = At this time the ticket asks for attention again.
notify-customer = Inform the requester by mail
done-take = You have taken the ticket.
done-lock = The ticket is locked.
done-unlock = The lock is released.
done-state = The state is “{ $state }” now.
done-note = The note is saved.
done-reply = The reply is sent.
done-ticket = Ticket { $number } is created.
overtaken = Somebody was faster. This is different now:
text-kept = The ticket has changed in the meantime. Your text is still there.

## Reply and note
composer-title = Reply or write a note
composer-kind = What do you want to write?
composer-reply = Reply
composer-note = Internal note
composer-body = Text
composer-cc = Copy to (Cc)
note-hint = Only agents see this; it is never sent to customers.
send = Send
send-and-close = Send and close
save-note = Save note
draft-restored = The text that you had begun is back.
draft-discard = Discard draft
draft-here = Saving draft …
draft-on-server = Draft saved
draft-only-here = Draft saved on this device only, the server cannot be reached.

## New ticket
create-ticket = Create ticket

## Portal
portal-lead = Here you see how your requests stand, including those that you sent by mail.
portal-empty = You have no requests. If you need help, make a new one.
portal-no-owner = nobody yet
portal-col-requester = Requester
portal-col-owner = Handled by
portal-queue = What is it about?
portal-queue-label = In charge
portal-explain-new = Your request has arrived. Somebody will take care of it soon.
portal-explain-open = Your request is being worked on.
portal-explain-pending_reminder = Your request is on hold and will be continued in due time.
portal-explain-pending_auto = Your request is as good as done. If something is missing, please answer.
portal-explain-merged = Your request is being worked on under another number.
portal-merged-into = Your request { $from } is being worked on as { $into }.
portal-merged-elsewhere = You do not take part in the other request, so you cannot open it. If anything is still open, please make a new request and name this number.
portal-explain-removed = This request was removed.
portal-explain-closed = Your request is done.
show-closed = Show requests that are done, too
new-request = New request
new-request-lead = Describe your concern as precisely as you can. Please never give any passwords.
subject-hint = In one line, for example “Wi-Fi drops out in lecture hall 2”
description-hint = What happened, since when and how often? Which device and which program? What have you tried already?
send-request = Send request
done-request = Your request has arrived. Its number is { $number }.
back-to-portal = To my requests
answer-title = Answer
answer-label = Your message
answer-closed-hint = This request is done. You can still answer.
answer-not-possible = This request takes no more answers.
send-answer = Send message
done-answer = Your message has arrived.

## Administration of mail
outgoing-empty = No mail has gone out yet.
incoming-empty = No mail has come in yet.
incoming-lead = Each mail stands here from the moment it was accepted, with what became of it. None is lost.
transport-files = Outgoing mail is only put into files here. None of it leaves this machine.
outbox-none-found = No mail fits this selection.
outbox-unsettled = Not delivered, to be looked after
outbox-from = Written since
outbox-until = Written before
outbox-all = All of this selection that were not delivered:
outbox-send-all-again = Send again
outbox-give-all-up = Mark as done with
outbox-send-again = Send again
outbox-give-up = Done with
outbox-settled = done with
outbox-delayed = Another server reports that delivery is delayed:
outbox-schedule = When is it tried again?
outbox-schedule-text = When the mail server does not take a mail, Pult tries again: after { $minutes } minutes, then at the same interval. After { $hours } hours ({ $attempts } attempts) it has failed, and the ticket says so. The times are in the configuration: smtp.retry_minutes and smtp.give_up_hours.
outbox-sent-again =
    { $count ->
        [0] There was nothing to send again.
        [one] The mail is being sent again.
       *[other] { $count } mails are being sent again.
    }{ $more ->
        [yes] { " " }There are more.
       *[no] { "" }
    }
outbox-given-up =
    { $count ->
        [0] There was nothing to be done with.
        [one] The mail is marked as done with.
       *[other] { $count } mails are marked as done with.
    }{ $more ->
        [yes] { " " }There are more.
       *[no] { "" }
    }
undelivered-title = Mails that were not delivered
undelivered-count = { $count ->
    [one] One mail did not arrive.
   *[other] { $count } mails did not arrive.
}
outgoing-queued = Queued
outgoing-deferred = Delayed
outgoing-sent = Sent
outgoing-failed = Failed
outgoing-bounced = Bounced
mail-kind-receipt = Receipt
mail-kind-reply = Reply
mail-kind-closing = Closing mail
mail-kind-forward = Forward
mail-kind-redirect = Redirect
mail-kind-rejection = Pointer to a new request
mail-kind-continued = Receipt for the new request
mail-kind-follow_up_receipt = Receipt for a message
mail-kind-owner_notice = Notice of a new owner
mail-kind-move_notice = Notice of a move
mail-kind-rule = Message of a rule
mail-kind-not_accepted = Note: not accepted
mail-kind-notification = Notification
mail-kind-account = Account
mail-detail = Outgoing mail
mail-headers = Header lines
mail-text = Text
mail-text-withheld = The text of this mail is shown to its recipient only: it may hold a link that opens an account.
next-attempt = Next attempt:
col-to = To
col-from = From
col-ticket = Ticket
col-attempts = Attempts
col-answer = Answer of the server
col-time = Time
col-outcome = Outcome
col-door = Door
col-size = Size
outcome-received = Received
outcome-new_ticket = New ticket
outcome-follow_up = Follow-up
outcome-held_follow_up = Held
outcome-rejected = Rejected
outcome-bounce = Bounce
outcome-ignored = Ignored
outcome-quarantined = Quarantined
outcome-failed = Failed
outcome-waiting = Waits for a decision
door-lmtp = LMTP
door-imap = IMAP
door-pipe = Pipe
download-raw = Download the original: { $subject }

## Events of the history
event-ticket_opened = opened the ticket in { $queue }, for { $person } ({ $channel }).
event-article_added-incoming = wrote a message.
event-article_added-outgoing = replied.
event-article_added-internal = wrote an internal note.
event-state_changed = changed the state from “{ $from }” to “{ $to }”.
event-state_changed-pending = changed the state from “{ $from }” to “{ $to }”, until { $until }.
event-moved = moved the ticket from { $from } to { $to }.
event-owner_changed = changed the owner from { $from } to { $to }.
event-locked = locked the ticket for { $person }.
event-unlocked = released the lock of { $person }.
event-priority_changed = changed the priority from “{ $from }” to “{ $to }”.
event-mail_queued = put a mail ({ $kind }) to { $to } on its way.
event-mail_failed = could not deliver a mail to { $to }: { $reason }
event-mail_retried = sent the mail to { $to } once more.
event-mail_given_up = marked the mail to { $to } that did not arrive as done with.
event-postmaster_applied = applied the postmaster filter “{ $name }”.
event-postmaster_applied-header = applied the control fields in the header of the mail.
event-rule_applied = applied the rule “{ $name }”.
event-rule_stopped = stopped the rule “{ $name }”: rules have set each other off, or changed this ticket, too often.
event-rule_notice = tells by the rule “{ $name }”: { $text }

## Errors
error-offline = The server cannot be reached right now. Please check your connection and try again.
error-unreadable = The server gave an unexpected answer. Please reload the page.
error-bad_request = The request could not be read. Please reload the page and try again.
error-invalid = One of the entries is not possible.
error-invalid_filter = The search could not be read. Please check how it is written.
error-unknown_command = The server does not know this action. Please reload the page.
error-not_signed_in = Please sign in.
error-session_expired = Your session has ended. Please sign in again.
error-password_elsewhere = This account belongs to the university’s directory. The password is changed there and is not kept here.
error-link_expired = This link cannot be used any more: it was used before or is too old. Please ask for a new one.
error-sign_in_expired = This took too long and cannot be completed any more. Please begin again.
error-passkey_refused = The passkey could not be verified. Please try again, or sign in another way.
error-seeing_as = You see Pult as somebody else: nothing can be changed, and what is personal is not shown. After half an hour it is over. End it at the top of the page.
error-second_factor_due = Your account needs a second factor. Please set it up first.
error-sign_on_refused = The sign-in was given up or refused.
error-sign_on_failed = The sign-in could not be verified. Please try once more.
error-sign_on_unavailable = The central sign-in does not answer right now. Please try again later, or sign in with your password.
error-sign_on_unknown = You are signed in there, but no account here belongs to it. Please ask your service desk.
error-session_not_found = This session does not exist any more.
error-wrong_credentials = Account or password is wrong.
error-too_many_requests = These were too many attempts. Please wait a moment.
error-cross_site = The request came from another website and was refused.
error-forbidden = You are not permitted to do this.
error-not_found = This does not exist, or no longer.
error-ticket_not_found = There is no such ticket, or it is not meant for you.
error-queue_not_found = There is no such queue, or it is not meant for you.
error-queue_request_not_found = There is no such request for a queue, or it is not meant for you.
error-person_not_found = There is no such person, or not one who can be chosen here.
error-article_not_found = There is no such article.
error-absence_not_found = There is no such absence, or it is over.
error-role_not_found = There is no such role.
error-organisation_not_found = There is no such organisation.
error-template_not_found = There is no such template.
error-postmaster_filter_not_found = There is no such postmaster filter.
error-rule_not_found = There is no such rule (any more).
error-macro_not_found = There is no such macro (any more).
error-web_form_not_found = There is no such form (any more).
error-webhook_not_found = There is no such webhook or message (any more).
error-view_not_found = There is no such view.
error-bulk_job_not_found = There is no such bulk job.
error-draft_not_found = There is no such draft.
error-in_use = Something still refers to this. Make it invalid instead of deleting it.
error-invalid_template = The template could not be read.
error-attachment_not_found = There is no such attachment, or it is not meant for you.
error-mail_not_found = There is no such mail.
error-upload_not_found = One of the files is no longer at hand. Please remove it and attach it again.
error-method_not_allowed = This is not possible here.
error-stale_version = The ticket has changed in the meantime. Please check what is new and try again.
error-locked_by_other = Somebody else has locked the ticket.
error-setting_changed_again = This setting has been changed again since. Take the later change back first.
error-cannot_undo = This change cannot be taken back here: the log does not keep all that would be needed.
error-not_applicable = This does not fit the ticket as it is now.
error-idempotency_conflict = This request was sent before with other content. Please try again.
error-too_large = This is too large.
error-unsupported_media_type = This kind of file is not accepted here.
error-internal = Something went wrong on the server. Please try again.
error-unavailable = The service is not available right now. Please try again in a few minutes.
error-directory_unavailable = The directory does not answer at the moment. Please try again in some minutes.

## In every area: preferences, command palette, titles, messages, fields with suggestions
search-suggestions = Suggestions
search-suggested = { $count ->
    [one] One suggestion
   *[other] { $count } suggestions
}
palette-title = Commands and places
palette-label = Command, page, queue, view, ticket number or word
palette-placeholder = Go where or do what? Ticket number, word, queue, action …
palette-open-number = Open ticket { $number }
palette-search = Search for tickets with “{ $text }”
palette-action = Action
palette-page = Page
palette-view = View
palette-german = Language: German
palette-english = Language: English
live-mentioned = You were mentioned in ticket { $number }.
open-ticket = Open
palette-theme = Look: { $theme }
palette-own = Own setting
nav-dashboard = Dashboard
title-dashboard = Dashboard
title-preferences = Personal settings
preference-theme = Appearance
preference-theme-hint = For you, on all devices.
preference-language-hint = Also for mails to you.
theme-system = as the system
theme-light = light
theme-dark = dark
theme-contrast = high contrast
preference-order = Order of the messages
order-oldest-first = oldest first
order-newest-first = newest first
preference-undo = Undo sending (seconds)
preference-undo-hint = For so long you can take a sent reply back; 0 to 60.
preference-away = Away until
preference-away-hint = Until then your locks are released, and colleagues see that you are not there.
keys-enabled-here = Keyboard shortcuts are on, on this device
preferences-saved = Your settings are saved.
preferences-account = My account: password and devices
link-parent = parent
link-child = child
link-related = related
link-duplicate_of = duplicate of
link-duplicated_by = has as duplicate
saved = Saved
offers = Suggestions
offers-count = { $count ->
    [one] One suggestion
   *[other] { $count } suggestions
 }
chip-remove = Remove { $name }
chip-add = add …
article-portal = Message from the portal
article-fax = Fax
article-web-form = Web form
article-phone-out = Call to the customer
article-phone-internal = Phone call (internal)
article-visit-internal = Visit (internal)
article-forward = Forward (internal)
article-held = Held message
article-recalled = Taken back: this answer was not sent.
article-from-ticket = from { $number }
article-older = Older message
article-menu = Actions for this message
article-redirect = Redirect
article-resend = Send again
article-split = Split off as a new ticket
article-copy-link = Copy link
article-raw = Original mail
article-source = Headers and source
link-copied = The link is on the clipboard.
deliveries = Delivery
delivery-waits = waits until { $until }
delivery-delayed = will be tried again: { $until }
remote-images = { $count ->
    [one] One image of another website is not loaded.
   *[other] { $count } images of other websites are not loaded.
 }
remote-images-show = Load images
lightbox-open = Show { $name } in large
lightbox-position = { $at } of { $count }
lightbox-previous = Previous
lightbox-next = Next
download = Download
show-in-text = Show in the text
until = until
link-kind = Kind of link
link-ticket = Ticket
link-remove = Remove the link to { $number }
article-aside = Message that only the team can see
title-admin = Administration
title-admin-states = States
title-admin-priorities = Priorities
title-admin-types = Types
title-admin-calendars = Calendars
title-admin-services = Services
title-admin-slas = Service agreements (SLA)
title-admin-fields = Custom fields
title-admin-queues = Queues
title-admin-queue-requests = Requests for queues
title-admin-roles = Roles
title-admin-rights = What may this person do?
title-admin-people = People
title-admin-organisations = Organisations
title-admin-directory = Directory
title-admin-templates = Templates
title-admin-postmaster = Postmaster filters
title-admin-rules = Rules
title-admin-mail-texts = Texts for all queues
title-admin-macros = Macros
title-form = Contact form
title-form-confirm = Confirm your request
title-admin-forms = Contact forms
title-admin-webhooks = Webhooks
title-admin-log = Log of changes

## Whether the sender is genuine
trust-proven = Sender proven
trust-unproven = Sender not proven
trust-failed = Sender probably forged
trust-why = Finding: { $by }
signature-valid = Signature valid
signature-changed = Signature invalid: changed
signature-untrusted = Signature not trusted
signature-expired = Signature: certificate expired
signature-other_address = Signature of somebody else
signature-unreadable = Signature cannot be verified
signature-why-valid = The message is unchanged and comes from the address that it names.
signature-why-changed = The message was changed after it was signed.
signature-why-untrusted = The certificate is of no authority that is trusted here, or not meant for mail.
signature-why-expired = The certificate was not in force when the message arrived.
signature-why-other_address = The certificate names another address than the sender's.
signature-why-unreadable = The signature is damaged, or uses a method that is unknown or too weak.
signature-signer = Signed by: { $name }
trust-none = Nothing was found out about it.
title-admin-readings = Log of reading
title-notifications = Notifications
bell-label = { $count ->
        [0] Notifications
        [one] Notifications: one unread
       *[other] Notifications: { $count } unread
    }
bell-empty = Nothing new.
bell-unread = Unread
bell-read-all = Mark all as read
bell-settings = Set up notifications
notification-mention = You were mentioned
notification-escalation = Time limit near or over
notification-assigned = Owner or responsible person changed
notification-new_ticket = New ticket
notification-undelivered = Message not delivered
notification-reminder = Waiting time is over
notification-age = Not worked on for long
notification-rule = Notice of a rule
notification-follow_up = New message
notification-note = Note or answer by the team
notification-moved = Moved to another queue
notification-state = Closed or opened again
notification-unstaffed = Nobody is there
notification-webhook_off = Webhook switched off
notification-deputy = as deputy of { $name }
notifications-lead = You are never told of what you do yourself. What you have read in the browser does not come by mail any more.
notifications-what = What happens
relation-mine = My tickets
relation-mine-hint = Tickets that you own or are responsible for.
relation-mentioned = Mentions
relation-mentioned-hint = Tickets in which a note names you.
relation-watched = Watched tickets
relation-watched-hint = Tickets that you follow.
relation-queues = My queues
relation-queues-hint = Once somebody owns a ticket, only these count here: new, moved, time limit.
relation-managed = What I manage
relation-managed-hint = Queues that you manage and that have open requests while nobody is there; for administrators also webhooks.
way-browser = Browser
way-mail = Mail
way-digest = Daily mail
notifications-when = When
notifications-quiet = Quiet hours: no mails, nothing pops up
notifications-quiet-from = Quiet from
notifications-quiet-until = Quiet until
notifications-quiet-weekend = All of Saturday and Sunday
notifications-digest-at = Daily mail at
notifications-time-zone = Time zone
notifications-time-zone-hint = For example Europe/Berlin.
desktop-title = On this device
desktop-ask = The browser can show what is new also while you work in another window.
desktop-allow = Allow
desktop-granted = The browser shows what is new also while you work in another window.
desktop-denied = The browser may not show what is new. This can be changed in the browser's settings for this page.
request-done = My request is done
request-done-hint = Is your request settled? Then you can close it. Answer at any time to get back to us.
done-request-closed = The request is closed.
title-absences = Absences
absences-lead = Whoever is away stands last where an owner is chosen, and their locks are released. Notifications and reminders go to the deputy too.
absences-none = Nobody is away, or will be.
absences-unstaffed = Nobody is there at present: { $queues }
absences-days = { $from } to { $until }
absences-no-deputy = Without a deputy
absences-deputy-is = Deputy: { $names }
absences-with-rights = with rights
absences-now = now
absences-edit = Change
absences-delete = Delete
absences-back = Back again
absences-deleted = The absence is deleted.
absences-saved = The absence is saved.
absences-new = Enter an absence
absences-change = Change the absence
absences-person = Who is away?
absences-person-hint = Empty: you. Else somebody from a queue that you manage.
absences-from = First day
absences-until = Last day
absences-deputy = Deputy
absences-deputy-hint = If the deputy is away too, theirs stands in.
absences-per-queue = Another deputy for single queues
absences-queue = Queue
absences-choose-queue = Please choose
absences-remove = Remove
absences-rights = Meanwhile the deputy may do in my queues what I may do there, except to manage them
absences-note = Note for colleagues
absences-note-hint = Nothing about health.
absences-save-anyway = Save all the same
absences-orphans = { $count ->
        [one] Nobody would look after one ticket:
       *[other] Nobody would look after { $count } tickets:
    }
absences-nobody-left = At times nobody would be there: { $queues }
absent-until = { $name } (away until { $until })
deputy-until = { $name } (deputy of { $away } until { $until })
event-redacted = removed something confidential for good: { $reason }
secret-password = password
secret-iban = bank account (IBAN)
secret-card = card number
secret-found = Probably has something confidential: { $kinds }.
secret-warning = This looks confidential: { $kinds }. Please do not send it along – we never need it either.
secret-remove = Remove …
title-incident = Answer to all of an incident
title-admin-redact = Remove something confidential

# Requests for queues
title-portal-new-queue = Request a queue
queue-request-name-de = Name (German)
queue-request-above = Below
queue-request-address = Email address
queue-request-managers = Who manages the queue
queue-request-agents = Who works in it
queue-request-sla = Service agreement
queue-request-calendar = Opening hours
queue-request-reason = Reason
queue-request-top = Top level
