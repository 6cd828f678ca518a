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

## Bulk actions
selection = Selection
selection-count = { $count ->
    [one] { $number } ticket selected
   *[other] { $number } tickets selected
}
selection-all = Select all { $number }
selection-clear = Clear the selection
unchanged = unchanged
bulk-edit = Edit the selected tickets
bulk-title = { $count ->
    [one] Edit { $number } ticket
   *[other] Edit { $number } tickets
}
bulk-lead = What you fill in here goes for all selected tickets. Everything else stays as it is.
bulk-add-tag = Add a tag
bulk-remove-tag = Remove a tag
bulk-owner-me = me
bulk-owner-other = somebody else …
bulk-owner-search = Type a name or account id
bulk-owner-taken = New owner: { $name }
bulk-messages = Write a reply or a note
bulk-reply = Reply to all requesters
bulk-reply-hint = Each person gets a mail of their own. Placeholders are filled in for each ticket: {"{{"} customer.name {"}}"}, {"{{"} ticket.number {"}}"}, {"{{"} ticket.subject {"}}"}, {"{{"} ticket.link {"}}"}, {"{{"} agent.name {"}}"}, {"{{"} queue.name {"}}"}
bulk-note = Internal note
bulk-relations = Merge, link, watch
bulk-merge = Merge into ticket
bulk-link = Link to ticket
bulk-link-kind = The other ticket is
bulk-number-hint = Ticket number
bulk-watch = I want to watch these tickets
bulk-mails = The requesters get mails about this.
bulk-nothing = Please fill in what shall happen.
bulk-submit = { $count ->
    [one] Apply to { $number } ticket
   *[other] Apply to { $number } tickets
}
bulk-job = Bulk action
bulk-running = { $done } of { $total } tickets done …
bulk-finished = Finished: { $done } of { $total } tickets done.
bulk-stopped = Stopped: { $done } of { $total } tickets done.
bulk-failed = { $count ->
    [one] { $number } ticket could not be changed.
   *[other] { $number } tickets could not be changed.
}
bulk-failures = Show the tickets that were not changed
bulk-failures-more = Only the first 200 stand here.
bulk-stop = Stop
bulk-put-away = Hide

## Command palette
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
key-palette = Commands and places

## Dashboard
nav-dashboard = Dashboard
title-dashboard = Dashboard
dashboard-lead = Hello, { $name }. This is what is up.
dashboard-lead-last = Hello, { $name }. Your last visit: { $at }.
dashboard-failed-mails = { $count ->
    [one] One mail could not be delivered.
   *[other] { $count } mails could not be delivered.
}
show-all = Show all
section-mine = My tickets
section-mine-none = No ticket is assigned to you right now.
section-unassigned = Without owner in my queues
section-unassigned-none = Every ticket has an owner.
section-escalating = Overdue
section-escalating-none = Nothing is overdue.
section-oldest = Open for the longest time
section-oldest-none = No ticket is open.
section-new = New since the last visit
section-new-none = Nothing has come in since your last visit.
section-watched = Watched and changed
section-watched-none = There is nothing new in the tickets that you watch.

## Preferences
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
