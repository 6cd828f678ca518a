# A ticket: conversation, composer, side panel, new tickets.

## Events of the history
no-value = nothing
event-responsible_changed = changed the person responsible from { $from } to { $to }.
event-type_changed = changed the type from “{ $from }” to “{ $to }”.
event-service_changed = changed the service from “{ $from }” to “{ $to }”.
event-sla_changed = changed the service agreement from “{ $from }” to “{ $to }”.
event-escalation_warned = warns: the time for “{ $clock }” runs out on { $due }.
event-escalated = reports: the time for “{ $clock }” ran out on { $due }.
event-age_reminded = reminds: nobody has worked on the ticket for { $days } opening days.
clock-title = { $clock }: by { $due }
clock-left = { $clock }: runs out
clock-over = { $clock }: target missed
clock-first_response = First response
clock-update = Further response
clock-solution = Solution
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
event-queue_added = brought in { $queue } too.
event-queue_removed = said that the ticket does not belong to { $queue }.
event-readers_changed = restricted the ticket to named persons: { $people }.
event-readers_changed-all = opened the ticket again to everybody who may see the queue.
event-mentioned = mentioned { $person } in a note.
event-linked = linked the ticket to { $number } ({ $kind }).
event-unlinked = removed the link to { $number } ({ $kind }).
event-merged_into = merged the ticket into { $number }. It goes on there.
event-merged_from = merged ticket { $number } into this one.
event-unmerged_from = separated the ticket from { $number } again.
event-merge_undone = separated ticket { $number } from this one again.
event-time_accounted = accounted for { $minutes } minutes of work.
event-time_accounted-why = accounted for { $minutes } minutes of work: { $comment }
event-time_taken_back = took back { $minutes } minutes of working time.
event-time_taken_back-why = took back { $minutes } minutes of working time: { $comment }
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
undo = Undo
merged-into = Ticket { $from } goes on in { $into }.

## Conversation
newest-first = Newest first
to-newest = To the newest message
older-articles = Load older messages
mail-source = Source
mail-source-cut = The mail is longer than shown here. The download has all of it.
held-explained = { $address } belongs to nobody who takes part in this ticket. The message is held: customers do not see it.
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
reply-taken-back-alone = The answer is taken back. Somebody else has set the state meanwhile; it stays so.
reply-taken-back-elsewhere = The answer was taken back. Your text is in the composer of ticket { $number }.
asked-before-sending = Please read the notice. Sending again sends anyway.
came-meanwhile = { $count ->
    [one] Since you began to write, a message came that you may not know yet:
   *[other] Since you began to write, { $count } messages came that you may not know yet:
 }
attachment-forgotten = Your text speaks of an attachment, but no file is attached.
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
ticket-gone = This ticket is in a queue now that you may not see.
ticket-gone-unsent = Your text, which was not sent yet
templates-queue-first = Choose the queue first: each has templates of its own.
template-unknown = These variables of the template do not exist and stay empty: { $names }

## Side panel
fact-change = Change { $name }
fact-none = not given
fact-empty = Empty
edit-overtaken = While you were changing this, something else changed:
edit-overtaken-choice = What you entered is still there. Confirm once more if it shall count; “Cancel” leaves everything as it is now.
assign-me = Assign to me
tags = Tags
tag-add = Tag …
field-responsible = Responsible
field-type = Type
field-service = Service
field-due = Due
field-sla = Service agreement
sla-inherited = (that of the service or queue)
clocks-stopped = Targets on hold
field-started = Started
field-first-answer = First answer
field-last-contact = Last contact
field-required-on-close = missing for closing
moment-presets = Frequent times
moment-tomorrow = Tomorrow at 9
moment-next-open = Next open day, 9:00
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
other-queues = Also in
other-queue-add = show in another queue
other-queue-which = Queue that shall find the ticket too
other-queue-choose = Choose a queue
other-queue-remove = Not ours: { $queue }
other-queue-not-ours = Not ours
other-queues-also = also to: { $queues }
named-only = Named persons only
readers = Named persons
readers-hint = Only they, the owner and whoever is responsible can read and find the ticket; nobody else in the queue, and no administrator. The requester and participants go on getting their answers.
watchers = Watchers
watch = Watch
unwatch = Stop watching
links = Links
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
time-take-back = Take back
time-correction = Correction of the entry of { $at }
time-add = Minutes or h:min
time-comment = What for? (optional)
time-entries = Single entries
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
new-ticket-more = Tags, links, watchers
service-none = No service
links-with = Linked tickets
confirm-to-requester = Send a confirmation to the requester
owner-is-me = I take the ticket
create-solved = Solved at the desk: create and close
create-solved-hint = Ctrl+Enter creates the ticket, Ctrl+Shift+Enter creates and closes it.
done-ticket-solved = Ticket { $number } was created and closed.
split-explained = This message becomes a ticket of its own. The two tickets are linked.

## Held messages
held-admit = Let in
held-ticket = Make a new ticket of it
held-dismiss = Do not let in
done-admit = The message is let in, and the person takes part now.
done-dismiss = The message is not let in.
done-held-ticket = It has become the ticket { $number }.
event-held_settled-admitted = let a held message in.
event-held_settled-moved = made another ticket of a held message.
event-held_settled-dismissed = did not let a held message in.
reading-is-logged = Reading is logged

similar = Likely the same
similar-reason-same_message = The same message
similar-reason-same_person = The same person asks again
similar-reason-two_desks = The same person asks two desks
similar-reason-similar_text = Similar text
similar-share = { $share }% in common
similar-choose = Take { $number } into the incident
incident-make = Make an incident of these
incident-add = Add to the incident
incident-answer = Answer { $count ->
    [one] the one person
   *[other] all { $count } people
 } of the incident …
incident-made = { $number } is the ticket above them.
