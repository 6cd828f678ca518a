# Ein Ticket: Unterhaltung, Antwortfeld, Seitenleiste, neue Tickets.

## Ereignisse der Historie
no-value = nichts
link-parent = übergeordnet
link-child = untergeordnet
link-related = verwandt
link-duplicate_of = Duplikat von
link-duplicated_by = hat als Duplikat
event-responsible_changed = hat die Verantwortung von { $from } auf { $to } übertragen.
event-type_changed = hat den Typ von „{ $from }“ auf „{ $to }“ geändert.
event-service_changed = hat den Service von „{ $from }“ auf „{ $to }“ geändert.
event-subject_changed = hat den Betreff von „{ $from }“ auf „{ $to }“ geändert.
event-requester_changed = hat die anfragende Person von { $from } auf { $to } geändert.
event-due_changed = hat die Fälligkeit von „{ $from }“ auf „{ $to }“ geändert.
event-field_changed = hat „{ $field }“ von „{ $from }“ auf „{ $to }“ geändert.
event-tag_added = hat das Schlagwort „{ $tag }“ hinzugefügt.
event-tag_removed = hat das Schlagwort „{ $tag }“ entfernt.
event-watcher_added = hat { $person } als Beobachter eingetragen.
event-watcher_removed = hat { $person } als Beobachter ausgetragen.
event-participant_added = hat { $person } als Beteiligten hinzugefügt.
event-participant_removed = hat { $person } als Beteiligten entfernt.
event-mentioned = hat { $person } in einer Notiz erwähnt.
event-linked = hat das Ticket mit { $number } verknüpft ({ $kind }).
event-unlinked = hat die Verknüpfung mit { $number } ({ $kind }) aufgehoben.
event-merged_into = hat das Ticket mit { $number } zusammengeführt. Es geht dort weiter.
event-merged_from = hat das Ticket { $number } hier hineingeführt.
event-unmerged_from = hat das Ticket wieder von { $number } getrennt.
event-merge_undone = hat das Ticket { $number } wieder abgetrennt.
event-time_accounted = hat { $minutes } Minuten Arbeitszeit erfasst.
event-time_accounted-why = hat { $minutes } Minuten Arbeitszeit erfasst: { $comment }
event-checklist_item_added = hat „{ $text }“ auf die Checkliste gesetzt.
event-checklist_item_done = hat „{ $text }“ auf der Checkliste abgehakt.
event-checklist_item_open = hat „{ $text }“ auf der Checkliste als offen eingetragen.
event-checklist_item_removed = hat „{ $text }“ von der Checkliste genommen.
event-reply_recalled = hat eine Antwort zurückgenommen, bevor sie gesendet wurde.
