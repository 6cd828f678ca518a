# A ticket: conversation, composer, side panel, new tickets.

## Events of the history
no-value = nothing
link-parent = parent
link-child = child
link-related = related
link-duplicate_of = duplicate of
link-duplicated_by = has as duplicate
event-responsible_changed = changed the person responsible from { $from } to { $to }.
event-type_changed = changed the type from “{ $from }” to “{ $to }”.
event-service_changed = changed the service from “{ $from }” to “{ $to }”.
event-subject_changed = changed the subject from “{ $from }” to “{ $to }”.
event-requester_changed = changed the requester from { $from } to { $to }.
event-due_changed = changed the due time from “{ $from }” to “{ $to }”.
event-field_changed = changed “{ $field }” from “{ $from }” to “{ $to }”.
event-tag_added = added the tag “{ $tag }”.
event-tag_removed = removed the tag “{ $tag }”.
event-watcher_added = added { $person } as a watcher.
event-watcher_removed = removed { $person } from the watchers.
event-participant_added = added { $person } as a participant.
event-participant_removed = removed { $person } from the participants.
event-mentioned = mentioned { $person } in a note.
event-linked = linked the ticket to { $number } ({ $kind }).
event-unlinked = removed the link to { $number } ({ $kind }).
event-merged_into = merged the ticket into { $number }. It goes on there.
event-merged_from = merged ticket { $number } into this one.
event-unmerged_from = separated the ticket from { $number } again.
event-merge_undone = separated ticket { $number } from this one again.
event-time_accounted = accounted for { $minutes } minutes of work.
event-time_accounted-why = accounted for { $minutes } minutes of work: { $comment }
event-checklist_item_added = put “{ $text }” on the checklist.
event-checklist_item_done = checked “{ $text }” off the checklist.
event-checklist_item_open = entered “{ $text }” on the checklist as to be done.
event-checklist_item_removed = took “{ $text }” off the checklist.
event-reply_recalled = took a reply back before it was sent.

## Head and actions
action-more = More
action-merge = Merge
action-link = Link to a ticket
action-tag = Add a tag
action-print = Print
action-pdf = Case as PDF
action-zip = Case as ZIP
subject-change = Change the subject
presence = Who is here right now
presence-looks = { $name } is looking at the ticket
presence-writes = { $name } is writing
saved = Saved
undo = Undo
merged-into = Ticket { $from } goes on in { $into }.

## Conversation
newest-first = Newest first
to-newest = To the newest message
older-articles = Load older messages
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
link-copied = The link is on the clipboard.
held-explained = The sender’s address belongs to nobody who takes part in this ticket. Customers do not see the message.
held-add = Add as participant
done-participant = The person takes part now.
deliveries = Delivery
delivery-waits = waits until { $until }
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
redirect-explained = The mail goes to these addresses as it is. Answers go to the original sender.
resend-explained = The message is sent once more.
done-redirect = The mail was redirected.
done-resend = The message is being sent again.

## Composer
composer-reply-all = Reply to all
composer-forward = Forward
composer-call = Phone call or visit
composer-subject = Another subject
mail-to-label = To
person-lookup = Name, account or mail address
agent-lookup = Name or account
ticket-lookup = Number or search words
address-unknown = Please choose a person, or enter a complete mail address.
save-call = Save
send-anyway = Send anyway
save-and-close = Save and close
send-and-more = Send and set another state
send-and-set = Send and set to “{ $state }”
send-and-wait = Send and “{ $state }” until …
send-state-title = Send and set the state
done-forward = The message was forwarded.
done-call = The entry was saved.
done-reply-state = The answer was sent, and the state was set.
reply-taken-back = The answer was taken back. Your text is in the composer again.
reply-taken-back-elsewhere = The answer was taken back. Your text is in the composer of ticket { $number }.
asked-before-sending = Please read the notice. Sending again sends anyway.
came-meanwhile = { $count ->
    [one] Since you began to write, a message came that you may not know yet:
   *[other] Since you began to write, { $count } messages came that you may not know yet:
 }
attachment-forgotten = Your text speaks of an attachment, but no file is attached.
show-in-text = Show in the text
call-kind = What was it?
call-in = Call from the customer
call-out = Call from us
call-visit = Visit
call-visible = Visible to the customer
forward-articles = Forwarded messages
forward-all = All messages
forward-visible = Show in the portal that it was forwarded
mentions = Will be told:
templates = Templates
templates-search = Find a template
templates-none = No template fits
template-unknown = These variables of the template do not exist and stay empty: { $names }
draft-here = Saving draft …
draft-on-server = Draft saved
draft-only-here = Draft saved on this device only, the server cannot be reached.

## Side panel
fact-change = Change { $name }
fact-none = not given
fact-empty = Empty
assign-me = Assign to me
until = until
tags = Tags
tag-add = Tag …
field-responsible = Responsible
field-type = Type
field-service = Service
field-due = Due
field-started = Started
field-first-answer = First answer
field-last-contact = Last contact
field-required-on-close = missing for closing
moment-presets = Frequent times
moment-tomorrow = Tomorrow at 9
moment-monday = Monday at 9
moment-week = In a week
pending-auto-hint = At that time the ticket is closed by itself.
close-children = { $count ->
    [one] Close the child ticket, too
   *[other] Close the { $count } child tickets, too
 }
requester-change = Choose another person
person-inactive = locked out
person-active-tickets = { $count ->
    [0] no open tickets
    [one] one open ticket
   *[other] { $count } open tickets
 }
people = People
participants = Participants (Cc)
nobody-else = Nobody else
watchers = Watchers
watch = Watch
unwatch = Stop watching
links = Links
link-kind = Kind of link
link-ticket = Ticket
link-remove = Remove the link to { $number }
merged-from = goes on here
unmerge = Separate
merge-title = Merge with another ticket
merge-ticket = In which ticket does it go on?
merge-from = This ticket
merge-into = goes on in
merge-with-requester = Let the requester take part in the other ticket
merge-explained = All messages will be in the other ticket. The old number leads there, and so do answers by mail. You can undo the merge.
merge-itself = That is this very ticket.
merge-choose = Please choose a ticket from the list.
merge-submit = Merge
done-merge = Ticket { $from } goes on in { $into } now.
done-unmerge = Ticket { $number } stands by itself again.
checklist = Checklist
checklist-add = Add something to do
checklist-remove = Remove “{ $text }”
checklist-progress = { $done } of { $all } done
dates = Dates
time = Time
time-none = none
time-minutes = { $minutes } min
time-hours = { $hours } h { $minutes } min
time-add = Minutes or h:min
time-comment = What for? (optional)
time-malformed = Please give minutes (45), or hours and minutes (1:20), a day at most.

## Shortcuts in a ticket
key-reply-all = Reply to all
key-forward = Forward
key-call = Enter a phone call or a visit
key-assign = Assign
key-move = Move
key-priority = Change the priority
key-wait = Let it wait
key-close = Close
key-send = Send

## New ticket
person-by-address = a new person, if nobody has this address yet
open-tickets-of = Open tickets of { $name }
as-queue-says = As usual in the queue
confirm-to-requester = Send a confirmation to the requester
owner-is-me = I take the ticket
create-solved = Solved at the desk: create and close
create-solved-hint = Ctrl+Enter creates the ticket, Ctrl+Shift+Enter creates and closes it.
done-ticket-solved = Ticket { $number } was created and closed.
split-explained = This message becomes a ticket of its own. The two tickets are linked.
