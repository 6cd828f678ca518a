# Ein Ticket: Unterhaltung, Antwortfeld, Seitenleiste, neue Tickets.
