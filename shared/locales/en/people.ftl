# People and directories, in the administration.

admin-group-people = People
people-lead = Everybody who writes or works: with their addresses, roles and tickets.
people-find = Name, account or e-mail address
people-find-hint = The first letters will do. Umlauts and capital letters do not matter.
people-found = { $count ->
    [0] Nobody found
    [one] One person found
   *[other] { $count } people found
 }
people-more = These are the best { $count } matches. Type on to narrow them down.
people-add = New person
people-login = Account
people-login-hint = What the person signs in with. Empty for those who only write.
people-language = Language
people-language-none = not chosen
people-affiliation = Affiliation
people-affiliation-none = not known
affiliation-student = student
affiliation-staff = staff
affiliation-guest = guest
people-phone = Phone
people-room = Room
people-organisation = Organisation
people-administrator = Administrator
people-administrator-hint = May do everything, in every queue. At least one person must keep this right.
people-addresses = E-mail addresses
people-addresses-hint = Mail goes to the first one. Pult knows the person by any of them; an address always belongs to one person only.
people-address = E-mail address
people-address-add = Add an address
people-address-kind = Kind
people-address-verified = verified
address-kind-directory = from the directory
address-kind-alias = of the university
address-kind-private = private
address-kind-former = former
people-from-directory = This person comes from the directory “{ $directory }”. What it says is changed there; here you change the language, private and former addresses.
people-inactive = This person is deactivated and cannot sign in.
people-badge-inactive = deactivated
people-vanished = This person is no longer in the directory and therefore deactivated. Should they turn up there again, they become active by themselves.
people-facts = Overview
people-tickets = Tickets
people-requested = { $count ->
    [0] no open requests
    [one] One open request
   *[other] { $count } open requests
 }
people-owned = { $count ->
    [0] no open ticket to work on
    [one] One open ticket to work on
   *[other] { $count } open tickets to work on
 }
people-all-tickets = All requests, closed ones too
people-roles = Roles
people-roles-none = none
people-role-by-provider = by groups of the sign-on “{ $provider }”
people-role-by-directory = by groups of the directory “{ $directory }”
people-rights = What may this person do, and why?
people-sign-in = Signs in
people-sign-in-local = with a password of their own here
people-sign-in-directory = by the directory
people-sign-in-both = by the directory, or with a password of their own here
people-sign-in-none = not yet
people-sign-in-provider = by single sign-on
people-identities = Single sign-on
people-identities-none = Linked to no provider.
people-identity-since = linked
people-identity-used = last used
people-identity-unlink = Take the link back
people-identity-unlink-long = Take the link back: { $provider }
people-identity-unlinked = The link is taken back, and the sessions begun by it have ended.
people-identity-new = Link
people-identity-provider = Provider
people-identity-subject = Id at the provider
people-identity-subject-hint = The claim “sub”. Of a program that signs in for itself it is its client id: it acts as this person then.
people-identity-linked = The link is saved.
people-last-visit = Last here
people-never = never
people-since = Known since
people-directory = Directory
people-directory-seen = last compared
people-active = Active
people-deactivate = Deactivate
people-deactivate-title = Deactivate { $name }?
people-deactivate-text = The person is signed out at once and cannot sign in any more. Their tickets and the history stay. Mails from the tickets still reach them.
people-deactivate-owned = { $count ->
    [one] They work on one open ticket:
   *[other] They work on { $count } open tickets:
 }
people-deactivate-show = Show the tickets
people-deactivate-release = Give the tickets back, so that others can take them
people-activate = Activate again
people-done-deactivated = { $name } is deactivated.
people-done-released = { $name } is deactivated, the tickets are being given back.
people-done-activated = { $name } can sign in again.
setting-kind-person = Person
setting-the-person = the person

directory-lead = LDAP servers that people come from: how they are, comparing everybody, and what becomes of an entry.
directory-none = No directory is set up. Enter it in the configuration file under [[directory]]; “pult config sample” shows all settings.
directory-base = Search base
directory-people = Active people from there
directory-servers = Servers
directory-server-fault = failing
directory-server-answered = has answered:
directory-server-unknown = not asked yet
directory-nightly = Daily comparison
directory-nightly-text = at { $time } ({ $zone }). Should it deactivate more than { $percent } % of the people, or take roles from so many of those who have them, it asks before.
directory-dry = Dry run
directory-compare = Compare now
directory-running = Comparison under way
directory-reading = Reading the directory …
directory-progress = { $done } of { $all } people
directory-runs = Last comparisons
directory-runs-none = No comparison yet.
directory-run-dry = dry run
directory-run-whole = comparison
run-state-queued = waiting
run-state-running = running
run-state-waiting = waiting for your confirmation
run-state-done = done
run-state-failed = failed
directory-waits = No longer in the directory: { $count }. Losing a role: { $roles }. That is unusually many people, so nothing was changed. Check whether search base, filter and groups are right.
directory-confirm = Yes, deactivate { $count } people and take roles from { $roles } people
directory-report-entries = { $count } entries read, { $same } people are unchanged.
directory-report-dry = This was a dry run: nothing was changed.
directory-report-same = There are no differences.
directory-created = New: { $count }
directory-changed = Changed: { $count }
directory-vanished = No longer in the directory, deactivated: { $count }
directory-kept = No longer in the directory, but left active (or nobody could administer any more): { $count }
directory-roles-lost = Of these, losing a role: { $count }
directory-faults = Left out: { $count }
directory-more = … and { $count } more
differs-name = name
differs-login = account
differs-language = language
differs-affiliation = affiliation
differs-phone = phone
differs-room = room
differs-organisation = department
differs-addresses = addresses
differs-roles = roles
differs-linked = found in the directory for the first time
differs-active = active again
entry-fault-no_id = without a permanent id (id_attribute)
entry-fault-no_name = without a name
entry-fault-same_id = the permanent id is used twice
entry-fault-login_taken = the account belongs to somebody else already
entry-fault-address_taken = the address belongs to somebody else already
entry-fault-no_role = there is no such role for this group
directory-try = Try it out
directory-try-question = Account or e-mail address
directory-try-hint = Shows the entry, the person that comes out of it, and their roles. Nothing is changed.
directory-try-ask = Look up
directory-try-nobody = There is no such entry.
directory-try-person = What comes out
directory-try-here = Known here as
directory-try-new = nobody yet
directory-try-groups = Groups, also by way of others
directory-try-entry = The entry in the directory

people-merge = Entered twice?
people-merge-find = Find the duplicate entry
people-merge-hint = Addresses and tickets of the other entry become this person’s. You see a preview first.
people-merge-title = { $gone } becomes part of { $kept }
people-merge-addresses = These addresses move: { $addresses }
people-merge-requester = { $count ->
    [one] One request moves.
   *[other] { $count } requests move.
}
people-merge-owner = { $count ->
    [one] One owned ticket moves.
   *[other] { $count } owned tickets move.
}
people-merge-responsible = { $count ->
    [one] The responsibility for one ticket moves.
   *[other] The responsibility for { $count } tickets moves.
}
people-merge-participant = { $count ->
    [one] The participation in one ticket moves.
   *[other] The participation in { $count } tickets moves.
}
people-merge-watcher = { $count ->
    [one] One watched ticket moves.
   *[other] { $count } watched tickets move.
}
people-merge-login = The account ID “{ $login }” moves only if there is none here yet; the password never moves.
people-merge-roles = These roles do not move: { $roles }
people-merge-leaves = { $gone } is signed out and cannot sign in any more. Links to the old entry lead here.
people-merge-undo-hint = This can be undone later.
people-merge-confirm = Merge
people-merge-done = { $gone } is part of { $kept } now.
people-merged-from = Merged in
people-merged-into = Merged into
people-merge-undo = Undo
people-merge-undone = undone
people-merge-undo-done = { $gone } is an entry of their own again.
people-merge-not-allowed = This entry cannot move: it is the same one, your own, or comes from a directory. In the last case merge the other way round.
people-merge-too-many = These are too many addresses or tickets for one step.

# Contact forms
web-forms-lead = Forms by which people ask, on other websites too.
web-form-add = Add a form
web-form-new = New form
web-forms-none = There is no form yet.
web-form-url = Address
web-form-slug = End of the address
web-form-slug-hint = Lower-case letters, digits and hyphens: /form/wifi-trouble
web-form-intro = Introduction
web-form-queue = Queue
web-form-access = Who may fill it in?
web-form-access-signed_in = only those who are signed in
web-form-access-anyone = everybody
web-form-confirm-mail = Whoever is not signed in confirms by mail
web-form-confirm-mail-hint = There is a ticket only after the click on the link in the mail.
web-form-work = Calculation against spam
web-form-work-hint = The browser calculates for a moment before it sends. Nobody has to solve anything, with a screen reader either.
web-form-work-none = none
web-form-work-light = light (under a second)
web-form-work-medium = medium (some seconds)
web-form-work-heavy = heavy (up to half a minute on old devices)
web-form-attachments = Files may be sent along
web-form-questions = What is asked
web-form-questions-hint = Every form asks for subject and description. The answers stand in the first message; own fields are set in the ticket too.
web-form-ask-no = do not ask
web-form-ask-optional = ask, optional
web-form-ask-required = ask, required
web-form-up = { $name } up
web-form-down = { $name } down
web-form-origins = Websites that may embed it
web-form-origins-hint = One a line, for example https://www.hs-musterstadt.example
web-form-embed = To embed it
web-form-embed-hint = Put this text into the web page. It works only on the sites that stand above.
web-form-copy = Copy
web-form-copied = Copied.
web-form-open = Open the form
web-form-pending = { $count ->
    [one] 1 not confirmed
   *[other] { $count } not confirmed
}
web-form-entries = Not confirmed yet
web-form-entries-hint = A click on the link of the mail makes the ticket. What nobody confirms is deleted.
web-form-entry-until = { $count ->
    [one] 1 mail, good until { $at }
   *[other] { $count } mails, good until { $at }
}
web-form-entry-send = Send the confirmation again
web-form-entry-sent = A new link is on its way to { $address }.
web-form-entry-deleted = The request of { $address } is deleted.
web-form-entry-take = Take as a ticket
web-form-entry-taken = { $number } is opened as a ticket.
web-form-entry-reason = Reason
web-form-entry-reason-hint = How you know who has sent the request, for example “confirmed by telephone”. It stands in the log and as a note in the ticket.
web-form-valid-hint = Switched off, it is there for nobody.
# Requests for queues
admin-queue-requests-lead = Who wants a queue, and what an approval would set up.
queue-request-status = Status
queue-request-open = Open
queue-request-approved = Approved
queue-request-refused = Refused
queue-requests-none = There are no requests here.
queue-request-by = Requested by
queue-request-at = Requested
queue-request-key = Key
queue-request-ticket = Ticket
queue-request-decided = { $outcome } by { $name }
queue-request-plan = What will be set up
queue-request-templates = Templates from the beginning: { $names }
queue-request-faults = This stands in the way:
queue-request-approve = Approve and set up
queue-request-refusal = Reason for the refusal
queue-request-refusal-hint = The person who asked gets it as an answer.
queue-request-refuse = Refuse

## Access
people-access = Access
people-access-sessions = Signed-in devices
people-access-nowhere = The person is signed in nowhere.
people-access-end-all = Sign out everywhere
people-access-ended-all = { $name } is signed out everywhere.
people-access-tokens = Programs that act for the person
people-access-no-tokens = There is no API token.
people-access-link = Send a link to set the password
people-access-link-sent = { $name } gets the link by email.
people-access-factor = Reset the second factor
people-access-factor-text = Make sure whom you are talking to: afterwards the password is enough. { $name } is signed out everywhere and told by email; the recovery codes are no longer valid.
people-access-factor-done = The second factor of { $name } is reset.
people-seen = Views as this person
people-seen-as = View as this person
people-seen-never = Nobody has seen Pult as this person.
people-see-as = See as this person
people-see-as-title = See Pult as { $name }
people-see-as-text = For half an hour you see what the person sees, and can change nothing. You do not see their account, notifications and drafts, nor what is for named persons only. The person learns of it.
people-see-as-reason = Reason
people-see-as-reason-hint = For example the number of the request. The person reads it.
readings-seen-as = { $who } as { $person }

## Organisations
organisations-lead = Whoever belongs to the same organisation can see the requests of the others, where it is switched on here.
organisations-none = No organisation is set up yet. Nobody sees requests of others.
organisations-unknown = Not set up yet
organisations-unknown-hint = People who may sign in have these organisations. As long as they are not set up, each request there stays with the person who made it.
organisation-add = Set up an organisation
organisation-new = New organisation
organisation-name-hint = As it stands with people or in the directory, in small or capital letters. Whoever has this organisation belongs to it.
organisation-see = Members see the requests of all members
organisation-see-hint = The portal then has a second list. Members see what the person who asked sees: no internal notes, nothing in sensitive queues and no tickets for named persons only.
organisation-reply = Members may also answer
organisation-reply-hint = Counts only where they see the requests. Only whoever asked can close.
organisation-valid-hint = An invalid organisation has no effect: nobody sees requests of others by it.
organisation-sees = read
organisation-sees-and-replies = read and answer
organisation-members = { $count ->
    [one] one person
   *[other] { $count } people
}
organisation-nobody = Nobody who may sign in has this organisation. Is the name written in another way there?

## One answer to all who have reported the same incident
incident-back = To the ticket above
incident-nobody = Below this ticket nothing is open that you may answer.
incident-who = { $count ->
    [one] One person gets
   *[other] { $count } people get
 } a mail of their own, with the number of their request, salutation and signature; nobody sees the addresses of the others. German: { $german }, English: { $english }.
incident-others = No answer goes to: closed already { $done }, beyond your queues { $beyond }.
incident-template = Template
incident-template-none = None
incident-text-de = Answer in German
incident-text-en = Answer in English
incident-text-hint = Variables are filled in for each person, for example {"{{"} customer.name {"}}"}.
incident-in-german = { $count ->
    [one] One person reads English and gets
   *[other] { $count } people read English and get
 } the German text.
incident-in-english = { $count ->
    [one] One person reads German and gets
   *[other] { $count } people read German and get
 } the English text.
incident-close = Afterwards
incident-close-not = Leave everything open
incident-close-hint = The ticket above at once, each request after its answer, without a second mail. What cannot be closed stays open and says why.
incident-with-parent = Also to { $name }, who asked in the ticket above itself
incident-send = Send to { $count ->
    [one] one person
   *[other] { $count } people
 }
incident-running = { $done } of { $total } are sent …
incident-sent = { $done } of { $total } are sent; not sent: { $failed }.
incident-ended = The answers are sent.
incident-stop = Stop
incident-lost = How far it is cannot be told right now. It goes on.
incident-left = Could not be closed along
