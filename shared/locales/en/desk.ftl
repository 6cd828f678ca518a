# The agents' desk: dashboard, lists, views, search, bulk actions.
