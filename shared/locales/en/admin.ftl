# Administration: queues, roles, states, fields, templates, people.
