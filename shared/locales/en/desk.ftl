# The agents' desk: dashboard, lists, views, search, bulk actions.

## List
side-label = Queues and views
queues-below = Queues below { $name }
list-count = { $count ->
    [one] { $number } ticket
   *[other] { $number } tickets
}
select-all = Select all tickets of this list
select-ticket = Select ticket { $number }
col-responsible = Responsible
col-ticket_type = Type
col-service = Service
col-tags = Tags
col-created = Created
col-last_contact = Last contact
col-due = Due
col-pending_until = Pending until
col-channel = Channel
columns-choose = Choose columns
columns-title = Columns of the list
columns-usual = Usual ones
columns-of-view = The columns belong to the view “{ $name }”.
column-up = Move { $column } forward
column-down = Move { $column } back
sort-updated_desc = Last changed first
sort-updated_asc = Longest unchanged first
sort-created_desc = Newest first
sort-created_asc = Oldest first
sort-priority_desc = Most urgent first
sort-priority_asc = Least urgent first
sort-due_asc = Due first
sort-pending_asc = Reminder first
sort-contact_desc = Last contact, newest first
sort-contact_asc = Last contact, oldest first

## Saved views
saved-views = Saved views
saved-view-gone = View not found
saved-view-make = Save as a view
saved-view-change = Edit view
saved-view-keep = Save changes
saved-view-name = Name
saved-view-filter = Filter
saved-view-filter-hint = As in the search box, for example: state:active queue:it tag:printer
saved-view-sharing = Visible to
saved-view-sharing-hint = Everybody sees only those tickets in it that they have access to.
saved-view-columns = With the columns that are shown now
saved-view-delete = Delete
saved-view-delete-sure = Really delete?
saved-view-done = The view “{ $name }” is saved.
saved-view-deleted = The view is deleted.
view-shared-by = shared by { $name }
share-nobody = Only me
share-queue = Queue { $queue }
share-everyone = All agents

## Search
search-suggestions = Suggestions
search-suggested = { $count ->
    [one] One suggestion
   *[other] { $count } suggestions
}
search-names = People in the search: { $names }
filter-unfinished = Something is missing here.
filter-none = not set
filter-me = me
filter-at-least = at least “{ $value }”
filter-at-most = at most “{ $value }”
filter-younger = less than { $span } ago
filter-older = more than { $span } ago
filter-field-state = State
filter-field-queue = Queue with all below it
filter-field-owner = Owner
filter-field-requester = Requester
filter-field-priority = Priority
filter-field-tag = Tag
filter-field-type = Type
filter-field-service = Service
filter-field-responsible = Responsible
filter-field-watcher = Watcher
filter-field-participant = Participant
filter-field-created = Created … ago
filter-field-updated = Changed … ago
filter-field-contact = Last contact … ago
filter-field-closed = Closed … ago
filter-field-channel = Channel
filter-field-overdue = Past its due time
filter-field-reminder = Waiting time is over
filter-field-locked = Locked
filter-field-number = Ticket number
filter-state-active = All where something is still to be done
filter-state-pending = All that wait
filter-state-new = New
filter-state-open = Open
filter-state-pending_reminder = Waiting for a reminder
filter-state-pending_auto = Waiting to be closed by itself
filter-state-closed = Closed
filter-state-merged = Merged
filter-state-removed = Removed

## Keys of the list
key-select = Select or deselect the ticket
key-select-range = Select all tickets up to here
key-select-step = Select while moving on
key-clear = Clear the selection
