//! The matters of the generated desk, each part of them in the words of several people.

/// What goes wrong where, in words that vary from one person to the next. Each list is one thing said in several ways.
pub struct Matter {
    pub english: bool,
    pub thing: &'static [&'static str],
    pub place: &'static [&'static str],
    pub trouble: &'static [&'static str],
    pub detail: &'static [&'static str],
}

/// Matters that share service, place or trouble with others, and are others all the same.
pub const MATTERS: [Matter; 28] = [
    Matter {
        english: false,
        thing: &["das WLAN eduroam", "eduroam", "das eduroam-WLAN"],
        place: &[
            "im Wohnheim Nord, Haus 3",
            "im Haus 3 vom Wohnheim Nord",
            "in Haus 3 des Wohnheims Nord",
        ],
        trouble: &[
            "bricht jeden Abend mehrmals ab",
            "bricht abends ständig mehrmals ab",
            "bricht jeden Abend dauernd ab",
        ],
        detail: &[
            "Der Laptop verbindet sich zwar, aber nach wenigen Minuten ist die Verbindung getrennt.",
            "Nach wenigen Minuten ist die Verbindung am Laptop getrennt, obwohl er sich verbindet.",
            "Die Verbindung ist nach wenigen Minuten getrennt, auf dem Laptop und dem Handy.",
        ],
    },
    Matter {
        english: false,
        thing: &["das WLAN eduroam", "eduroam", "das eduroam-WLAN"],
        place: &[
            "in der Bibliothek, Lesesaal zwei",
            "im Lesesaal zwei der Bibliothek",
            "in der Bibliothek (Lesesaal zwei)",
        ],
        trouble: &[
            "nimmt mein Zertifikat nicht an",
            "lehnt mein Zertifikat ab",
            "akzeptiert das Zertifikat nicht",
        ],
        detail: &[
            "Windows meldet, dass der Radius-Server unbekannt sei.",
            "Es kommt die Meldung, der Radius-Server sei unbekannt.",
            "Angezeigt wird: Radius-Server unbekannt, Windows verweigert.",
        ],
    },
    Matter {
        english: false,
        thing: &["der Drucker", "der Netzwerkdrucker", "der Drucker"],
        place: &[
            "im Flur vor Raum C 204",
            "vor Raum C 204 auf dem Flur",
            "auf dem Flur bei Raum C 204",
        ],
        trouble: &[
            "meldet Papierstau",
            "zeigt Papierstau an",
            "hat schon wieder Papierstau",
        ],
        detail: &[
            "Die hintere Klappe lässt sich nicht öffnen und der Einzug knirscht.",
            "Der Einzug knirscht und die hintere Klappe lässt sich nicht öffnen.",
            "Man bekommt die hintere Klappe nicht geöffnet, der Einzug knirscht laut.",
        ],
    },
    Matter {
        english: false,
        thing: &["der Drucker", "der Farbdrucker", "der Drucker"],
        place: &[
            "im Sekretariat Maschinenbau",
            "im Sekretariat vom Maschinenbau",
            "bei uns im Sekretariat Maschinenbau",
        ],
        trouble: &[
            "druckt nur noch Streifen",
            "druckt bloß noch Streifen",
            "druckt auf jeder Seite Streifen",
        ],
        detail: &[
            "Der Toner Magenta wurde gewechselt, die Trommel ist wohl verbraucht.",
            "Magenta-Toner ist neu, vermutlich ist die Trommel verbraucht.",
            "Trotz neuem Toner Magenta; die Trommel scheint verbraucht.",
        ],
    },
    Matter {
        english: false,
        thing: &["Moodle", "die Lernplattform Moodle", "Moodle"],
        place: &["im Kurs Statik I", "beim Kurs Statik I", "im Kurs Statik I"],
        trouble: &[
            "nimmt meine Abgabe nicht an",
            "lässt keine Abgabe zu",
            "akzeptiert die Abgabe nicht",
        ],
        detail: &[
            "Beim Hochladen der PDF erscheint Fehler 413, die Datei sei zu groß.",
            "Die PDF wird beim Hochladen mit Fehler 413 (Datei zu groß) abgelehnt.",
            "Fehler 413 beim Hochladen der PDF-Datei, angeblich zu groß.",
        ],
    },
    Matter {
        english: false,
        thing: &["Moodle", "die Lernplattform Moodle", "Moodle"],
        place: &[
            "im Kurs Organische Chemie",
            "beim Kurs Organische Chemie",
            "im Kurs Organische Chemie",
        ],
        trouble: &[
            "zeigt mir den Einschreibeschlüssel als falsch an",
            "meldet einen falschen Einschreibeschlüssel",
            "sagt, der Einschreibeschlüssel sei falsch",
        ],
        detail: &[
            "Der Dozent hat den Schlüssel in der Vorlesung genannt.",
            "Den Schlüssel hat der Dozent in der Vorlesung genannt.",
            "In der Vorlesung hat der Dozent genau diesen Schlüssel genannt.",
        ],
    },
    Matter {
        english: false,
        thing: &["der Beamer", "der Projektor", "der Beamer"],
        place: &["im Hörsaal 7", "im Hörsaal 7", "in Hörsaal 7"],
        trouble: &[
            "bleibt schwarz",
            "zeigt nur ein schwarzes Bild",
            "liefert kein Bild, alles schwarz",
        ],
        detail: &[
            "Am Pult leuchtet die HDMI-Anzeige rot, das Kabel wurde getauscht.",
            "Die HDMI-Anzeige am Pult leuchtet rot, trotz getauschtem Kabel.",
            "Kabel getauscht, die Anzeige HDMI am Pult leuchtet weiterhin rot.",
        ],
    },
    Matter {
        english: false,
        thing: &["der Beamer", "der Projektor", "der Beamer"],
        place: &[
            "im Seminarraum 12 der Informatik",
            "im Seminarraum 12 (Informatik)",
            "in der Informatik, Seminarraum 12",
        ],
        trouble: &["pfeift sehr laut", "pfeift laut", "macht ein lautes Pfeifen"],
        detail: &[
            "Der Lüfter läuft auch nach dem Ausschalten weiter und es riecht verschmort.",
            "Es riecht verschmort, und der Lüfter läuft nach dem Ausschalten weiter.",
            "Nach dem Ausschalten läuft der Lüfter weiter; verschmorter Geruch.",
        ],
    },
    Matter {
        english: false,
        thing: &[
            "mein Bibliotheksausweis",
            "der Bibliotheksausweis",
            "mein Bibliotheksausweis",
        ],
        place: &[
            "am Drehkreuz Eingang Süd",
            "am Eingang Süd beim Drehkreuz",
            "am Drehkreuz vom Eingang Süd",
        ],
        trouble: &[
            "wird nicht erkannt",
            "wird nicht gelesen",
            "wird vom Lesegerät nicht erkannt",
        ],
        detail: &[
            "Das Lesegerät blinkt gelb und piept dreimal.",
            "Es piept dreimal, das Lesegerät blinkt gelb.",
            "Das Lesegerät piept dreimal und blinkt dabei gelb.",
        ],
    },
    Matter {
        english: false,
        thing: &["die Fernleihe", "meine Fernleihe", "die Fernleihe"],
        place: &[
            "für das Handbuch der Geotechnik",
            "vom Handbuch der Geotechnik",
            "für das Handbuch Geotechnik",
        ],
        trouble: &[
            "steht seit drei Wochen auf bestellt",
            "ist seit drei Wochen nur bestellt",
            "hängt seit drei Wochen auf bestellt",
        ],
        detail: &[
            "Die Leihfrist meiner Hausarbeit endet bald, ich brauche Band zwei.",
            "Ich brauche Band zwei bald für meine Hausarbeit.",
            "Für die Hausarbeit brauche ich Band zwei, die Frist endet bald.",
        ],
    },
    Matter {
        english: false,
        thing: &["mein Passwort", "das Passwort", "mein Passwort"],
        place: &[
            "für das Hochschulkonto",
            "vom Hochschulkonto",
            "für mein Hochschulkonto",
        ],
        trouble: &["ist abgelaufen", "ist abgelaufen", "ist leider abgelaufen"],
        detail: &[
            "Der Link zum Zurücksetzen geht an eine alte Handynummer.",
            "Zum Zurücksetzen wird ein Link an meine alte Handynummer geschickt.",
            "Der Zurücksetzen-Link kommt auf der alten Handynummer an.",
        ],
    },
    Matter {
        english: false,
        thing: &["mein Postfach", "das Postfach", "mein Postfach"],
        place: &["in Outlook", "unter Outlook", "im Outlook"],
        trouble: &["ist voll", "ist voll", "meldet, es sei voll"],
        detail: &[
            "Ich kann keine Mails mehr senden, das Archiv liegt auf dem Netzlaufwerk.",
            "Senden von Mails geht nicht mehr, Archiv liegt auf dem Netzlaufwerk.",
            "Mails senden klappt nicht mehr, obwohl das Archiv auf dem Netzlaufwerk liegt.",
        ],
    },
    Matter {
        english: false,
        thing: &["das VPN", "der VPN-Client", "das VPN"],
        place: &["von zu Hause", "aus dem Homeoffice", "von zu Hause"],
        trouble: &[
            "bricht beim Anmelden mit Fehler 691 ab",
            "meldet beim Anmelden Fehler 691",
            "zeigt beim Anmelden Fehler 691",
        ],
        detail: &[
            "Der zweite Faktor wird gar nicht erst abgefragt.",
            "Nach dem zweiten Faktor wird gar nicht gefragt.",
            "Den zweiten Faktor fragt er gar nicht ab.",
        ],
    },
    Matter {
        english: false,
        thing: &["das VPN", "der VPN-Client", "das VPN"],
        place: &["auf dem neuen MacBook", "am neuen MacBook", "auf meinem neuen MacBook"],
        trouble: &[
            "lässt sich nicht installieren",
            "kann nicht installiert werden",
            "lässt sich nicht installieren",
        ],
        detail: &[
            "Die Systemerweiterung wird von Sequoia blockiert.",
            "Sequoia blockiert die Systemerweiterung.",
            "Unter Sequoia wird die Systemerweiterung blockiert.",
        ],
    },
    Matter {
        english: false,
        thing: &[
            "die Prüfungsanmeldung",
            "die Anmeldung zur Prüfung",
            "die Prüfungsanmeldung",
        ],
        place: &["für Thermodynamik", "in Thermodynamik", "für Thermodynamik"],
        trouble: &[
            "ist im Portal ausgegraut",
            "ist ausgegraut im Portal",
            "erscheint im Portal ausgegraut",
        ],
        detail: &[
            "Die Zulassung aus dem Praktikum ist aber eingetragen.",
            "Dabei ist die Zulassung aus dem Praktikum eingetragen.",
            "Meine Zulassung durch das Praktikum ist eingetragen.",
        ],
    },
    Matter {
        english: false,
        thing: &["die Heizung", "die Heizung", "der Heizkörper"],
        place: &["im Büro B 117", "in Büro B 117", "im Büro B 117"],
        trouble: &["bleibt kalt", "ist kalt", "wird nicht warm und bleibt kalt"],
        detail: &[
            "Das Thermostat zeigt achtzehn Grad und gluckert.",
            "Am Thermostat stehen achtzehn Grad, es gluckert.",
            "Thermostat zeigt achtzehn Grad, es gluckert nur.",
        ],
    },
    Matter {
        english: false,
        thing: &["das WLAN eduroam", "eduroam", "das eduroam-WLAN"],
        place: &[
            "in der Mensa am Südcampus",
            "am Südcampus in der Mensa",
            "in der Mensa (Südcampus)",
        ],
        trouble: &[
            "bricht mittags mehrmals ab",
            "bricht zur Mittagszeit ständig ab",
            "bricht mittags dauernd ab",
        ],
        detail: &[
            "Mit dem Tablet bekomme ich dann gar keine Adresse mehr.",
            "Das Tablet bekommt dann gar keine Adresse mehr.",
            "Dann bekommt mein Tablet keine Adresse mehr.",
        ],
    },
    Matter {
        english: false,
        thing: &["der Drucker", "der Netzwerkdrucker", "der Drucker"],
        place: &[
            "im Rechenzentrum, Pool zwei",
            "im Pool zwei vom Rechenzentrum",
            "im Rechenzentrum (Pool zwei)",
        ],
        trouble: &[
            "meldet Papierstau",
            "zeigt Papierstau an",
            "hat schon wieder Papierstau",
        ],
        detail: &[
            "Fach drei ist leer und das Guthaben auf der Karte wird trotzdem abgebucht.",
            "Das Guthaben der Karte wird abgebucht, obwohl Fach drei leer ist.",
            "Fach drei ist leer, abgebucht wird das Guthaben der Karte trotzdem.",
        ],
    },
    Matter {
        english: false,
        thing: &["Moodle", "die Lernplattform Moodle", "Moodle"],
        place: &["im Kurs Mechanik III", "beim Kurs Mechanik III", "im Kurs Mechanik III"],
        trouble: &[
            "nimmt meine Abgabe nicht an",
            "lässt keine Abgabe zu",
            "akzeptiert die Abgabe nicht",
        ],
        detail: &[
            "Die Frist ist angeblich verstrichen, sie endet aber erst am Freitag.",
            "Angeblich ist die Frist verstrichen, dabei endet sie am Freitag.",
            "Die Frist endet erst am Freitag und ist angeblich verstrichen.",
        ],
    },
    Matter {
        english: true,
        thing: &["the printer", "the network printer", "the printer"],
        place: &[
            "in the computing centre, pool two",
            "in pool two of the computing centre",
            "at the computing centre (pool two)",
        ],
        trouble: &["has a paper jam", "shows a paper jam", "reports a paper jam"],
        detail: &[
            "Tray three is empty and my card is charged all the same.",
            "My card is charged although tray three is empty.",
            "Tray three is empty, the card is charged all the same.",
        ],
    },
    Matter {
        english: true,
        thing: &["eduroam", "the eduroam wifi", "eduroam"],
        place: &[
            "in dormitory North, house 3",
            "in house 3 of dormitory North",
            "at dormitory North (house 3)",
        ],
        trouble: &[
            "disconnects every evening",
            "keeps disconnecting every evening",
            "disconnects each evening",
        ],
        detail: &[
            "My laptop connects, but the link drops after a few minutes.",
            "The link drops after a few minutes on my laptop.",
            "After a few minutes the link drops, laptop and phone alike.",
        ],
    },
    Matter {
        english: true,
        thing: &["the printer", "the network printer", "the printer"],
        place: &[
            "on the corridor next to room C 204",
            "next to room C 204 on the corridor",
            "in the corridor by room C 204",
        ],
        trouble: &["has a paper jam", "shows a paper jam", "reports a paper jam"],
        detail: &[
            "The rear flap cannot be opened and the feeder grinds.",
            "The feeder grinds and nobody can open the rear flap.",
            "Rear flap does not open, feeder grinds loudly.",
        ],
    },
    Matter {
        english: true,
        thing: &["Moodle", "the Moodle platform", "Moodle"],
        place: &["in the course Statics", "for the course Statics", "in course Statics"],
        trouble: &[
            "rejects my submission",
            "does not accept my submission",
            "rejects the submission",
        ],
        detail: &[
            "Uploading the PDF ends with error 413, file too large.",
            "Error 413 when uploading the PDF: file too large.",
            "The PDF upload fails with error 413, too large a file.",
        ],
    },
    Matter {
        english: true,
        thing: &["my library card", "the library card", "my library card"],
        place: &[
            "at the turnstile of the south entrance",
            "at the south entrance turnstile",
            "at the turnstile, south entrance",
        ],
        trouble: &["is not recognised", "is not read", "is not recognised by the reader"],
        detail: &[
            "The reader blinks yellow and beeps three times.",
            "It beeps three times, the reader blinks yellow.",
            "The reader beeps three times and blinks yellow.",
        ],
    },
    Matter {
        english: true,
        thing: &["the VPN client", "the VPN", "the VPN client"],
        place: &["from abroad", "while abroad", "from abroad"],
        trouble: &[
            "stops with error 691 at login",
            "fails at login with error 691",
            "shows error 691 at login",
        ],
        detail: &[
            "The second factor is never asked for.",
            "It never asks for the second factor.",
            "I am never asked for a second factor.",
        ],
    },
    Matter {
        english: true,
        thing: &["the projector", "the beamer", "the projector"],
        place: &["in lecture hall 7", "in lecture hall 7", "at lecture hall 7"],
        trouble: &["stays black", "only shows a black picture", "stays black, no picture"],
        detail: &[
            "The HDMI light at the desk is red although the cable was swapped.",
            "Cable swapped, the HDMI light at the desk is still red.",
            "HDMI light at the desk is red, the cable has been swapped.",
        ],
    },
    Matter {
        english: true,
        thing: &[
            "my exam registration",
            "the exam registration",
            "my registration for the exam",
        ],
        place: &["for thermodynamics", "in thermodynamics", "for thermodynamics"],
        trouble: &[
            "is greyed out in the portal",
            "is greyed out on the portal",
            "appears greyed out in the portal",
        ],
        detail: &[
            "The admission from the lab course has been entered.",
            "My admission by the lab course has been entered.",
            "Admission from the lab course is entered already.",
        ],
    },
    Matter {
        english: true,
        thing: &[
            "my residence permit letter",
            "the residence permit letter",
            "my letter for the residence permit",
        ],
        place: &[
            "from the international office",
            "by the international office",
            "of the international office",
        ],
        trouble: &["has not arrived", "did not arrive", "never arrived"],
        detail: &[
            "The embassy needs it stamped before my visa expires.",
            "My visa expires soon, the embassy needs it stamped.",
            "The embassy needs the stamped letter before the visa expires.",
        ],
    },
];
