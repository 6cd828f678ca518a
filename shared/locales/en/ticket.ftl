# A ticket: conversation, composer, side panel, new tickets.
