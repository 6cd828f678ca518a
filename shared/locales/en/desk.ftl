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
col-escalation = Target
col-channel = Channel
columns-choose = Choose columns
columns-title = Columns of the list
columns-usual = Usual ones
columns-of-view = The columns belong to the view “{ $name }”.
column-up = Move { $column } forward
column-down = Move { $column } back

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
bulk-owner-taken = New owner: { $name }
bulk-responsible-taken = Will be responsible: { $name }
bulk-own-fields = Set the site’s own fields
bulk-participants = Add as participants
bulk-text = Text
bulk-messages = Write a reply or a note
bulk-template = Answer by template
bulk-template-hint = Each person gets the text in their own language.
bulk-template-none = no template
bulk-reply = Reply to all requesters
bulk-reply-hint = Each person gets a mail of their own. Placeholders are filled in for each ticket: {"{{"} customer.name {"}}"}, {"{{"} ticket.number {"}}"}, {"{{"} ticket.subject {"}}"}, {"{{"} ticket.link {"}}"}, {"{{"} agent.name {"}}"}, {"{{"} queue.name {"}}"}
bulk-note = Internal note
bulk-relations = Merge, incident, link, watch
bulk-merge = Merge into ticket
bulk-number-hint = Ticket number
bulk-watch = I want to watch these tickets
bulk-incident = Make an incident of these: a new ticket above 2 to 200 tickets
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
palette-change = Change
palette-people = People
palette-relations = Relations
palette-out = Output
palette-article = Message
palette-list = List
palette-participant = Add somebody as a participant
palette-watcher = Add a colleague as a watcher
palette-unmerge = Separate ticket { $number } again
palette-of = { $action }: { $name }
palette-sort = Sort: { $order }
sort-by = { $column } ({ $direction })
sort-ascending = ascending
sort-descending = descending
key-palette = Commands and places

## Dashboard
dashboard-lead = Hello, { $name }. This is what is up.
dashboard-lead-last = Hello, { $name }. Your last visit: { $at }.
show-all = Show all
section-mine = My tickets
section-mine-none = No ticket is assigned to you right now.
section-unassigned = Without owner in my queues
section-unassigned-none = Every ticket has an owner.
section-escalating = Time limit near or over
section-escalating-none = No time limit is near.
section-orphaned = Looked after by nobody
section-orphaned-none = Somebody who is there looks after each ticket.
section-oldest = Open for the longest time
section-oldest-none = No ticket is open.
section-new = New since the last visit
section-new-none = Nothing has come in since your last visit.
section-watched = Watched and changed
section-watched-none = There is nothing new in the tickets that you watch.
section-mentioned = Mentioned me
section-mentioned-none = No note in an open ticket mentions you.
action-macro = Run a macro …
macro-choice = Macro
macro-title = Run a macro
macro-none-chosen = Please choose
macro-preview = This will happen to ticket { $number }:
macro-run = Run
macros-none = No macros are set up for this queue.
done-macro = The macro “{ $name }” has run.

# Requests for queues
queue-request-decide = Decide on the request for a queue
