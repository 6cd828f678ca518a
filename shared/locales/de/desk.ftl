# Der Schreibtisch der Agenten: Übersicht, Listen, Ansichten, Suche, Sammelaktionen.
