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
