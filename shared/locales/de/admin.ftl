# Die Administration: Queues, Rollen, Zustände, Felder, Vorlagen, Personen.
