<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>BlockQuestion</name>
    <message>
        <source>Block %1 for 10 minutes or until you unblock it?</source>
        <translation>%1 für 10 Minuten sperren oder bis Sie die Sperre aufheben?</translation>
    </message>
    <message>
        <source>Its open connections end now.</source>
        <translation>Offene Verbindungen enden sofort.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>10 minutes</source>
        <translation>10 Minuten</translation>
    </message>
    <message>
        <source>Until I unblock</source>
        <translation>Bis ich sie aufhebe</translation>
    </message>
</context>
<context>
    <name>Recipes</name>
    <message>
        <source>Command line</source>
        <translation>Kommandozeile</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Desktops</source>
        <translation>Desktops</translation>
    </message>
    <message>
        <source>Files (GNOME)</source>
        <translation>Dateien (GNOME)</translation>
    </message>
    <message>
        <source>Dolphin (KDE)</source>
        <translation>Dolphin (KDE)</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>Telefone</translation>
    </message>
    <message>
        <source>Android and iOS</source>
        <translation>Android und iOS</translation>
    </message>
    <message>
        <source>Save this computer&apos;s key</source>
        <translation>Schlüssel dieses Computers speichern</translation>
    </message>
    <message>
        <source>So that nobody can pretend to be this computer. Needed once.</source>
        <translation>Damit sich niemand als dieser Computer ausgeben kann. Einmal nötig.</translation>
    </message>
    <message>
        <source>Host key</source>
        <translation>Hostschlüssel</translation>
    </message>
    <message>
        <source>When asked about the host key, compare it with this. Go on only if it is the same.</source>
        <translation>Vergleichen Sie auf Nachfrage den Hostschlüssel hiermit. Nur weiter, wenn er gleich ist.</translation>
    </message>
    <message>
        <source>Or copy a single file</source>
        <translation>Oder eine einzelne Datei kopieren</translation>
    </message>
    <message>
        <source>Put its name in place of FILE.</source>
        <translation>Setzen Sie den Namen der Datei anstelle von FILE ein.</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Asked for a password, type the one from the invite. Then try: ls, get, put, exit.</source>
        <translation>Geben Sie auf Nachfrage das Passwort aus der Einladung ein. Dann zum Beispiel: ls, get, put, exit.</translation>
    </message>
    <message>
        <source>Copy the whole folder</source>
        <translation>Den ganzen Ordner kopieren</translation>
    </message>
    <message>
        <source>Before OpenSSH 9.0, add -s after scp.</source>
        <translation>Vor OpenSSH 9.0 nach scp ein -s einfügen.</translation>
    </message>
    <message>
        <source>Asked for a password, type the one from the invite.</source>
        <translation>Geben Sie auf Nachfrage das Passwort aus der Einladung ein.</translation>
    </message>
    <message>
        <source>Take it down again</source>
        <translation>Wieder lösen</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>SFTP - SSH File Transfer Protocol</source>
        <translation>SFTP - SSH File Transfer Protocol</translation>
    </message>
    <message>
        <source>Logon type</source>
        <translation>Verbindungsart</translation>
    </message>
    <message>
        <source>Ask for password</source>
        <translation>Nach Passwort fragen</translation>
    </message>
    <message>
        <source>Open the Site Manager and fill in</source>
        <translation>Servermanager öffnen und ausfüllen</translation>
    </message>
    <message>
        <source>In a terminal of Windows. It checks the host key by itself.</source>
        <translation>In einem Terminal von Windows. Der Hostschlüssel wird von selbst geprüft.</translation>
    </message>
    <message>
        <source>Or fill in the login window</source>
        <translation>Oder das Anmeldefenster ausfüllen</translation>
    </message>
    <message>
        <source>Open Other Locations and enter this at Connect to Server</source>
        <translation>„Andere Orte“ öffnen und dies bei „Mit Server verbinden“ eingeben</translation>
    </message>
    <message>
        <source>Press Ctrl+L and enter</source>
        <translation>Strg+L drücken und eingeben</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Scan the QR code, or enter these in a file manager that knows SFTP</source>
        <translation>QR-Code scannen oder dies in einer Dateiverwaltung mit SFTP eingeben</translation>
    </message>
    <message>
        <source>QR code</source>
        <translation>QR-Code</translation>
    </message>
    <message>
        <source>Or enter these</source>
        <translation>Oder dies eingeben</translation>
    </message>
    <message>
        <source>Start sharing once. This computer&apos;s key is known then.</source>
        <translation>Einmal freigeben, dann ist der Schlüssel dieses Computers bekannt.</translation>
    </message>
</context>
<context>
    <name>format</name>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n Byte</numerusform>
            <numerusform>%n Bytes</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 kB</source>
        <translation>%1 kB</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 TB</source>
        <translation>%1 TB</translation>
    </message>
    <message>
        <source>%1 PB</source>
        <translation>%1 PB</translation>
    </message>
    <message>
        <source>%1/s</source>
        <comment>bytes a second</comment>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>d MMMM</source>
        <extracomment>A day as a heading, as QDate::toString() writes it.</extracomment>
        <translation>d. MMMM</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation>d. MMMM yyyy</translation>
    </message>
    <message>
        <source>d MMM</source>
        <comment>a short date</comment>
        <extracomment>A day inside a sentence, as QDate::toString() writes it.</extracomment>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>a short date</comment>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>A date and a time.</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>No access</source>
        <translation>Kein Zugriff</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>View and upload</source>
        <translation>Ergänzen</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Drop box</source>
        <translation>Briefkasten</translation>
    </message>
    <message>
        <source>Open and download</source>
        <translation>Öffnen und herunterladen</translation>
    </message>
    <message>
        <source>Only add new files</source>
        <translation>Ansehen, Neues hochladen</translation>
    </message>
    <message>
        <source>Also change and delete</source>
        <translation>Auch ändern und löschen</translation>
    </message>
    <message>
        <source>See only what they sent</source>
        <translation>Sehen nur Eigenes</translation>
    </message>
    <message>
        <source>Until I stop it</source>
        <translation>Unbefristet</translation>
    </message>
    <message>
        <source>Until %1</source>
        <extracomment>A time (&quot;15:02&quot;) or a date (&quot;31 Dec&quot;).</extracomment>
        <translation>Bis %1</translation>
    </message>
    <message>
        <source>%1.</source>
        <comment>sentence</comment>
        <extracomment>The end of a sentence: %1 is one without its period.</extracomment>
        <translation>%1.</translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation>Lädt %1 herunter</translation>
    </message>
    <message>
        <source>Downloaded %1</source>
        <translation>Geladen: %1</translation>
    </message>
    <message>
        <source>The line dropped: %1</source>
        <translation>Leitung abgebrochen: %1</translation>
    </message>
    <message>
        <source>May not download %1: access is %2.</source>
        <translation>Darf %1 nicht herunterladen: Zugriff ist %2.</translation>
    </message>
    <message>
        <source>May not download %1. %2.</source>
        <translation>Darf %1 nicht herunterladen. %2.</translation>
    </message>
    <message>
        <source>Could not download %1. %2.</source>
        <translation>%1 ließ sich nicht herunterladen. %2.</translation>
    </message>
    <message>
        <source>Uploading %1</source>
        <translation>Lädt %1 hoch</translation>
    </message>
    <message>
        <source>Uploaded %1</source>
        <translation>Hochgeladen: %1</translation>
    </message>
    <message>
        <source>May not upload %1: access is %2.</source>
        <translation>Darf %1 nicht hochladen: Zugriff ist %2.</translation>
    </message>
    <message>
        <source>May not upload %1. %2.</source>
        <translation>Darf %1 nicht hochladen. %2.</translation>
    </message>
    <message>
        <source>Could not upload %1. %2.</source>
        <translation>%1 ließ sich nicht hochladen. %2.</translation>
    </message>
    <message>
        <source>Made the folder %1</source>
        <translation>Ordner angelegt: %1</translation>
    </message>
    <message>
        <source>May not make the folder %1: access is %2.</source>
        <translation>Darf den Ordner %1 nicht anlegen: Zugriff ist %2.</translation>
    </message>
    <message>
        <source>May not make the folder %1. %2.</source>
        <translation>Darf den Ordner %1 nicht anlegen. %2.</translation>
    </message>
    <message>
        <source>Could not make the folder %1. %2.</source>
        <translation>Der Ordner %1 ließ sich nicht anlegen. %2.</translation>
    </message>
    <message>
        <source>Deleted %1</source>
        <translation>Gelöscht: %1</translation>
    </message>
    <message>
        <source>May not delete %1: access is %2.</source>
        <translation>Darf %1 nicht löschen: Zugriff ist %2.</translation>
    </message>
    <message>
        <source>May not delete %1. %2.</source>
        <translation>Darf %1 nicht löschen. %2.</translation>
    </message>
    <message>
        <source>Could not delete %1. %2.</source>
        <translation>%1 ließ sich nicht löschen. %2.</translation>
    </message>
    <message>
        <source>Renamed %1 to %2</source>
        <translation>Umbenannt: %1 in %2</translation>
    </message>
    <message>
        <source>May not rename %1: access is %2.</source>
        <translation>Darf %1 nicht umbenennen: Zugriff ist %2.</translation>
    </message>
    <message>
        <source>May not rename %1. %2.</source>
        <translation>Darf %1 nicht umbenennen. %2.</translation>
    </message>
    <message>
        <source>Could not rename %1. %2.</source>
        <translation>%1 ließ sich nicht umbenennen. %2.</translation>
    </message>
    <message>
        <source>Made the link %1 to %2</source>
        <translation>Verknüpfung angelegt: %1 auf %2</translation>
    </message>
    <message>
        <source>May not make the link %1: access is %2.</source>
        <translation>Darf die Verknüpfung %1 nicht anlegen: Zugriff ist %2.</translation>
    </message>
    <message>
        <source>May not make the link %1. %2.</source>
        <translation>Darf die Verknüpfung %1 nicht anlegen. %2.</translation>
    </message>
    <message>
        <source>Could not make the link %1. %2.</source>
        <translation>Die Verknüpfung %1 ließ sich nicht anlegen. %2.</translation>
    </message>
    <message>
        <source>Set the date of %1</source>
        <translation>Datum gesetzt: %1</translation>
    </message>
    <message>
        <source>Set the size of %1</source>
        <translation>Größe gesetzt: %1</translation>
    </message>
    <message>
        <source>Set the permissions of %1</source>
        <translation>Zugriffsrechte gesetzt: %1</translation>
    </message>
    <message>
        <source>May not change %1: access is %2.</source>
        <translation>Darf %1 nicht ändern: Zugriff ist %2.</translation>
    </message>
    <message>
        <source>May not change %1. %2.</source>
        <translation>Darf %1 nicht ändern. %2.</translation>
    </message>
    <message>
        <source>Could not change %1. %2.</source>
        <translation>%1 ließ sich nicht ändern. %2.</translation>
    </message>
    <message>
        <source>Wrong password for %1.</source>
        <translation>Falsches Passwort für %1.</translation>
    </message>
    <message>
        <source>Wrong password for %1, second try in a minute.</source>
        <translation>Falsches Passwort für %1, zweiter Versuch in einer Minute.</translation>
    </message>
    <message>
        <source>Wrong password for %1, third try in a minute.</source>
        <translation>Falsches Passwort für %1, dritter Versuch in einer Minute.</translation>
    </message>
    <message numerus="yes">
        <source>Wrong password for %1, %n tries in a minute.</source>
        <translation>
            <numerusform>Falsches Passwort für %1, %n Versuch in einer Minute.</numerusform>
            <numerusform>Falsches Passwort für %1, %n Versuche in einer Minute.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody here is named %1.</source>
        <translation>Niemand hier heißt %1.</translation>
    </message>
    <message>
        <source>The key offered for %1 is not known.</source>
        <translation>Der für %1 angebotene Schlüssel ist nicht bekannt.</translation>
    </message>
    <message>
        <source>%1 may not log in: switched off.</source>
        <translation>%1 darf sich nicht anmelden: abgeschaltet.</translation>
    </message>
    <message>
        <source>%1 may not log in: expired.</source>
        <translation>%1 darf sich nicht anmelden: abgelaufen.</translation>
    </message>
    <message>
        <source>%1 could not log in. %2.</source>
        <translation>%1 konnte sich nicht anmelden. %2.</translation>
    </message>
    <message>
        <source>Left without logging in</source>
        <translation>Ohne Anmeldung gegangen</translation>
    </message>
    <message>
        <source>Disconnected after %1</source>
        <translation>Nach %1 getrennt</translation>
    </message>
    <message>
        <source>Disconnected after %1. %2.</source>
        <translation>Nach %1 getrennt. %2.</translation>
    </message>
    <message>
        <source>Could not connect. %1.</source>
        <translation>Keine Verbindung. %1.</translation>
    </message>
    <message>
        <source>Could not connect: it offered only %1, an old key type.</source>
        <translation>Keine Verbindung: nur %1 angeboten, ein alter Schlüsseltyp.</translation>
    </message>
    <message>
        <source>Could not connect: it offered only %1, an old way to agree on keys.</source>
        <translation>Keine Verbindung: nur %1 angeboten, ein alter Schlüsselaustausch.</translation>
    </message>
    <message>
        <source>Could not connect: it offered only %1, an old checksum.</source>
        <translation>Keine Verbindung: nur %1 angeboten, eine alte Prüfsumme.</translation>
    </message>
    <message>
        <source>Could not connect: it offered only %1, an old encryption.</source>
        <translation>Keine Verbindung: nur %1 angeboten, eine alte Verschlüsselung.</translation>
    </message>
    <message>
        <source>Could not connect: it offered only %1.</source>
        <translation>Keine Verbindung: nur %1 angeboten.</translation>
    </message>
    <message>
        <source>The program made a mistake. %1.</source>
        <translation>Das Programm hat einen Fehler gemacht. %1.</translation>
    </message>
    <message>
        <source>You blocked this address</source>
        <translation>Sie haben diese Adresse gesperrt</translation>
    </message>
    <message numerus="yes">
        <source>%n wrong passwords, blocked until %1</source>
        <translation>
            <numerusform>%n falsches Passwort, gesperrt bis %1</numerusform>
            <numerusform>%n falsche Passwörter, gesperrt bis %1</numerusform>
        </translation>
    </message>
    <message>
        <source>You blocked this address until %1</source>
        <translation>Sie haben diese Adresse bis %1 gesperrt</translation>
    </message>
    <message>
        <source>Blocked until %1. %2.</source>
        <translation>Gesperrt bis %1. %2.</translation>
    </message>
    <message>
        <source>Sharing on port %1</source>
        <translation>Freigabe auf Port %1</translation>
    </message>
    <message>
        <source>The settings could not be used. %1.</source>
        <translation>Die Einstellungen ließen sich nicht benutzen. %1.</translation>
    </message>
    <message numerus="yes">
        <source>Settings were changed. %n connections ended.</source>
        <translation>
            <numerusform>Die Einstellungen wurden geändert. %n Verbindung wurde beendet.</numerusform>
            <numerusform>Die Einstellungen wurden geändert. %n Verbindungen wurden beendet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Settings were changed elsewhere. %n connections ended.</source>
        <translation>
            <numerusform>Die Einstellungen wurden anderswo geändert. %n Verbindung wurde beendet.</numerusform>
            <numerusform>Die Einstellungen wurden anderswo geändert. %n Verbindungen wurden beendet.</numerusform>
        </translation>
    </message>
    <message>
        <source>Settings were changed</source>
        <translation>Die Einstellungen wurden geändert</translation>
    </message>
    <message>
        <source>Settings were changed elsewhere and loaded again.</source>
        <translation>Die Einstellungen wurden anderswo geändert und neu geladen.</translation>
    </message>
    <message>
        <source>Sharing was stopped</source>
        <translation>Die Freigabe wurde beendet</translation>
    </message>
    <message>
        <source>Sharing was stopped after %1</source>
        <translation>Die Freigabe wurde nach %1 beendet</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Connected with %1</source>
        <translation>Mit %1 verbunden</translation>
    </message>
    <message>
        <source>Turned away. %1.</source>
        <translation>Abgewiesen. %1.</translation>
    </message>
    <message>
        <source>May not open %1: it leads out of the folder.</source>
        <translation>Darf %1 nicht öffnen: führt aus dem Ordner hinaus.</translation>
    </message>
    <message>
        <source>Asked for more than files (%1).</source>
        <translation>Wollte mehr als Dateien (%1).</translation>
    </message>
    <message>
        <source>Met a limit. %1.</source>
        <translation>Ein Limit war erreicht. %1.</translation>
    </message>
    <message>
        <source>No longer blocked</source>
        <translation>Nicht mehr gesperrt</translation>
    </message>
    <message>
        <source>You unblocked this address</source>
        <translation>Sie haben die Sperre dieser Adresse aufgehoben</translation>
    </message>
    <message>
        <source>%1 is not available. %2.</source>
        <translation>%1 ist nicht verfügbar. %2.</translation>
    </message>
    <message>
        <source>%1 is available again and shared</source>
        <translation>%1 ist wieder verfügbar und freigegeben</translation>
    </message>
    <message>
        <source>Something failed at %1. %2.</source>
        <translation>Bei %1 ist etwas fehlgeschlagen. %2.</translation>
    </message>
    <message>
        <source>Something failed. %1.</source>
        <translation>Etwas ist fehlgeschlagen. %1.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Cut short</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Turn on “Older devices”</source>
        <translation>„Ältere Geräte“ einschalten</translation>
    </message>
    <message>
        <source>There is no person of this name</source>
        <translation>Es gibt keine Person dieses Namens</translation>
    </message>
    <message>
        <source>The password is wrong</source>
        <translation>Das Passwort ist falsch</translation>
    </message>
    <message>
        <source>The key is not known</source>
        <translation>Der Schlüssel ist nicht bekannt</translation>
    </message>
    <message>
        <source>The person is switched off</source>
        <translation>Die Person ist abgeschaltet</translation>
    </message>
    <message>
        <source>The person&apos;s access has expired</source>
        <translation>Der Zugang der Person ist abgelaufen</translation>
    </message>
    <message>
        <source>The key may not be used from this address</source>
        <translation>Der Schlüssel gilt nicht von dieser Adresse aus</translation>
    </message>
    <message>
        <source>Too many people are logging in at once</source>
        <translation>Zu viele melden sich gleichzeitig an</translation>
    </message>
    <message>
        <source>The login was refused</source>
        <translation>Die Anmeldung wurde abgelehnt</translation>
    </message>
    <message>
        <source>The key does not fit, or is of an unknown type</source>
        <translation>Der Schlüssel passt nicht oder ist von unbekannter Art</translation>
    </message>
    <message>
        <source>The user name changed between two tries</source>
        <translation>Der Benutzername wechselte zwischen zwei Versuchen</translation>
    </message>
    <message>
        <source>The program tried a way to log in that is not offered</source>
        <translation>Das Programm versuchte eine Anmeldung, die nicht angeboten wird</translation>
    </message>
    <message>
        <source>Too many tries failed</source>
        <translation>Zu viele Versuche schlugen fehl</translation>
    </message>
    <message>
        <source>The login could not be read</source>
        <translation>Die Anmeldung war nicht lesbar</translation>
    </message>
    <message>
        <source>Nobody logged in within %1 seconds</source>
        <translation>Innerhalb von %1 Sekunden hat sich niemand angemeldet</translation>
    </message>
    <message>
        <source>Too much came before the login</source>
        <translation>Vor der Anmeldung kam zu viel</translation>
    </message>
    <message>
        <source>No more than %1 connections may be open at once</source>
        <translation>Höchstens %1 Verbindungen dürfen gleichzeitig offen sein</translation>
    </message>
    <message>
        <source>The program asked for files before logging in</source>
        <translation>Das Programm wollte Dateien, bevor es angemeldet war</translation>
    </message>
    <message>
        <source>The program asked for something that is not there</source>
        <translation>Das Programm wollte etwas, das es nicht gibt</translation>
    </message>
    <message>
        <source>The program sent an answer that nobody asked for</source>
        <translation>Das Programm sandte eine Antwort, nach der niemand gefragt hat</translation>
    </message>
    <message>
        <source>Only devices in this network may connect</source>
        <translation>Nur Geräte in diesem Netzwerk dürfen sich verbinden</translation>
    </message>
    <message>
        <source>This address must wait after failed logins</source>
        <translation>Diese Adresse muss nach Fehlversuchen warten</translation>
    </message>
    <message>
        <source>The load balancer did not say who connects</source>
        <translation>Der Lastverteiler sagte nicht, wer sich verbindet</translation>
    </message>
    <message>
        <source>What the load balancer says about who connects cannot be read</source>
        <translation>Was der Lastverteiler über den Verbindenden sagt, ist nicht lesbar</translation>
    </message>
    <message>
        <source>Too many connections are open</source>
        <translation>Zu viele Verbindungen sind offen</translation>
    </message>
    <message>
        <source>Too many connections from this address are not logged in</source>
        <translation>Zu viele Verbindungen von dieser Adresse sind nicht angemeldet</translation>
    </message>
    <message>
        <source>Too many connections at once</source>
        <translation>Zu viele Verbindungen gleichzeitig</translation>
    </message>
    <message>
        <source>This computer cannot hold another connection</source>
        <translation>Dieser Computer kann keine weitere Verbindung halten</translation>
    </message>
    <message>
        <source>Too many files are open to let anyone in</source>
        <translation>Zu viele Dateien sind offen, um noch jemanden einzulassen</translation>
    </message>
    <message>
        <source>The time is over</source>
        <translation>Die Zeit ist um</translation>
    </message>
    <message>
        <source>%1 wrong passwords</source>
        <translation>%1 falsche Passwörter</translation>
    </message>
    <message>
        <source>It connected again and again without logging in</source>
        <translation>Verband sich immer wieder, ohne sich anzumelden</translation>
    </message>
    <message>
        <source>It connected again and again without trying to log in</source>
        <translation>Verband sich immer wieder, ohne eine Anmeldung zu versuchen</translation>
    </message>
    <message>
        <source>It broke the SSH protocol again and again</source>
        <translation>Verletzte immer wieder das SSH-Protokoll</translation>
    </message>
    <message>
        <source>The program offered only %1, which is not safe enough</source>
        <translation>Das Programm bot nur %1 an, das ist nicht sicher genug</translation>
    </message>
    <message>
        <source>You ended the connection</source>
        <translation>Sie haben die Verbindung beendet</translation>
    </message>
    <message>
        <source>You changed what this person may do</source>
        <translation>Sie haben geändert, was diese Person darf</translation>
    </message>
    <message>
        <source>The line dropped</source>
        <translation>Die Leitung brach ab</translation>
    </message>
    <message>
        <source>This is no program for SFTP</source>
        <translation>Das ist kein Programm für SFTP</translation>
    </message>
    <message>
        <source>The program broke the SSH protocol (%1)</source>
        <translation>Das Programm verletzte das SSH-Protokoll (%1)</translation>
    </message>
    <message>
        <source>Nothing came for %1 seconds</source>
        <translation>%1 Sekunden lang kam nichts</translation>
    </message>
    <message>
        <source>The program took nothing for %1 seconds</source>
        <translation>Das Programm nahm %1 Sekunden lang nichts an</translation>
    </message>
    <message>
        <source>The program asked for new keys too often</source>
        <translation>Das Programm verlangte zu oft neue Schlüssel</translation>
    </message>
    <message>
        <source>The program opened more than %1 channels</source>
        <translation>Das Programm öffnete mehr als %1 Kanäle</translation>
    </message>
    <message>
        <source>More data came than was allowed</source>
        <translation>Es kamen mehr Daten als erlaubt</translation>
    </message>
    <message>
        <source>Data came where SFTP has none</source>
        <translation>Es kamen Daten, wo SFTP keine hat</translation>
    </message>
    <message>
        <source>The connection kept this computer busy for 10 seconds and moved nothing</source>
        <translation>Die Verbindung beschäftigte diesen Computer 10 Sekunden lang und bewegte nichts</translation>
    </message>
    <message>
        <source>This computer has no memory left</source>
        <translation>Dieser Computer hat keinen Speicher mehr</translation>
    </message>
    <message>
        <source>The connection failed</source>
        <translation>Die Verbindung schlug fehl</translation>
    </message>
    <message>
        <source>The connection cannot be set up</source>
        <translation>Die Verbindung lässt sich nicht einrichten</translation>
    </message>
    <message>
        <source>The program began SFTP twice</source>
        <translation>Das Programm begann SFTP zweimal</translation>
    </message>
    <message>
        <source>The program speaks a version of SFTP that is not known here (%1)</source>
        <translation>Das Programm spricht eine hier unbekannte Version von SFTP (%1)</translation>
    </message>
    <message>
        <source>The program sent a packet of %1 bytes</source>
        <translation>Das Programm sandte ein Paket von %1 Bytes</translation>
    </message>
    <message>
        <source>The program sent a packet of more than %1 KiB</source>
        <translation>Das Programm sandte ein Paket von mehr als %1 KiB</translation>
    </message>
    <message>
        <source>The program asked before it began SFTP</source>
        <translation>Das Programm fragte, bevor es SFTP begann</translation>
    </message>
    <message>
        <source>The program sent too many requests that make no sense</source>
        <translation>Das Programm sandte zu viele sinnlose Anfragen</translation>
    </message>
    <message>
        <source>The program sent a request that makes no sense (type %1)</source>
        <translation>Das Programm sandte eine sinnlose Anfrage (Typ %1)</translation>
    </message>
    <message>
        <source>The request makes no sense</source>
        <translation>Die Anfrage ergibt keinen Sinn</translation>
    </message>
    <message>
        <source>The size is too large</source>
        <translation>Die Größe ist zu groß</translation>
    </message>
    <message>
        <source>The place in the file is too far</source>
        <translation>Die Stelle in der Datei liegt zu weit hinten</translation>
    </message>
    <message>
        <source>The file is not open</source>
        <translation>Die Datei ist nicht geöffnet</translation>
    </message>
    <message>
        <source>This is a folder</source>
        <translation>Das ist ein Ordner</translation>
    </message>
    <message>
        <source>This is a file</source>
        <translation>Das ist eine Datei</translation>
    </message>
    <message>
        <source>The file was not opened for reading</source>
        <translation>Die Datei war nicht zum Lesen geöffnet</translation>
    </message>
    <message>
        <source>The file was not opened for writing</source>
        <translation>Die Datei war nicht zum Schreiben geöffnet</translation>
    </message>
    <message>
        <source>Too many files are open</source>
        <translation>Zu viele Dateien sind offen</translation>
    </message>
    <message>
        <source>There is no such person</source>
        <translation>Diese Person gibt es nicht</translation>
    </message>
    <message>
        <source>Too much was asked at once</source>
        <translation>Es wurde zu viel auf einmal verlangt</translation>
    </message>
    <message>
        <source>The owner cannot be changed</source>
        <translation>Der Eigentümer lässt sich nicht ändern</translation>
    </message>
    <message>
        <source>The source must be read and the target written</source>
        <translation>Die Quelle muss lesbar und das Ziel beschreibbar sein</translation>
    </message>
    <message>
        <source>A file cannot be copied onto itself</source>
        <translation>Eine Datei lässt sich nicht auf sich selbst kopieren</translation>
    </message>
    <message>
        <source>Only sha256, sha512 and md5 are computed</source>
        <translation>Nur sha256, sha512 und md5 werden berechnet</translation>
    </message>
    <message>
        <source>A block has at least %1 bytes</source>
        <translation>Ein Block hat mindestens %1 Bytes</translation>
    </message>
    <message>
        <source>At most 64 GiB are checked at once</source>
        <translation>Höchstens 64 GiB werden auf einmal geprüft</translation>
    </message>
    <message>
        <source>There is no such file</source>
        <translation>Diese Datei gibt es nicht</translation>
    </message>
    <message>
        <source>This is not a folder</source>
        <translation>Das ist kein Ordner</translation>
    </message>
    <message>
        <source>This is not allowed</source>
        <translation>Das ist nicht erlaubt</translation>
    </message>
    <message>
        <source>This is not possible here</source>
        <translation>Das ist hier nicht möglich</translation>
    </message>
    <message>
        <source>The name is too long</source>
        <translation>Der Name ist zu lang</translation>
    </message>
    <message>
        <source>This name is taken already</source>
        <translation>Dieser Name ist schon vergeben</translation>
    </message>
    <message>
        <source>The folder is not empty</source>
        <translation>Der Ordner ist nicht leer</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>Der Datenträger ist voll</translation>
    </message>
    <message>
        <source>The address is used by another program</source>
        <translation>Die Adresse wird von einem anderen Programm benutzt</translation>
    </message>
    <message>
        <source>It was cancelled</source>
        <translation>Es wurde abgebrochen</translation>
    </message>
    <message>
        <source>It is in use</source>
        <translation>Es wird gerade benutzt</translation>
    </message>
    <message>
        <source>Too many at once</source>
        <translation>Zu viele auf einmal</translation>
    </message>
    <message>
        <source>It is not available</source>
        <translation>Es ist nicht verfügbar</translation>
    </message>
    <message>
        <source>It is damaged</source>
        <translation>Es ist beschädigt</translation>
    </message>
    <message>
        <source>It did not work</source>
        <translation>Es hat nicht geklappt</translation>
    </message>
    <message>
        <source>%1 may only be viewed</source>
        <translation>%1 darf nur angesehen werden</translation>
    </message>
    <message>
        <source>What is in %1 already may not be changed</source>
        <translation>Was schon in %1 liegt, darf nicht geändert werden</translation>
    </message>
    <message>
        <source>Links may not be made in %1</source>
        <translation>In %1 dürfen keine Verknüpfungen angelegt werden</translation>
    </message>
    <message>
        <source>%1 takes files of at most %2</source>
        <translation>%1 nimmt Dateien bis höchstens %2</translation>
    </message>
    <message>
        <source>This leads out of %1, or of its disk</source>
        <translation>Das führt aus %1 oder von seinem Datenträger weg</translation>
    </message>
    <message>
        <source>There is no space on %1 for a file of that size</source>
        <translation>Auf %1 ist kein Platz für eine so große Datei</translation>
    </message>
    <message>
        <source>%1 is full: it holds at most %2</source>
        <translation>%1 ist voll: höchstens %2 haben Platz</translation>
    </message>
    <message>
        <source>%1 is full: %2 of its disk stay free</source>
        <translation>%1 ist voll: %2 bleiben auf dem Datenträger frei</translation>
    </message>
    <message>
        <source>The disk of %1 is full</source>
        <translation>Der Datenträger von %1 ist voll</translation>
    </message>
    <message>
        <source>Your share of the disk of %1 is full</source>
        <translation>Ihr Anteil am Datenträger von %1 ist voll</translation>
    </message>
    <message>
        <source>There is no such file in %1</source>
        <translation>Diese Datei gibt es in %1 nicht</translation>
    </message>
    <message>
        <source>The links in %1 lead in a circle</source>
        <translation>Die Verknüpfungen in %1 führen im Kreis</translation>
    </message>
    <message>
        <source>A part of the path is no folder in %1</source>
        <translation>Ein Teil des Pfads ist in %1 kein Ordner</translation>
    </message>
    <message>
        <source>This computer does not allow it in %1</source>
        <translation>Dieser Computer erlaubt es in %1 nicht</translation>
    </message>
    <message>
        <source>%1 is on a disk that cannot be written</source>
        <translation>%1 liegt auf einem schreibgeschützten Datenträger</translation>
    </message>
    <message>
        <source>The file was not opened for this</source>
        <translation>Die Datei war nicht dafür geöffnet</translation>
    </message>
    <message>
        <source>The link leads out of %1</source>
        <translation>Die Verknüpfung führt aus %1 hinaus</translation>
    </message>
    <message>
        <source>The link leads out of the folder</source>
        <translation>Die Verknüpfung führt aus dem Ordner hinaus</translation>
    </message>
    <message>
        <source>This name is taken already in %1</source>
        <translation>Dieser Name ist in %1 schon vergeben</translation>
    </message>
    <message>
        <source>This is not a link</source>
        <translation>Das ist keine Verknüpfung</translation>
    </message>
    <message>
        <source>This folder is there already</source>
        <translation>Diesen Ordner gibt es schon</translation>
    </message>
    <message>
        <source>The name is too long for %1</source>
        <translation>Der Name ist für %1 zu lang</translation>
    </message>
    <message>
        <source>The file would be too large for %1</source>
        <translation>Die Datei würde für %1 zu groß</translation>
    </message>
    <message>
        <source>The file has too many names</source>
        <translation>Die Datei hat zu viele Namen</translation>
    </message>
    <message>
        <source>%1 cannot hold such a name</source>
        <translation>%1 kann keinen solchen Namen aufnehmen</translation>
    </message>
    <message>
        <source>This is not possible in %1</source>
        <translation>Das ist in %1 nicht möglich</translation>
    </message>
    <message>
        <source>The disk of %1 cannot do this</source>
        <translation>Der Datenträger von %1 kann das nicht</translation>
    </message>
    <message>
        <source>The file is in use</source>
        <translation>Die Datei wird gerade benutzt</translation>
    </message>
    <message>
        <source>The program is running</source>
        <translation>Das Programm läuft gerade</translation>
    </message>
    <message>
        <source>Too many files are open on this computer</source>
        <translation>Auf diesem Computer sind zu viele Dateien offen</translation>
    </message>
    <message>
        <source>%1 is not available now</source>
        <translation>%1 ist gerade nicht verfügbar</translation>
    </message>
    <message>
        <source>%1 is not available</source>
        <translation>%1 ist nicht verfügbar</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 antwortet nicht</translation>
    </message>
    <message>
        <source>The disk of %1 reported an error</source>
        <translation>Der Datenträger von %1 meldete einen Fehler</translation>
    </message>
    <message>
        <source>%1 could not do this</source>
        <translation>%1 konnte das nicht</translation>
    </message>
    <message>
        <source>%1 spans several disks, and this would cross them</source>
        <translation>%1 erstreckt sich über mehrere Datenträger, und dies ginge von einem zum anderen</translation>
    </message>
    <message>
        <source>This is not an ordinary file</source>
        <translation>Das ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>Its folder is not there</source>
        <translation>Der Ordner ist nicht da</translation>
    </message>
    <message>
        <source>What was shared is no folder any more</source>
        <translation>Was freigegeben war, ist kein Ordner mehr</translation>
    </message>
    <message>
        <source>Its folder may not be opened</source>
        <translation>Der Ordner darf nicht geöffnet werden</translation>
    </message>
    <message>
        <source>Its folder does not answer</source>
        <translation>Der Ordner antwortet nicht</translation>
    </message>
    <message>
        <source>This is not the folder that was shared</source>
        <translation>Das ist nicht der Ordner, der freigegeben war</translation>
    </message>
    <message>
        <source>This system is too old for it</source>
        <translation>Dieses System ist zu alt dafür</translation>
    </message>
    <message>
        <source>Nothing can be made beside the shared folders</source>
        <translation>Neben den freigegebenen Ordnern lässt sich nichts anlegen</translation>
    </message>
    <message>
        <source>%1 itself can only be changed by who shares it</source>
        <translation>%1 selbst kann nur ändern, wer es freigibt</translation>
    </message>
    <message>
        <source>The list of the shared folders cannot be changed</source>
        <translation>Die Liste der freigegebenen Ordner lässt sich nicht ändern</translation>
    </message>
    <message>
        <source>%1 and %2 are different shared folders</source>
        <translation>%1 und %2 sind verschiedene freigegebene Ordner</translation>
    </message>
    <message>
        <source>A link in %1 may not lead out of it</source>
        <translation>Eine Verknüpfung in %1 darf nicht hinausführen</translation>
    </message>
    <message>
        <source>A link may not lead out of its folder</source>
        <translation>Eine Verknüpfung darf nicht aus ihrem Ordner hinausführen</translation>
    </message>
    <message>
        <source>A link must point at something</source>
        <translation>Eine Verknüpfung braucht ein Ziel</translation>
    </message>
    <message>
        <source>The target of the link is too long</source>
        <translation>Das Ziel der Verknüpfung ist zu lang</translation>
    </message>
    <message>
        <source>A link has no such property</source>
        <translation>Eine Verknüpfung hat keine solche Eigenschaft</translation>
    </message>
    <message>
        <source>A folder cannot be moved into itself</source>
        <translation>Ein Ordner lässt sich nicht in sich selbst verschieben</translation>
    </message>
    <message>
        <source>No shared folder is available</source>
        <translation>Kein freigegebener Ordner ist verfügbar</translation>
    </message>
    <message>
        <source>The path is too long</source>
        <translation>Der Pfad ist zu lang</translation>
    </message>
    <message>
        <source>The path makes no sense</source>
        <translation>Der Pfad ergibt keinen Sinn</translation>
    </message>
    <message>
        <source>A name in the path is too long</source>
        <translation>Ein Name im Pfad ist zu lang</translation>
    </message>
    <message>
        <source>The character set %1 is not known</source>
        <translation>Der Zeichensatz %1 ist nicht bekannt</translation>
    </message>
    <message>
        <source>The character set %1 cannot be used for names</source>
        <translation>Der Zeichensatz %1 taugt nicht für Namen</translation>
    </message>
    <message>
        <source>The name makes no sense in the character set %1</source>
        <translation>Der Name ergibt im Zeichensatz %1 keinen Sinn</translation>
    </message>
    <message>
        <source>The record of what guests sent cannot be read</source>
        <translation>Das Verzeichnis des Hochgeladenen ist nicht lesbar</translation>
    </message>
    <message>
        <source>The record of what guests sent cannot be written</source>
        <translation>Das Verzeichnis des Hochgeladenen lässt sich nicht schreiben</translation>
    </message>
    <message>
        <source>Port %1 is used by another program</source>
        <translation>Port %1 wird von einem anderen Programm benutzt</translation>
    </message>
    <message>
        <source>Port %1 is used by another program. Port %2 is free</source>
        <translation>Port %1 wird von einem anderen Programm benutzt. Port %2 ist frei</translation>
    </message>
    <message>
        <source>Port %1 is used by another program (%2)</source>
        <translation>Port %1 wird von einem anderen Programm benutzt (%2)</translation>
    </message>
    <message>
        <source>Port %1 is used by another program (%2). Port %3 is free</source>
        <translation>Port %1 wird von einem anderen Programm benutzt (%2). Port %3 ist frei</translation>
    </message>
    <message>
        <source>Port %1 is reserved by the system. Choose one from 1024 on</source>
        <translation>Port %1 ist dem System vorbehalten. Wählen Sie einen ab 1024</translation>
    </message>
    <message>
        <source>This computer does not have the address %1</source>
        <translation>Dieser Computer hat die Adresse %1 nicht</translation>
    </message>
    <message>
        <source>Too many files are open to share anything</source>
        <translation>Zu viele Dateien sind offen, um etwas freizugeben</translation>
    </message>
    <message>
        <source>Port %1 cannot be opened</source>
        <translation>Port %1 lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>What was handed over cannot be used to share</source>
        <translation>Was übergeben wurde, taugt nicht zum Freigeben</translation>
    </message>
    <message>
        <source>This computer has no room left to share anything</source>
        <translation>Dieser Computer hat keinen Platz mehr, um etwas freizugeben</translation>
    </message>
    <message>
        <source>The profile cannot be used: its folder cannot be written</source>
        <translation>Das Profil lässt sich nicht benutzen: sein Ordner ist nicht beschreibbar</translation>
    </message>
    <message>
        <source>The profile is used by another Sallyport (%2)</source>
        <translation>Das Profil wird von einem anderen Sallyport benutzt (%2)</translation>
    </message>
    <message>
        <source>The host key is damaged</source>
        <translation>Der Hostschlüssel ist beschädigt</translation>
    </message>
    <message>
        <source>The RSA host key is too short</source>
        <translation>Der RSA-Hostschlüssel ist zu kurz</translation>
    </message>
    <message>
        <source>A host key of this type is of no use</source>
        <translation>Ein Hostschlüssel dieser Art nützt nichts</translation>
    </message>
    <message>
        <source>The disk is full: the host key cannot be saved</source>
        <translation>Der Datenträger ist voll: der Hostschlüssel lässt sich nicht sichern</translation>
    </message>
    <message>
        <source>The host key cannot be saved</source>
        <translation>Der Hostschlüssel lässt sich nicht sichern</translation>
    </message>
    <message>
        <source>There is a host key already</source>
        <translation>Es gibt schon einen Hostschlüssel</translation>
    </message>
    <message>
        <source>The folder of the host keys cannot be written</source>
        <translation>Der Ordner der Hostschlüssel ist nicht beschreibbar</translation>
    </message>
    <message>
        <source>There is no host key</source>
        <translation>Es gibt keinen Hostschlüssel</translation>
    </message>
    <message>
        <source>The host key cannot be read</source>
        <translation>Der Hostschlüssel ist nicht lesbar</translation>
    </message>
    <message>
        <source>The host key can be read by others</source>
        <translation>Der Hostschlüssel ist für andere lesbar</translation>
    </message>
    <message>
        <source>No host key could be made</source>
        <translation>Es ließ sich kein Hostschlüssel erzeugen</translation>
    </message>
    <message>
        <source>The SSH library of this system does not check AES-GCM, so it is not offered</source>
        <translation>Die SSH-Bibliothek dieses Systems prüft AES-GCM nicht, darum wird es nicht angeboten</translation>
    </message>
    <message>
        <source>Some failed logins cannot be counted with the SSH library of this system</source>
        <translation>Mit der SSH-Bibliothek dieses Systems lassen sich manche Fehlversuche nicht zählen</translation>
    </message>
    <message>
        <source>The activity cannot be kept on disk any more</source>
        <translation>Der Verlauf lässt sich nicht mehr auf dem Datenträger festhalten</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>%1 lässt sich nicht schreiben</translation>
    </message>
    <message>
        <source>The disk is full: %1 could not be written</source>
        <translation>Der Datenträger ist voll: %1 ließ sich nicht schreiben</translation>
    </message>
    <message>
        <source>The settings were changed meanwhile</source>
        <translation>Die Einstellungen wurden inzwischen geändert</translation>
    </message>
    <message>
        <source>The settings cannot be read: the disk is full</source>
        <translation>Die Einstellungen sind nicht lesbar: der Datenträger ist voll</translation>
    </message>
    <message>
        <source>The settings cannot be read: this computer does not allow it</source>
        <translation>Die Einstellungen sind nicht lesbar: dieser Computer erlaubt es nicht</translation>
    </message>
    <message>
        <source>The settings cannot be read: the disk cannot be written</source>
        <translation>Die Einstellungen sind nicht lesbar: der Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
        <source>The settings cannot be read: their folder is not there</source>
        <translation>Die Einstellungen sind nicht lesbar: ihr Ordner ist nicht da</translation>
    </message>
    <message>
        <source>The settings cannot be read: the disk reported an error</source>
        <translation>Die Einstellungen sind nicht lesbar: der Datenträger meldete einen Fehler</translation>
    </message>
    <message>
        <source>The settings cannot be saved: the disk is full</source>
        <translation>Die Einstellungen lassen sich nicht sichern: der Datenträger ist voll</translation>
    </message>
    <message>
        <source>The settings cannot be saved: this computer does not allow it</source>
        <translation>Die Einstellungen lassen sich nicht sichern: dieser Computer erlaubt es nicht</translation>
    </message>
    <message>
        <source>The settings cannot be saved: the disk cannot be written</source>
        <translation>Die Einstellungen lassen sich nicht sichern: der Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
        <source>The settings cannot be saved: their folder is not there</source>
        <translation>Die Einstellungen lassen sich nicht sichern: ihr Ordner ist nicht da</translation>
    </message>
    <message>
        <source>The settings cannot be saved: the disk reported an error</source>
        <translation>Die Einstellungen lassen sich nicht sichern: der Datenträger meldete einen Fehler</translation>
    </message>
    <message>
        <source>The settings cannot be used: %2</source>
        <translation>Die Einstellungen lassen sich nicht benutzen: %2</translation>
    </message>
    <message>
        <source>The settings cannot be read: something else has their name</source>
        <translation>Die Einstellungen sind nicht lesbar: etwas anderes trägt ihren Namen</translation>
    </message>
    <message>
        <source>The settings file is too large</source>
        <translation>Die Einstellungsdatei ist zu groß</translation>
    </message>
    <message>
        <source>The settings cannot be saved: they are too large</source>
        <translation>Die Einstellungen lassen sich nicht sichern: sie sind zu groß</translation>
    </message>
    <message>
        <source>The settings file is empty</source>
        <translation>Die Einstellungsdatei ist leer</translation>
    </message>
    <message>
        <source>The settings file is damaged</source>
        <translation>Die Einstellungsdatei ist beschädigt</translation>
    </message>
    <message>
        <source>The settings file is damaged in line %1 (%2)</source>
        <translation>Die Einstellungsdatei ist in Zeile %1 beschädigt (%2)</translation>
    </message>
    <message>
        <source>The settings file was made by a newer version of Sallyport</source>
        <translation>Die Einstellungsdatei stammt von einer neueren Version von Sallyport</translation>
    </message>
    <message>
        <source>There are two shared folders named %1</source>
        <translation>Zwei freigegebene Ordner heißen %1</translation>
    </message>
    <message>
        <source>The shared folder %1 is there twice</source>
        <translation>Der freigegebene Ordner %1 ist doppelt da</translation>
    </message>
    <message>
        <source>%1 has access to a folder that is not shared</source>
        <translation>%1 hat Zugriff auf einen Ordner, der nicht freigegeben ist</translation>
    </message>
    <message>
        <source>%1 needs no password, so only devices in this network may connect</source>
        <translation>%1 braucht kein Passwort, darum dürfen sich nur Geräte in diesem Netzwerk verbinden</translation>
    </message>
    <message>
        <source>There are two people named %1</source>
        <translation>Zwei Personen heißen %1</translation>
    </message>
    <message>
        <source>%1 is there twice</source>
        <translation>%1 ist doppelt da</translation>
    </message>
    <message>
        <source>The settings file does not say its version</source>
        <translation>Die Einstellungsdatei nennt ihre Version nicht</translation>
    </message>
    <message>
        <source>The settings file has the version %2, not %1</source>
        <translation>Die Einstellungsdatei hat die Version %2, nicht %1</translation>
    </message>
    <message>
        <source>The settings file lacks %1</source>
        <translation>In der Einstellungsdatei fehlt %1</translation>
    </message>
    <message>
        <source>The settings file is damaged at %1</source>
        <translation>Die Einstellungsdatei ist bei %1 beschädigt</translation>
    </message>
    <message>
        <source>The settings file has %1, which this version of Sallyport does not know</source>
        <translation>Die Einstellungsdatei enthält %1, das diese Version von Sallyport nicht kennt</translation>
    </message>
    <message>
        <source>There is no setting “%1”</source>
        <translation>Es gibt keine Einstellung „%1“</translation>
    </message>
    <message>
        <source>A password cannot be empty</source>
        <translation>Ein Passwort darf nicht leer sein</translation>
    </message>
    <message>
        <source>A password has at most %1 characters</source>
        <translation>Ein Passwort hat höchstens %1 Zeichen</translation>
    </message>
    <message>
        <source>The password has a character that cannot be typed</source>
        <translation>Das Passwort enthält ein Zeichen, das sich nicht eingeben lässt</translation>
    </message>
    <message>
        <source>This computer has too little memory left to store a password</source>
        <translation>Dieser Computer hat zu wenig Speicher, um ein Passwort zu sichern</translation>
    </message>
    <message>
        <source>A key with a command= of its own cannot be used here</source>
        <translation>Ein Schlüssel mit eigenem command= lässt sich hier nicht benutzen</translation>
    </message>
    <message>
        <source>A line can have only one from=</source>
        <translation>Eine Zeile kann nur ein from= haben</translation>
    </message>
    <message>
        <source>expiry-time= must look like 20261231 or 202612312359Z</source>
        <translation>expiry-time= muss aussehen wie 20261231 oder 202612312359Z</translation>
    </message>
    <message>
        <source>%1 cannot be enforced here</source>
        <translation>%1 lässt sich hier nicht durchsetzen</translation>
    </message>
    <message>
        <source>Certificates cannot be used here</source>
        <translation>Zertifikate lassen sich hier nicht benutzen</translation>
    </message>
    <message>
        <source>Certificates cannot be used here. Use the plain public key</source>
        <translation>Zertifikate lassen sich hier nicht benutzen. Nehmen Sie den einfachen öffentlichen Schlüssel</translation>
    </message>
    <message>
        <source>The option %1 is not known</source>
        <translation>Die Option %1 ist nicht bekannt</translation>
    </message>
    <message>
        <source>The value of %1= must stand in quotes</source>
        <translation>Der Wert von %1= muss in Anführungszeichen stehen</translation>
    </message>
    <message>
        <source>A quote is not closed</source>
        <translation>Ein Anführungszeichen ist nicht geschlossen</translation>
    </message>
    <message>
        <source>Options are separated by commas</source>
        <translation>Optionen werden durch Kommas getrennt</translation>
    </message>
    <message>
        <source>The line is too long</source>
        <translation>Die Zeile ist zu lang</translation>
    </message>
    <message>
        <source>The line is no text</source>
        <translation>Die Zeile ist kein Text</translation>
    </message>
    <message>
        <source>Keys of SSH version 1 are no longer safe</source>
        <translation>Schlüssel der SSH-Version 1 sind nicht mehr sicher</translation>
    </message>
    <message>
        <source>This is not a public key. Paste a line that starts with ssh-ed25519, ecdsa-sha2- or ssh-rsa</source>
        <translation>Das ist kein öffentlicher Schlüssel. Fügen Sie eine Zeile ein, die mit ssh-ed25519, ecdsa-sha2- oder ssh-rsa beginnt</translation>
    </message>
    <message>
        <source>The touch of a security key cannot be checked here. Add no-touch-required to use it all the same</source>
        <translation>Die Berührung eines Sicherheitsschlüssels lässt sich hier nicht prüfen. Mit no-touch-required gilt er trotzdem</translation>
    </message>
    <message>
        <source>The file is too large for a list of keys</source>
        <translation>Die Datei ist zu groß für eine Schlüsselliste</translation>
    </message>
    <message>
        <source>This is a private key. Nobody but its owner should have it; use the file that ends in .pub</source>
        <translation>Das ist ein privater Schlüssel. Nur sein Besitzer sollte ihn haben; nehmen Sie die Datei mit der Endung .pub</translation>
    </message>
    <message>
        <source>This key is in SSH2 format. Convert it with ssh-keygen -i -f FILE</source>
        <translation>Dieser Schlüssel hat das SSH2-Format. Wandeln Sie ihn mit ssh-keygen -i -f FILE um</translation>
    </message>
    <message>
        <source>A person has at most %1 keys</source>
        <translation>Eine Person hat höchstens %1 Schlüssel</translation>
    </message>
    <message>
        <source>%1 has no effect here</source>
        <translation>%1 hat hier keine Wirkung</translation>
    </message>
    <message>
        <source>The key is damaged</source>
        <translation>Der Schlüssel ist beschädigt</translation>
    </message>
    <message>
        <source>An RSA key needs 2048 bits, and this one has %1</source>
        <translation>Ein RSA-Schlüssel braucht 2048 Bit, dieser hat %1</translation>
    </message>
    <message>
        <source>An RSA key of %1 bits is too long</source>
        <translation>Ein RSA-Schlüssel von %1 Bit ist zu lang</translation>
    </message>
    <message>
        <source>DSA keys are no longer safe. Make an Ed25519 key</source>
        <translation>DSA-Schlüssel sind nicht mehr sicher. Erzeugen Sie einen Ed25519-Schlüssel</translation>
    </message>
    <message>
        <source>Keys of this type cannot be used here. Make an Ed25519 key</source>
        <translation>Schlüssel dieser Art lassen sich hier nicht benutzen. Erzeugen Sie einen Ed25519-Schlüssel</translation>
    </message>
    <message>
        <source>The key is of another type than its line says</source>
        <translation>Der Schlüssel ist von anderer Art, als seine Zeile sagt</translation>
    </message>
    <message>
        <source>from= has an empty part between its commas</source>
        <translation>from= hat einen leeren Teil zwischen den Kommas</translation>
    </message>
    <message>
        <source>from= has “%1”, which is no network</source>
        <translation>from= hat „%1“, das ist kein Netzwerk</translation>
    </message>
    <message>
        <source>from= has “%1”, and names of computers are not looked up</source>
        <translation>from= hat „%1“, und Namen von Computern werden nicht nachgeschlagen</translation>
    </message>
    <message>
        <source>“%1” is not a time. Write 20s, 15m, 2h or 1h30m</source>
        <translation>„%1“ ist keine Zeit. Schreiben Sie 20s, 15m, 2h oder 1h30m</translation>
    </message>
    <message>
        <source>“%1” is not a size. Write bytes, or 64K, 10M, 1G</source>
        <translation>„%1“ ist keine Größe. Schreiben Sie Bytes oder 64K, 10M, 1G</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>why a transfer ended, and its file</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>This folder is shared already, as %1</source>
        <translation>Dieser Ordner ist bereits freigegeben, als %1</translation>
    </message>
    <message>
        <source>There is no folder %1</source>
        <translation>Es gibt keinen Ordner %1</translation>
    </message>
    <message>
        <source>%1 is not a folder</source>
        <translation>%1 ist kein Ordner</translation>
    </message>
    <message>
        <source>%1 is not the whole path of a folder</source>
        <translation>%1 ist nicht der ganze Pfad eines Ordners</translation>
    </message>
    <message>
        <source>You may not open the folder %1</source>
        <translation>Den Ordner %1 dürfen Sie nicht öffnen</translation>
    </message>
    <message>
        <source>The folder %1 is not available now</source>
        <translation>Der Ordner %1 ist gerade nicht verfügbar</translation>
    </message>
    <message>
        <source>The file %1 cannot be read</source>
        <translation>Die Datei %1 ist nicht lesbar</translation>
    </message>
    <message>
        <source>There is a shared folder named %1 already</source>
        <translation>Es gibt schon einen freigegebenen Ordner namens %1</translation>
    </message>
    <message>
        <source>The shared folder is not there any more</source>
        <translation>Der freigegebene Ordner ist nicht mehr da</translation>
    </message>
    <message>
        <source>The person is not there any more</source>
        <translation>Die Person ist nicht mehr da</translation>
    </message>
    <message>
        <source>There is nothing to undo</source>
        <translation>Es gibt nichts rückgängig zu machen</translation>
    </message>
    <message>
        <source>There is somebody named %1 already</source>
        <translation>Es gibt schon jemanden namens %1</translation>
    </message>
    <message>
        <source>A name has 1 to 64 characters, without “/” and “:” and without a space at its ends</source>
        <translation>Ein Name hat 1 bis 64 Zeichen, ohne „/“ und „:“ und ohne Leerzeichen am Rand</translation>
    </message>
    <message>
        <source>A password needs at least %1 characters</source>
        <translation>Ein Passwort braucht mindestens %1 Zeichen</translation>
    </message>
    <message>
        <source>The shared folder %1 is for a guest who is not there</source>
        <translation>Der freigegebene Ordner %1 ist für einen Gast, den es nicht gibt</translation>
    </message>
    <message>
        <source>Sallyport is ending</source>
        <translation>Sallyport wird beendet</translation>
    </message>
    <message>
        <source>The keychain is locked</source>
        <translation>Der Schlüsselbund ist gesperrt</translation>
    </message>
    <message>
        <source>This password is not kept here</source>
        <translation>Dieses Passwort ist hier nicht gespeichert</translation>
    </message>
    <message>
        <source>The host keys of this run were given from outside</source>
        <translation>Die Hostschlüssel dieses Laufs wurden von außen vorgegeben</translation>
    </message>
    <message>
        <source>The password was removed</source>
        <translation>Das Passwort wurde entfernt</translation>
    </message>
    <message>
        <source>The keychain does not have this password</source>
        <translation>Der Schlüsselbund hat dieses Passwort nicht</translation>
    </message>
    <message>
        <source>A host key is Ed25519 or RSA, not %1</source>
        <translation>Ein Hostschlüssel ist Ed25519 oder RSA, nicht %1</translation>
    </message>
    <message>
        <source>The program asked for something that is not known here</source>
        <translation>Das Programm hat etwas verlangt, das hier nicht bekannt ist</translation>
    </message>
    <message>
        <source>No keychain answers on this computer</source>
        <translation>Auf diesem Computer antwortet kein Schlüsselbund</translation>
    </message>
    <message>
        <source>The host keys were replaced</source>
        <translation>Die Hostschlüssel wurden ersetzt</translation>
    </message>
    <message>
        <source>The old host key cannot be set aside</source>
        <translation>Der alte Hostschlüssel lässt sich nicht beiseitelegen</translation>
    </message>
    <message>
        <source>The file was closed</source>
        <translation>Die Datei wurde geschlossen</translation>
    </message>
    <message>
        <source>The path is empty</source>
        <translation>Der Pfad ist leer</translation>
    </message>
    <message>
        <source>The host key cannot be put in place</source>
        <translation>Der Hostschlüssel lässt sich nicht einsetzen</translation>
    </message>
    <message>
        <source>The keychain has not answered yet</source>
        <translation>Der Schlüsselbund hat noch nicht geantwortet</translation>
    </message>
    <message>
        <source>Its disk is not connected</source>
        <translation>Sein Laufwerk ist nicht angeschlossen</translation>
    </message>
    <message>
        <source>Isolation: active</source>
        <extracomment>By the kernel: each connection sees its own shares only.</extracomment>
        <translation>Isolation: aktiv</translation>
    </message>
    <message>
        <source>Isolation: not available</source>
        <translation>Isolation: nicht verfügbar</translation>
    </message>
    <message>
        <source>The system keeps each connection inside its shares, even where Sallyport should have a fault.</source>
        <translation>Das System hält jede Verbindung in ihren Freigaben, selbst wo Sallyport einen Fehler hätte.</translation>
    </message>
    <message>
        <source>This system has no Landlock 2 or newer. Sallyport alone keeps each connection inside its shares.</source>
        <translation>Dieses System hat kein Landlock 2 oder neuer. Allein Sallyport hält jede Verbindung in ihren Freigaben.</translation>
    </message>
    <message>
        <source>This system has no Landlock 2 or newer to keep connections inside their shares a second time. Sallyport itself does so all the same</source>
        <translation>Dieses System hat kein Landlock 2 oder neuer, das Verbindungen ein zweites Mal in ihren Freigaben hielte. Sallyport selbst tut das trotzdem</translation>
    </message>
    <message>
        <source>This system cannot keep a connection inside its shares</source>
        <translation>Dieses System kann eine Verbindung nicht in ihren Freigaben halten</translation>
    </message>
    <message>
        <source>The system could not keep the connection inside its shares, so it got nothing</source>
        <translation>Das System konnte die Verbindung nicht in ihren Freigaben halten, darum bekam sie nichts</translation>
    </message>
    <message>
        <source>The program sent an empty packet</source>
        <translation>Das Programm hat ein leeres Paket gesendet</translation>
    </message>
    <message>
        <source>The program asked for answers and did not take them</source>
        <translation>Das Programm hat Antworten verlangt und sie nicht abgenommen</translation>
    </message>
    <message>
        <source>Half a request came, and then nothing for %1 seconds</source>
        <translation>Eine halbe Anfrage kam, und dann %1 Sekunden lang nichts</translation>
    </message>
    <message>
        <source>The program broke the SFTP protocol</source>
        <translation>Das Programm hat das SFTP-Protokoll verletzt</translation>
    </message>
    <message>
        <source>The program spoke on a channel that is not there</source>
        <translation>Das Programm hat auf einem Kanal gesprochen, den es nicht gibt</translation>
    </message>
    <message>
        <source>The program asked for more than there can be</source>
        <translation>Das Programm hat mehr verlangt, als es geben kann</translation>
    </message>
    <message>
        <source>Sharing on port %1 (IPv6)</source>
        <translation>Freigabe auf Port %1 (IPv6)</translation>
    </message>
    <message>
        <source>Sent environment variables. They are not used.</source>
        <translation>Hat Umgebungsvariablen geschickt. Sie werden nicht verwendet.</translation>
    </message>
    <message>
        <source>No key that was offered for %1 is known</source>
        <translation>Kein Schlüssel, der für %1 angeboten wurde, ist bekannt</translation>
    </message>
    <message>
        <source>A check took longer than %2 seconds and was left (%1)</source>
        <translation>Eine Prüfung dauerte länger als %2 Sekunden und wurde aufgegeben (%1)</translation>
    </message>
    <message>
        <source>Look again later. Something on this computer does not answer</source>
        <translation>Später noch einmal prüfen. Etwas auf diesem Computer antwortet nicht</translation>
    </message>
    <message>
        <source>Sallyport listens on port %1</source>
        <translation>Sallyport wartet an Port %1 auf Verbindungen</translation>
    </message>
    <message>
        <source>Nothing is shared now</source>
        <translation>Zurzeit ist nichts freigegeben</translation>
    </message>
    <message>
        <source>Click Start in the toolbar</source>
        <translation>In der Werkzeugleiste auf „Starten“ klicken</translation>
    </message>
    <message>
        <source>End that program, or choose another port in Preferences, Network; %1 is free</source>
        <translation>Das Programm beenden oder unter Einstellungen, Netzwerk einen anderen Port wählen; %1 ist frei</translation>
    </message>
    <message>
        <source>Choose all addresses in Preferences, Network</source>
        <translation>Unter Einstellungen, Netzwerk alle Adressen wählen</translation>
    </message>
    <message>
        <source>No folder is shared</source>
        <translation>Kein Ordner ist freigegeben</translation>
    </message>
    <message>
        <source>Add a folder, or switch one on in the list at the left</source>
        <translation>Einen Ordner hinzufügen oder in der Liste links einen einschalten</translation>
    </message>
    <message>
        <source>Nobody can log in and see a folder</source>
        <translation>Niemand kann sich anmelden und einen Ordner sehen</translation>
    </message>
    <message>
        <source>Add a person, and choose what they may do in which folder</source>
        <translation>Eine Person hinzufügen und wählen, was sie in welchem Ordner darf</translation>
    </message>
    <message>
        <source>Folders are shared with somebody who can log in</source>
        <translation>Ordner sind für jemanden freigegeben, der sich anmelden kann</translation>
    </message>
    <message>
        <source>This computer is in no network</source>
        <translation>Dieser Computer ist in keinem Netzwerk</translation>
    </message>
    <message>
        <source>Connect it. Sharing goes on by itself then</source>
        <translation>Mit einem Netzwerk verbinden. Die Freigabe geht dann von selbst weiter</translation>
    </message>
    <message>
        <source>Sallyport listens for this computer alone</source>
        <translation>Sallyport nimmt nur Verbindungen dieses Computers an</translation>
    </message>
    <message>
        <source>No router gave this computer an address: %1 is made up</source>
        <translation>Kein Router gab diesem Computer eine Adresse: %1 ist selbst gewählt</translation>
    </message>
    <message>
        <source>Look at the cable, the Wi-Fi and the router</source>
        <translation>Kabel, WLAN und Router prüfen</translation>
    </message>
    <message>
        <source>Sallyport listens at %1 (%2) and not at %3, where others are</source>
        <translation>Sallyport ist unter %1 (%2) zu erreichen und nicht unter %3, wo die anderen sind</translation>
    </message>
    <message>
        <source>The only address, %1, is of %2: a VPN, or made for containers or virtual machines</source>
        <translation>Die einzige Adresse, %1, gehört zu %2: einem VPN, Containern oder virtuellen Maschinen</translation>
    </message>
    <message>
        <source>Connect this computer to the network of those you want to share with</source>
        <translation>Diesen Computer mit dem Netzwerk derer verbinden, die den Ordner bekommen sollen</translation>
    </message>
    <message>
        <source>Others reach this computer at %1 (%2)</source>
        <translation>Andere erreichen diesen Computer unter %1 (%2)</translation>
    </message>
    <message>
        <source>These lead to VPNs, containers or virtual machines: %1</source>
        <translation>Diese führen zu VPNs, Containern oder virtuellen Maschinen: %1</translation>
    </message>
    <message>
        <source>A connection to %1 works. The host key is %2</source>
        <translation>Eine Verbindung zu %1 gelingt. Der Schlüssel des Computers ist %2</translation>
    </message>
    <message>
        <source>Connections to %1 are refused</source>
        <translation>Verbindungen zu %1 werden abgelehnt</translation>
    </message>
    <message>
        <source>A firewall rejects them, or sharing has just stopped</source>
        <translation>Eine Firewall lehnt sie ab, oder die Freigabe wurde gerade beendet</translation>
    </message>
    <message>
        <source>Connections to %1 are not answered within %2 seconds</source>
        <translation>Verbindungen zu %1 werden in %2 Sekunden nicht beantwortet</translation>
    </message>
    <message>
        <source>A firewall drops them. Let TCP port %1 in there</source>
        <translation>Eine Firewall verwirft sie. Dort TCP-Port %1 einlassen</translation>
    </message>
    <message>
        <source>Sallyport takes connections at %1 and then says nothing</source>
        <translation>Sallyport nimmt Verbindungen unter %1 an und sagt dann nichts</translation>
    </message>
    <message>
        <source>It hangs. Quit it and start it again</source>
        <translation>Es hängt. Beenden und neu starten</translation>
    </message>
    <message>
        <source>Connections to %1 are ended at once</source>
        <translation>Verbindungen zu %1 werden sofort beendet</translation>
    </message>
    <message>
        <source>This address is turned away. See in Preferences, Network, who may connect, or wait until a penalty is over</source>
        <translation>Diese Adresse wird abgewiesen. Unter Einstellungen, Netzwerk nachsehen, wer sich verbinden darf, oder warten, bis eine Sperre vorbei ist</translation>
    </message>
    <message>
        <source>Another program answers at %1</source>
        <translation>Unter %1 antwortet ein anderes Programm</translation>
    </message>
    <message>
        <source>Choose another port in Preferences, Network</source>
        <translation>Unter Einstellungen, Netzwerk einen anderen Port wählen</translation>
    </message>
    <message>
        <source>A connection to %1 failed (%2)</source>
        <translation>Eine Verbindung zu %1 gelang nicht (%2)</translation>
    </message>
    <message>
        <source>Stop and start sharing. If it stays so, update this system</source>
        <translation>Die Freigaben beenden und neu starten. Bleibt es so, dieses System aktualisieren</translation>
    </message>
    <message>
        <source>No firewall keeps port %1 closed</source>
        <translation>Keine Firewall hält Port %1 geschlossen</translation>
    </message>
    <message>
        <source>A firewall keeps port %1 closed (%2)</source>
        <translation>Eine Firewall hält Port %1 geschlossen (%2)</translation>
    </message>
    <message>
        <source>A firewall may keep port %1 closed for some (%2)</source>
        <translation>Eine Firewall hält Port %1 vielleicht für manche geschlossen (%2)</translation>
    </message>
    <message>
        <source>A firewall is on (ufw), and its rules could not be read</source>
        <translation>Eine Firewall ist an (ufw), und ihre Regeln waren nicht zu lesen</translation>
    </message>
    <message>
        <source>The rules of the firewall could not be read</source>
        <translation>Die Regeln der Firewall waren nicht zu lesen</translation>
    </message>
    <message>
        <source>Open it in a terminal: sudo ufw allow %1/tcp</source>
        <translation>In einem Terminal öffnen: sudo ufw allow %1/tcp</translation>
    </message>
    <message>
        <source>Open it in a terminal: sudo firewall-cmd --add-port=%1/tcp, and once more with --permanent</source>
        <translation>In einem Terminal öffnen: sudo firewall-cmd --add-port=%1/tcp, und noch einmal mit --permanent</translation>
    </message>
    <message>
        <source>Open it in a terminal: sudo nft insert rule %1 tcp dport %2 accept</source>
        <translation>In einem Terminal öffnen: sudo nft insert rule %1 tcp dport %2 accept</translation>
    </message>
    <message>
        <source>See in a terminal whether TCP port %1 is let in: sudo nft list ruleset</source>
        <translation>In einem Terminal nachsehen, ob TCP-Port %1 eingelassen wird: sudo nft list ruleset</translation>
    </message>
    <message>
        <source>The SSH library of this system passes its test</source>
        <translation>Die SSH-Bibliothek dieses Systems besteht ihre Prüfung</translation>
    </message>
    <message>
        <source>Update libssh, and Sallyport with it</source>
        <translation>libssh aktualisieren, und Sallyport mit ihr</translation>
    </message>
    <message>
        <source>The system keeps each connection inside its shares, too</source>
        <translation>Auch das System hält jede Verbindung in ihren Freigaben</translation>
    </message>
    <message>
        <source>Use Linux 5.19 or newer, with landlock in its lsm= list</source>
        <translation>Linux 5.19 oder neuer verwenden, mit landlock in der Liste lsm=</translation>
    </message>
    <message>
        <source>A keychain keeps passwords (%1)</source>
        <translation>Ein Schlüsselbund bewahrt Passwörter auf (%1)</translation>
    </message>
    <message>
        <source>There is no session bus, and so no keychain</source>
        <translation>Es gibt keinen Sitzungsbus und so keinen Schlüsselbund</translation>
    </message>
    <message>
        <source>Install GNOME Keyring or KWallet. Until then passwords are shown until you quit</source>
        <translation>GNOME-Schlüsselbund oder KWallet installieren. Bis dahin werden Passwörter bis zum Beenden gezeigt</translation>
    </message>
    <message>
        <source>This computer is not announced in the network, as you chose</source>
        <translation>Dieser Computer wird im Netzwerk nicht bekannt gemacht, wie gewählt</translation>
    </message>
    <message>
        <source>Avahi answers, so that others find this computer</source>
        <translation>Avahi antwortet, andere finden diesen Computer also</translation>
    </message>
    <message>
        <source>Avahi does not answer, so that nobody finds this computer by itself</source>
        <translation>Avahi antwortet nicht, niemand findet diesen Computer also von selbst</translation>
    </message>
    <message>
        <source>Install and start avahi-daemon, or give others the address</source>
        <translation>avahi-daemon installieren und starten oder anderen die Adresse geben</translation>
    </message>
    <message>
        <source>%1 offered only %2, and nothing of it is taken here</source>
        <translation>%1 bot nur %2 an, und nichts davon wird hier angenommen</translation>
    </message>
    <message>
        <source>Update its program, or turn on “Older devices” in Preferences, Security</source>
        <translation>Das Programm dort aktualisieren oder unter Einstellungen, Sicherheit „Ältere Geräte“ einschalten</translation>
    </message>
    <message>
        <source>Update its program</source>
        <translation>Das Programm dort aktualisieren</translation>
    </message>
    <message>
        <source>%1 never spoke SSH</source>
        <translation>%1 sprach nie SSH</translation>
    </message>
    <message>
        <source>Choose SFTP in its program, and not FTP, FTPS or a browser</source>
        <translation>Im Programm dort SFTP wählen, und nicht FTP, FTPS oder einen Browser</translation>
    </message>
    <message>
        <source>%1 was turned away: it is not of this network</source>
        <translation>%1 wurde abgewiesen: nicht aus diesem Netzwerk</translation>
    </message>
    <message>
        <source>If it should come in, change who may connect in Preferences, Network</source>
        <translation>Soll es hinein, unter Einstellungen, Netzwerk ändern, wer sich verbinden darf</translation>
    </message>
    <message>
        <source>%1 gave a wrong password for %2</source>
        <translation>%1 gab ein falsches Passwort für %2 an</translation>
    </message>
    <message>
        <source>Give the password again, or set a new one on the page People</source>
        <translation>Das Passwort noch einmal mitteilen oder auf der Seite Personen ein neues setzen</translation>
    </message>
    <message>
        <source>%1 asked for %2, and nobody here has this name</source>
        <translation>%1 fragte nach %2, und hier heißt niemand so</translation>
    </message>
    <message>
        <source>Compare the name with the page People</source>
        <translation>Den Namen mit der Seite Personen vergleichen</translation>
    </message>
    <message>
        <source>%1 offered a key for %2 that is not known</source>
        <translation>%1 bot für %2 einen Schlüssel an, der nicht bekannt ist</translation>
    </message>
    <message>
        <source>Add its public key to the person, or use the password there</source>
        <translation>Den öffentlichen Schlüssel bei der Person hinzufügen oder dort das Passwort benutzen</translation>
    </message>
    <message>
        <source>%1 may not log in as %2 any more</source>
        <translation>%1 darf sich nicht mehr als %2 anmelden</translation>
    </message>
    <message>
        <source>Switch the person on, or give more time, on the page People</source>
        <translation>Die Person auf der Seite Personen einschalten oder ihr mehr Zeit geben</translation>
    </message>
    <message>
        <source>Nobody failed to get in during the last day</source>
        <translation>Seit gestern ist niemand daran gescheitert hineinzukommen</translation>
    </message>
    <message>
        <source>The settings could not be saved. %1.</source>
        <translation>Die Einstellungen ließen sich nicht speichern. %1.</translation>
    </message>
    <message>
        <source>Too many wait for the load balancer to say who they are</source>
        <translation>Zu viele warten darauf, dass der Lastverteiler sagt, wer sie sind</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>Key without a comment</source>
        <translation>Schlüssel ohne Kommentar</translation>
    </message>
    <message>
        <source>only from %1</source>
        <translation>nur von %1</translation>
    </message>
    <message>
        <source>expired %1</source>
        <translation>abgelaufen am %1</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>only to view</source>
        <translation>nur zum Ansehen</translation>
    </message>
</context>
<context>
    <name>sallyport::AboutDialog</name>
    <message>
        <source>About Sallyport</source>
        <translation>Über Sallyport</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Shares folders over SFTP, and says who does what.</source>
        <translation>Gibt Ordner über SFTP frei und sagt, wer was tut.</translation>
    </message>
    <message>
        <source>Free software under the MIT license.</source>
        <translation>Freie Software unter der MIT-Lizenz.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>sallyport::AccessForm</name>
    <message>
        <source>Nothing is shared yet.</source>
        <translation>Noch ist nichts freigegeben.</translation>
    </message>
    <message>
        <source>Access to %1</source>
        <translation>Zugriff auf %1</translation>
    </message>
</context>
<context>
    <name>sallyport::AccessTiles</name>
    <message>
        <source>What guests may do</source>
        <translation>Was Gäste dürfen</translation>
    </message>
</context>
<context>
    <name>sallyport::AccountDialog</name>
    <message>
        <source>Add person</source>
        <translation>Person hinzufügen</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>%1 bearbeiten</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Sign in with</source>
        <translation>Anmelden mit</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugriff</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Switched off for now</source>
        <translation>Vorerst abgeschaltet</translation>
    </message>
    <message>
        <source>Password or keys</source>
        <translation>Passwort oder Schlüssel</translation>
    </message>
    <message>
        <source>Keys only</source>
        <translation>Nur Schlüssel</translation>
    </message>
    <message>
        <source>No password</source>
        <translation>Kein Passwort</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>At the end of</source>
        <translation>Am Ende des</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save changes</source>
        <translation>Änderungen sichern</translation>
    </message>
    <message>
        <source>Last seen: %1</source>
        <translation>Zuletzt gesehen: %1</translation>
    </message>
    <message>
        <source>A name has 1 to 64 characters, no / or :, and no space at its ends.</source>
        <translation>Ein Name hat 1 bis 64 Zeichen, kein / oder : und keine Leerzeichen am Anfang oder Ende.</translation>
    </message>
    <message>
        <source>Somebody is named %1 already.</source>
        <translation>Jemand heißt schon %1.</translation>
    </message>
    <message>
        <source>A name to log in with. Letters, digits, . _ -</source>
        <translation>Name zum Anmelden. Buchstaben, Ziffern, . _ -</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>Whoever knows the name gets in, and can only view.</source>
        <translation>Wer den Namen kennt, kommt hinein und kann nur ansehen.</translation>
    </message>
    <message>
        <source>Without a key nobody can sign in. Add one below.</source>
        <translation>Ohne Schlüssel kann sich niemand anmelden. Fügen Sie unten einen hinzu.</translation>
    </message>
</context>
<context>
    <name>sallyport::ActivityModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message numerus="yes">
        <source>Downloading %n files from %1</source>
        <translation>
            <numerusform>Lädt %n Datei aus %1 herunter</numerusform>
            <numerusform>Lädt %n Dateien aus %1 herunter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Uploading %n files to %1</source>
        <translation>
            <numerusform>Lädt %n Datei in %1 hoch</numerusform>
            <numerusform>Lädt %n Dateien in %1 hoch</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Downloaded %n files from %1</source>
        <translation>
            <numerusform>Geladen: %n Datei aus %1</numerusform>
            <numerusform>Geladen: %n Dateien aus %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Uploaded %n files to %1</source>
        <translation>
            <numerusform>Hochgeladen: %n Datei in %1</numerusform>
            <numerusform>Hochgeladen: %n Dateien in %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>percent</comment>
        <translation>%1 %</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… und %n weitere</numerusform>
            <numerusform>… und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <extracomment>A person and the address they came from.</extracomment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>size, rate</comment>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>sallyport::ActivityPage</name>
    <message>
        <source>Activity</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>Noch nichts geschehen</translation>
    </message>
    <message>
        <source>Who downloads, uploads or fails to log in is written down here.</source>
        <translation>Wer herunterlädt, hochlädt oder sich vergeblich anmeldet, steht dann hier.</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter zurücksetzen</translation>
    </message>
    <message>
        <source>Ctrl+P</source>
        <comment>problems</comment>
        <translation>Ctrl+P</translation>
    </message>
    <message>
        <source>Find in activity</source>
        <translation>Im Verlauf suchen</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>All actions</source>
        <translation>Alle Aktionen</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Uploads</source>
        <translation>Uploads</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Logins</source>
        <translation>Anmeldungen</translation>
    </message>
    <message>
        <source>Blocks and limits</source>
        <translation>Sperren und Limits</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n neu</numerusform>
            <numerusform>%n neu</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>entries, problems</comment>
        <extracomment>The halves of &quot;1,482 entries, 4 problems&quot;.</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries</source>
        <translation>
            <numerusform>%Ln Eintrag</numerusform>
            <numerusform>%Ln Einträge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln problems</source>
        <translation>
            <numerusform>%Ln Problem</numerusform>
            <numerusform>%Ln Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>Problems %1</source>
        <comment>and how many</comment>
        <translation>Probleme %1</translation>
    </message>
    <message>
        <source>No matches</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>No matches for “%1”</source>
        <translation>Nichts gefunden für „%1“</translation>
    </message>
    <message>
        <source>Everyone</source>
        <translation>Alle Personen</translation>
    </message>
    <message>
        <source>All folders</source>
        <translation>Alle Ordner</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner anzeigen</translation>
    </message>
    <message>
        <source>Block this address…</source>
        <translation>Diese Adresse sperren…</translation>
    </message>
    <message>
        <source>Activity %1</source>
        <comment>a file name, with a date</comment>
        <translation>Verlauf %1</translation>
    </message>
    <message>
        <source>Spreadsheet (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl)</source>
        <translation>JSON-Zeilen (*.jsonl)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries were exported.</source>
        <translation>
            <numerusform>%Ln Eintrag wurde exportiert.</numerusform>
            <numerusform>%Ln Einträge wurden exportiert.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::ActivityView</name>
    <message>
        <source>Activity</source>
        <translation>Verlauf</translation>
    </message>
</context>
<context>
    <name>sallyport::BlockedAddresses</name>
    <message>
        <source>Blocked addresses</source>
        <translation>Gesperrte Adressen</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>Sperre aufheben</translation>
    </message>
    <message>
        <source>Unblock %1</source>
        <translation>Sperre von %1 aufheben</translation>
    </message>
    <message numerus="yes">
        <source>%n wrong passwords, blocked until %1</source>
        <translation>
            <numerusform>%n falsches Passwort, gesperrt bis %1</numerusform>
            <numerusform>%n falsche Passwörter, gesperrt bis %1</numerusform>
        </translation>
    </message>
    <message>
        <source>You blocked it until %1</source>
        <translation>Von Ihnen gesperrt bis %1</translation>
    </message>
    <message>
        <source>%1, blocked until %2</source>
        <translation>%1, gesperrt bis %2</translation>
    </message>
    <message>
        <source>Blocked until you unblock it</source>
        <translation>Gesperrt, bis Sie die Sperre aufheben</translation>
    </message>
</context>
<context>
    <name>sallyport::CloseManners</name>
    <message>
        <source>Sallyport keeps sharing in the background. Quit from the menu to stop.</source>
        <translation>Sallyport gibt im Hintergrund weiter frei. Zum Beenden das Menü benutzen.</translation>
    </message>
</context>
<context>
    <name>sallyport::CodeLine</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Kopieren: %1</translation>
    </message>
</context>
<context>
    <name>sallyport::ConnectedCard</name>
    <message>
        <source>Send the link to somebody. They appear here as soon as they connect.</source>
        <translation>Senden Sie jemandem den Link. Wer sich verbindet, erscheint sofort hier.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle anzeigen</translation>
    </message>
    <message>
        <source>Connected now</source>
        <translation>Jetzt verbunden</translation>
    </message>
</context>
<context>
    <name>sallyport::ConnectedModel</name>
    <message numerus="yes">
        <source>%n percent</source>
        <translation>
            <numerusform>%n Prozent</numerusform>
            <numerusform>%n Prozent</numerusform>
        </translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation>Lädt %1 herunter</translation>
    </message>
    <message>
        <source>Uploading %1</source>
        <translation>Lädt %1 hoch</translation>
    </message>
    <message>
        <source>Looking at %1</source>
        <translation>Sieht sich %1 an</translation>
    </message>
    <message>
        <source>Quiet since %1</source>
        <translation>Ruhig seit %1</translation>
    </message>
</context>
<context>
    <name>sallyport::ConnectionCheckDialog</name>
    <message>
        <source>Connection check</source>
        <translation>Verbindungsprüfung</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Noch einmal prüfen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Prüfung läuft…</translation>
    </message>
    <message>
        <source>Nothing keeps others out</source>
        <translation>Nichts hält andere fern</translation>
    </message>
    <message numerus="yes">
        <source>%n things keep others out</source>
        <translation>
            <numerusform>%n Sache hält andere fern</numerusform>
            <numerusform>%n Dinge halten andere fern</numerusform>
        </translation>
    </message>
    <message>
        <source>Problem:</source>
        <comment>in a list to copy</comment>
        <translation>Problem:</translation>
    </message>
    <message>
        <source>Note:</source>
        <comment>in a list to copy</comment>
        <translation>Hinweis:</translation>
    </message>
    <message>
        <source>Good:</source>
        <comment>in a list to copy</comment>
        <translation>In Ordnung:</translation>
    </message>
</context>
<context>
    <name>sallyport::ConnectionsModel</name>
    <message>
        <source>%1, %2 percent</source>
        <translation>%1, %2 Prozent</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Gerade</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>Übertragen</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a label and its value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Looking at the shared folders</source>
        <extracomment>%1 is a folder.</extracomment>
        <translation>Sieht sich die freigegebenen Ordner an</translation>
    </message>
    <message>
        <source>Looking at %1</source>
        <translation>Sieht sich %1 an</translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation>Lädt %1 herunter</translation>
    </message>
    <message>
        <source>Uploading %1</source>
        <translation>Lädt %1 hoch</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>Quiet for %1</source>
        <translation>Ruhig seit %1</translation>
    </message>
</context>
<context>
    <name>sallyport::ConnectionsPage</name>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Nobody is connected</source>
        <translation>Niemand ist verbunden</translation>
    </message>
    <message>
        <source>Send the link to somebody. They appear here as soon as they connect.</source>
        <translation>Senden Sie jemandem den Link. Wer sich verbindet, erscheint sofort hier.</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>people, connections</comment>
        <extracomment>The halves of &quot;4 people, 4 connections&quot;.</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n Person</numerusform>
            <numerusform>%n Personen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connections</source>
        <translation>
            <numerusform>%n Verbindung</numerusform>
            <numerusform>%n Verbindungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Disconnect %1</source>
        <translation>%1 trennen</translation>
    </message>
    <message>
        <source>Block %1…</source>
        <translation>%1 sperren…</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
</context>
<context>
    <name>sallyport::CopyAction</name>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>sallyport::DamagedSettingsPage</name>
    <message>
        <source>This is what the last good copy allows.</source>
        <translation>Das erlaubt die letzte gute Kopie.</translation>
    </message>
    <message>
        <source>There is no earlier copy that can be read.</source>
        <translation>Es gibt keine frühere Kopie, die lesbar ist.</translation>
    </message>
    <message>
        <source>The settings cannot be read</source>
        <translation>Die Einstellungen sind nicht lesbar</translation>
    </message>
    <message>
        <source>This is what the last good copy allows. The damaged file is kept as %1.</source>
        <translation>Das erlaubt die letzte gute Kopie. Die beschädigte Datei bleibt als %1 erhalten.</translation>
    </message>
    <message>
        <source>There is no earlier copy that can be read. The damaged file is kept as %1.</source>
        <translation>Es gibt keine frühere Kopie, die lesbar ist. Die beschädigte Datei bleibt als %1 erhalten.</translation>
    </message>
    <message>
        <source>Nobody may do anything.</source>
        <translation>Niemand darf etwas.</translation>
    </message>
    <message>
        <source>Start with nothing shared</source>
        <translation>Ohne Freigaben starten</translation>
    </message>
    <message>
        <source>Use the last good copy</source>
        <translation>Letzte gute Kopie benutzen</translation>
    </message>
</context>
<context>
    <name>sallyport::DetailsDialog</name>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>sallyport::DropZone</name>
    <message>
        <source>Share a folder</source>
        <translation>Einen Ordner freigeben</translation>
    </message>
    <message>
        <source>Drop a folder here, or choose one. It is shared at once.</source>
        <translation>Ziehen Sie einen Ordner hierher oder wählen Sie einen aus. Er wird sofort freigegeben.</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>Ordner auswählen…</translation>
    </message>
    <message>
        <source>Only folders of this computer can be shared.</source>
        <translation>Nur Ordner dieses Computers lassen sich freigeben.</translation>
    </message>
    <message>
        <source>Choose a folder to share</source>
        <translation>Ordner zum Freigeben auswählen</translation>
    </message>
</context>
<context>
    <name>sallyport::FirstRunPage</name>
    <message>
        <source>Guests can only view</source>
        <translation>Gäste können nur ansehen</translation>
    </message>
    <message>
        <source>They open and download. Nothing is changed unless you allow it.</source>
        <translation>Sie öffnen und laden herunter. Ändern können sie nur, was Sie erlauben.</translation>
    </message>
    <message>
        <source>This network only</source>
        <translation>Nur dieses Netzwerk</translation>
    </message>
    <message>
        <source>Nobody from the internet can connect.</source>
        <translation>Aus dem Internet kann sich niemand verbinden.</translation>
    </message>
    <message>
        <source>With a password</source>
        <translation>Mit Passwort</translation>
    </message>
    <message>
        <source>One is made for you, easy to read out loud.</source>
        <translation>Es wird für Sie erzeugt und ist leicht vorzulesen.</translation>
    </message>
</context>
<context>
    <name>sallyport::GeneralPage</name>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Start when I log in</source>
        <translation>Bei der Anmeldung starten</translation>
    </message>
    <message>
        <source>Start in the background</source>
        <translation>Im Hintergrund starten</translation>
    </message>
    <message>
        <source>What is shared is then shared again.</source>
        <translation>Was freigegeben ist, wird dann wieder freigegeben.</translation>
    </message>
    <message>
        <source>No window opens, only the symbol in the panel. Without a panel the window opens.</source>
        <translation>Es öffnet sich kein Fenster, nur das Symbol in der Leiste. Ohne Leiste öffnet sich das Fenster.</translation>
    </message>
</context>
<context>
    <name>sallyport::HostKeysBox</name>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Make new keys…</source>
        <translation>Neue Schlüssel erzeugen…</translation>
    </message>
    <message>
        <source>Import a host key</source>
        <translation>Hostschlüssel importieren</translation>
    </message>
    <message>
        <source>Host key fingerprint</source>
        <translation>Fingerabdruck des Hostschlüssels</translation>
    </message>
    <message>
        <source>Copy host key</source>
        <translation>Hostschlüssel kopieren</translation>
    </message>
    <message>
        <source>They are made when you share for the first time.</source>
        <translation>Sie werden bei der ersten Freigabe erzeugt.</translation>
    </message>
    <message>
        <source>Whoever connected before is warned that this computer may be another one, and needs the new fingerprint from you. Open connections go on. The old keys are kept for 30 days.</source>
        <translation>Wer schon verbunden war, wird gewarnt, dass dies ein anderer Computer sein könnte, und braucht den neuen Fingerabdruck von Ihnen. Offene Verbindungen bleiben. Die alten Schlüssel werden 30 Tage aufbewahrt.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Use this host key?</source>
        <translation>Diesen Hostschlüssel benutzen?</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Benutzen</translation>
    </message>
    <message>
        <source>Make new host keys?</source>
        <translation>Neue Hostschlüssel erzeugen?</translation>
    </message>
    <message>
        <source>Make new keys</source>
        <translation>Neue Schlüssel erzeugen</translation>
    </message>
    <message>
        <source>The keys are being replaced…</source>
        <translation>Die Schlüssel werden ersetzt…</translation>
    </message>
    <message>
        <source>The new keys are used from now on.</source>
        <translation>Die neuen Schlüssel gelten ab jetzt.</translation>
    </message>
</context>
<context>
    <name>sallyport::InviteCard</name>
    <message>
        <source>This computer has no network address now</source>
        <translation>Dieser Computer hat gerade keine Netzwerkadresse</translation>
    </message>
    <message>
        <source>The link is known once sharing has started</source>
        <translation>Der Link steht fest, sobald die Freigabe läuft</translation>
    </message>
    <message>
        <source>Invite someone</source>
        <translation>Jemanden einladen</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Copy password</source>
        <translation>Passwort kopieren</translation>
    </message>
    <message>
        <source>How to connect…</source>
        <translation>So verbinden…</translation>
    </message>
    <message>
        <source>QR code</source>
        <translation>QR-Code</translation>
    </message>
    <message>
        <source>More addresses</source>
        <translation>Weitere Adressen</translation>
    </message>
    <message>
        <source>Copy user name</source>
        <translation>Benutzername kopieren</translation>
    </message>
    <message>
        <source>Host key fingerprint</source>
        <translation>Fingerabdruck des Hostschlüssels</translation>
    </message>
    <message>
        <source>Host key</source>
        <translation>Hostschlüssel</translation>
    </message>
    <message>
        <source>Copy host key</source>
        <translation>Hostschlüssel kopieren</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Holds the link, not the password</source>
        <translation>Enthält den Link, nicht das Passwort</translation>
    </message>
    <message>
        <source>Link to %1</source>
        <translation>Link zu %1</translation>
    </message>
    <message>
        <source>QR code of the link to %1</source>
        <translation>QR-Code des Links zu %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>sallyport::KeyList</name>
    <message>
        <source>Paste key</source>
        <translation>Schlüssel einfügen</translation>
    </message>
    <message>
        <source>From file…</source>
        <translation>Aus Datei…</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Or drop a .pub or authorized_keys file here</source>
        <translation>Oder eine .pub- oder authorized_keys-Datei hierher ziehen</translation>
    </message>
    <message>
        <source>There is nothing to paste. Copy a public key first.</source>
        <translation>Es gibt nichts einzufügen. Kopieren Sie zuerst einen öffentlichen Schlüssel.</translation>
    </message>
    <message>
        <source>Choose a file with public keys</source>
        <translation>Datei mit öffentlichen Schlüsseln auswählen</translation>
    </message>
    <message>
        <source>Public keys (*.pub authorized_keys);;All files (*)</source>
        <translation>Öffentliche Schlüssel (*.pub authorized_keys);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Only a file on this computer can be read.</source>
        <translation>Nur eine Datei auf diesem Computer lässt sich lesen.</translation>
    </message>
    <message>
        <source>This is not a public key. Paste a line that starts with ssh-ed25519, ecdsa-sha2- or ssh-rsa.</source>
        <translation>Das ist kein öffentlicher Schlüssel. Fügen Sie eine Zeile ein, die mit ssh-ed25519, ecdsa-sha2- oder ssh-rsa beginnt.</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>A person has at most %n keys.</source>
        <translation>
            <numerusform>Eine Person hat höchstens %n Schlüssel.</numerusform>
            <numerusform>Eine Person hat höchstens %n Schlüssel.</numerusform>
        </translation>
    </message>
    <message>
        <source>This key is already on the list.</source>
        <translation>Dieser Schlüssel steht schon in der Liste.</translation>
    </message>
    <message numerus="yes">
        <source>%n keys added</source>
        <translation>
            <numerusform>%n Schlüssel hinzugefügt</numerusform>
            <numerusform>%n Schlüssel hinzugefügt</numerusform>
        </translation>
    </message>
    <message>
        <source>… and %1 more</source>
        <translation>… und %1 weitere</translation>
    </message>
    <message>
        <source>Remove key</source>
        <translation>Schlüssel entfernen</translation>
    </message>
    <message>
        <source>Remove key %1</source>
        <translation>Schlüssel %1 entfernen</translation>
    </message>
</context>
<context>
    <name>sallyport::LimitsPage</name>
    <message>
        <source>Limits</source>
        <translation>Limits</translation>
    </message>
    <message>
        <source> MB/s</source>
        <translation> MB/s</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Kein Limit</translation>
    </message>
    <message>
        <source> minutes</source>
        <translation> Minuten</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Tempolimit</translation>
    </message>
    <message>
        <source>In each direction, for all connections together.</source>
        <translation>In jeder Richtung, für alle Verbindungen zusammen.</translation>
    </message>
    <message>
        <source>Connections at most</source>
        <translation>Verbindungen höchstens</translation>
    </message>
    <message>
        <source>Programs often use several at once.</source>
        <translation>Programme benutzen oft mehrere zugleich.</translation>
    </message>
    <message>
        <source>End when idle for</source>
        <translation>Bei Ruhe beenden nach</translation>
    </message>
    <message>
        <source>The connections of people who went away end then.</source>
        <translation>Die Verbindungen derer, die gegangen sind, enden dann.</translation>
    </message>
</context>
<context>
    <name>sallyport::MainWindow</name>
    <message>
        <source>%1 was disconnected</source>
        <translation>%1 wurde getrennt</translation>
    </message>
    <message>
        <source>Already shared</source>
        <translation>Bereits freigegeben</translation>
    </message>
</context>
<context>
    <name>sallyport::MessageBar</name>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
</context>
<context>
    <name>sallyport::NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Address shown in invites</source>
        <translation>Adresse in Einladungen</translation>
    </message>
    <message>
        <source>Devices in this network</source>
        <translation>Geräte in diesem Netzwerk</translation>
    </message>
    <message>
        <source>Anyone who can reach this computer</source>
        <translation>Alle, die diesen Computer erreichen</translation>
    </message>
    <message>
        <source>Only these addresses</source>
        <translation>Nur diese Adressen</translation>
    </message>
    <message>
        <source>Trusted proxies</source>
        <translation>Vertraute Proxys</translation>
    </message>
    <message>
        <source>Addresses to use</source>
        <translation>Zu benutzende Adressen</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>Guests see this port in every link. 1024 to 65535.</source>
        <translation>Gäste sehen diesen Port in jedem Link. 1024 bis 65535.</translation>
    </message>
    <message>
        <source>Also from the internet, if your router lets them in. Guests always need a password then.</source>
        <translation>Auch aus dem Internet, wenn Ihr Router es zulässt. Gäste brauchen dann immer ein Passwort.</translation>
    </message>
    <message>
        <source>Like 192.168.1.7 or 192.168.1.0/24, with commas between.</source>
        <translation>Wie 192.168.1.7 oder 192.168.1.0/24, mit Kommas dazwischen.</translation>
    </message>
    <message>
        <source>Load balancers that say who connects (PROXY version 2).</source>
        <translation>Lastverteiler, die sagen, wer sich verbindet (PROXY Version 2).</translation>
    </message>
    <message>
        <source>Of this computer. Empty: all of them.</source>
        <translation>Dieses Computers. Leer: alle.</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Who can connect</source>
        <translation>Wer sich verbinden kann</translation>
    </message>
    <message>
        <source>Private, link-local and on-link addresses. Recommended.</source>
        <translation>Private, link-lokale und direkt verbundene Adressen. Empfohlen.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Automatic (%1)</source>
        <translation>Automatisch (%1)</translation>
    </message>
    <message>
        <source>Any free port</source>
        <translation>Irgendein freier Port</translation>
    </message>
    <message>
        <source>The system keeps the ports below 1024 for itself. Choose one from 1024 to 65535.</source>
        <translation>Das System behält die Ports unter 1024 für sich. Wählen Sie einen von 1024 bis 65535.</translation>
    </message>
    <message>
        <source>This is not an address or the name of a computer.</source>
        <translation>Das ist keine Adresse und kein Name eines Computers.</translation>
    </message>
    <message>
        <source>%1 gets in without a password, so not anyone may connect. Give %1 a password first.</source>
        <translation>%1 kommt ohne Passwort hinein, darum dürfen sich nicht alle verbinden. Geben Sie %1 zuerst ein Passwort.</translation>
    </message>
    <message>
        <source>Enter at least one address.</source>
        <translation>Geben Sie mindestens eine Adresse ein.</translation>
    </message>
    <message>
        <source>Not an address: %1</source>
        <translation>Keine Adresse: %1</translation>
    </message>
    <message>
        <source>Show this computer to others nearby</source>
        <translation>Diesen Computer in der Nähe anzeigen</translation>
    </message>
    <message>
        <source>And the user name to log in with</source>
        <translation>Auch den Benutzernamen zum Anmelden</translation>
    </message>
    <message>
        <source>File managers of this network list the folders by name. Never while anyone can connect.</source>
        <translation>Dateiverwaltungen in diesem Netzwerk zeigen die Ordner mit Namen. Nie, solange sich alle verbinden können.</translation>
    </message>
</context>
<context>
    <name>sallyport::NotificationsPage</name>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Only what is important</source>
        <translation>Nur Wichtiges</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Also who connects, and what was downloaded and uploaded.</source>
        <translation>Auch wer sich verbindet und was geladen und hochgeladen wurde.</translation>
    </message>
    <message>
        <source>A folder that is not available, a blocked address, sharing that ended.</source>
        <translation>Ein Ordner ist nicht verfügbar, eine Adresse gesperrt, die Freigabe beendet.</translation>
    </message>
    <message>
        <source>Everything still stands in Activity.</source>
        <translation>Alles steht weiterhin im Verlauf.</translation>
    </message>
</context>
<context>
    <name>sallyport::Notifier</name>
    <message>
        <source>%1 connected from %2</source>
        <translation>%1 hat sich von %2 verbunden</translation>
    </message>
    <message numerus="yes">
        <source>%1 sent you %n file(s) in %2</source>
        <translation>
            <numerusform>%1 hat Ihnen %n Datei in %2 geschickt</numerusform>
            <numerusform>%1 hat Ihnen %n Dateien in %2 geschickt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 downloaded %n file(s) from %2, %3</source>
        <translation>
            <numerusform>%1 hat %n Datei aus %2 heruntergeladen, %3</numerusform>
            <numerusform>%1 hat %n Dateien aus %2 heruntergeladen, %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is blocked until %2: %n wrong password(s).</source>
        <translation>
            <numerusform>%1 ist bis %2 gesperrt: %n falsches Passwort.</numerusform>
            <numerusform>%1 ist bis %2 gesperrt: %n falsche Passwörter.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is blocked until %2.</source>
        <translation>%1 ist bis %2 gesperrt.</translation>
    </message>
    <message>
        <source>Sharing has ended: the night is over.</source>
        <translation>Die Freigabe ist beendet: die Nacht ist um.</translation>
    </message>
    <message>
        <source>Sharing has ended: the hour is over.</source>
        <translation>Die Freigabe ist beendet: die Stunde ist um.</translation>
    </message>
    <message>
        <source>%1 is not available</source>
        <translation>%1 ist nicht verfügbar</translation>
    </message>
    <message>
        <source>%1 is available again and shared</source>
        <translation>%1 ist wieder verfügbar und freigegeben</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a folder, and what became of it</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Pause is over, sharing again</source>
        <translation>Die Pause ist vorbei, wieder freigegeben</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… und %n weitere</numerusform>
            <numerusform>… und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Sallyport</source>
        <translation>Sallyport</translation>
    </message>
</context>
<context>
    <name>sallyport::PageListModel</name>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Verlauf</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n new problem(s)</source>
        <translation>
            <numerusform>%1, %n neues Problem</numerusform>
            <numerusform>%1, %n neue Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>sallyport::PasswordField</name>
    <message>
        <source>Copy password</source>
        <translation>Passwort kopieren</translation>
    </message>
    <message>
        <source>Set a new password…</source>
        <translation>Neues Passwort setzen…</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Hide password</source>
        <translation>Passwort verbergen</translation>
    </message>
    <message>
        <source>Make another</source>
        <translation>Neu erzeugen</translation>
    </message>
    <message>
        <source>Keep the present password</source>
        <translation>Jetziges Passwort behalten</translation>
    </message>
    <message>
        <source>Show password</source>
        <translation>Passwort anzeigen</translation>
    </message>
</context>
<context>
    <name>sallyport::PasswordRow</name>
    <message>
        <source>Show password</source>
        <translation>Passwort anzeigen</translation>
    </message>
    <message>
        <source>Unlock…</source>
        <translation>Entsperren…</translation>
    </message>
    <message>
        <source>Set a new password…</source>
        <translation>Neues Passwort setzen…</translation>
    </message>
    <message>
        <source>Hide password</source>
        <translation>Passwort verbergen</translation>
    </message>
    <message>
        <source>Password, shown</source>
        <translation>Passwort, sichtbar</translation>
    </message>
    <message>
        <source>Password, hidden</source>
        <translation>Passwort, verborgen</translation>
    </message>
    <message>
        <source>none, only keys</source>
        <translation>keines, nur Schlüssel</translation>
    </message>
    <message>
        <source>none needed</source>
        <translation>keines nötig</translation>
    </message>
    <message>
        <source>nobody has access yet</source>
        <translation>noch hat niemand Zugriff</translation>
    </message>
    <message>
        <source>hidden: the keychain is locked</source>
        <translation>verborgen: der Schlüsselbund ist gesperrt</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>verborgen</translation>
    </message>
    <message>
        <source>waiting for the keychain</source>
        <translation>wartet auf den Schlüsselbund</translation>
    </message>
</context>
<context>
    <name>sallyport::PeopleModel</name>
    <message>
        <source>Last seen</source>
        <translation>Zuletzt gesehen</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a person, and how they sign in</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1
%2
Last seen: %3</source>
        <translation>%1
%2
Zuletzt gesehen: %3</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>a person, a share, what they may do there</comment>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>%1, last seen: %2</source>
        <translation>%1, zuletzt gesehen: %2</translation>
    </message>
    <message>
        <source>Not yet</source>
        <comment>last seen</comment>
        <translation>Noch nicht</translation>
    </message>
    <message>
        <source>No password needed</source>
        <translation>Kein Passwort nötig</translation>
    </message>
    <message>
        <source>Link and password</source>
        <translation>Link und Passwort</translation>
    </message>
    <message>
        <source>Password only</source>
        <translation>Nur Passwort</translation>
    </message>
    <message>
        <source>Password, 1 key</source>
        <translation>Passwort, 1 Schlüssel</translation>
    </message>
    <message numerus="yes">
        <source>Password, %n keys</source>
        <translation>
            <numerusform>Passwort, %n Schlüssel</numerusform>
            <numerusform>Passwort, %n Schlüssel</numerusform>
        </translation>
    </message>
    <message>
        <source>No password and no key</source>
        <translation>Kein Passwort und kein Schlüssel</translation>
    </message>
    <message>
        <source>1 key</source>
        <translation>1 Schlüssel</translation>
    </message>
    <message numerus="yes">
        <source>%n keys</source>
        <translation>
            <numerusform>%n Schlüssel</numerusform>
            <numerusform>%n Schlüssel</numerusform>
        </translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>Abgeschaltet</translation>
    </message>
    <message>
        <source>expired %1</source>
        <translation>abgelaufen am %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>how they sign in, until when</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a share, what they may do there</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>sallyport::PeoplePage</name>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>What each person may do in each folder</source>
        <translation>Was jede Person in jedem Ordner darf</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>Add person</source>
        <translation>Person hinzufügen</translation>
    </message>
    <message>
        <source>Only the guest so far</source>
        <translation>Bisher nur der Gast</translation>
    </message>
    <message>
        <source>Nobody has been added yet</source>
        <translation>Noch niemand hinzugefügt</translation>
    </message>
    <message>
        <source>Give a person their own password or key, and decide folder by folder.</source>
        <translation>Geben Sie einer Person ein eigenes Passwort oder einen Schlüssel und entscheiden Sie je Ordner.</translation>
    </message>
    <message>
        <source>Remove %1?</source>
        <translation>%1 entfernen?</translation>
    </message>
    <message>
        <source>The link leads nowhere then. Open connections end now. The files stay.</source>
        <translation>Der Link führt dann ins Leere. Offene Verbindungen enden sofort. Die Dateien bleiben.</translation>
    </message>
    <message>
        <source>Open connections end now. The files stay.</source>
        <translation>Offene Verbindungen enden sofort. Die Dateien bleiben.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Letzte Änderung zurücknehmen</translation>
    </message>
</context>
<context>
    <name>sallyport::PeopleTable</name>
    <message>
        <source>Access by person and folder</source>
        <translation>Zugriff nach Person und Ordner</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Namen</translation>
    </message>
</context>
<context>
    <name>sallyport::PreferencesDialog</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Limits</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… und %n weitere</numerusform>
            <numerusform>… und %n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people are connected</source>
        <translation>
            <numerusform>%n Person ist verbunden</numerusform>
            <numerusform>%n Personen sind verbunden</numerusform>
        </translation>
    </message>
    <message>
        <source>What you changed ends their connections. Files that are on their way are cut short. The other changes are made at once.</source>
        <translation>Was Sie geändert haben, beendet deren Verbindungen. Laufende Übertragungen brechen ab. Die übrigen Änderungen gelten sofort.</translation>
    </message>
    <message>
        <source>Change now</source>
        <translation>Jetzt ändern</translation>
    </message>
    <message>
        <source>When nobody is connected</source>
        <translation>Wenn niemand verbunden ist</translation>
    </message>
    <message>
        <source>A change waits until nobody is connected.</source>
        <translation>Eine Änderung wartet, bis niemand verbunden ist.</translation>
    </message>
</context>
<context>
    <name>sallyport::QuestionDialog</name>
    <message>
        <source>“%1” was not opened</source>
        <translation>„%1“ wurde nicht geöffnet</translation>
    </message>
    <message>
        <source>No program of this computer opens it.</source>
        <translation>Kein Programm dieses Computers öffnet es.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Sallyport</source>
        <translation>Sallyport</translation>
    </message>
</context>
<context>
    <name>sallyport::RecipeList</name>
    <message>
        <source>Programs to connect with</source>
        <translation>Programme zum Verbinden</translation>
    </message>
</context>
<context>
    <name>sallyport::RecipeSteps</name>
    <message>
        <source>%1.  %2</source>
        <extracomment>A step of a recipe: its number, what it is for.</extracomment>
        <translation>%1.  %2</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Kopieren: %1</translation>
    </message>
</context>
<context>
    <name>sallyport::RecipesDialog</name>
    <message>
        <source>How to connect</source>
        <translation>So verbinden</translation>
    </message>
    <message>
        <source>Connect as</source>
        <translation>Verbinden als</translation>
    </message>
    <message>
        <source>to</source>
        <comment>a shared folder</comment>
        <translation>mit</translation>
    </message>
    <message>
        <source>Shared folder</source>
        <translation>Freigegebener Ordner</translation>
    </message>
    <message>
        <source>address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Show password…</source>
        <translation>Passwort anzeigen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copy password</source>
        <translation>Passwort kopieren</translation>
    </message>
</context>
<context>
    <name>sallyport::SecretsDialog</name>
    <message>
        <source>Also hide every name that starts with a dot</source>
        <translation>Auch alle Namen verbergen, die mit Punkt beginnen</translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>This folder is very large. There may be more that was not found.</source>
        <translation>Dieser Ordner ist sehr groß. Es kann mehr geben, das nicht gefunden wurde.</translation>
    </message>
    <message>
        <source>“%1” holds private things</source>
        <translation>„%1“ enthält private Daten</translation>
    </message>
    <message>
        <source>Guests could read these. Hidden things cannot be opened either, even by name.</source>
        <translation>Gäste könnten dies lesen. Verborgenes lässt sich auch mit seinem Namen nicht öffnen.</translation>
    </message>
    <message>
        <source>SSH keys and known hosts</source>
        <translation>SSH-Schlüssel und bekannte Hosts</translation>
    </message>
    <message>
        <source>GnuPG keys</source>
        <translation>GnuPG-Schlüssel</translation>
    </message>
    <message>
        <source>Password database</source>
        <translation>Passwortdatenbank</translation>
    </message>
    <message>
        <source>Passwords and tokens of a program</source>
        <translation>Passwörter und Token eines Programms</translation>
    </message>
    <message>
        <source>Settings and keys of Sallyport itself</source>
        <translation>Einstellungen und Schlüssel von Sallyport selbst</translation>
    </message>
    <message>
        <source>Leads out of the folder: cannot be opened anyway</source>
        <translation>Führt aus dem Ordner hinaus: ohnehin nicht zu öffnen</translation>
    </message>
    <message numerus="yes">
        <source>%1, and %n more</source>
        <extracomment>What a file is, and that others like it are hidden with it.</extracomment>
        <translation>
            <numerusform>%1 und %n weitere</numerusform>
            <numerusform>%1 und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Share everything</source>
        <translation>Alles freigeben</translation>
    </message>
    <message>
        <source>Hide checked and share</source>
        <translation>Markiertes verbergen und freigeben</translation>
    </message>
</context>
<context>
    <name>sallyport::SecurityPage</name>
    <message>
        <source>Security</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>Block after failed logins</source>
        <translation>Nach Fehlversuchen sperren</translation>
    </message>
    <message>
        <source>Older devices</source>
        <translation>Ältere Geräte</translation>
    </message>
    <message>
        <source>Links out of the folder</source>
        <translation>Verknüpfungen aus dem Ordner hinaus</translation>
    </message>
    <message>
        <source>After ten quick failures an address waits 1 minute, then longer, up to 10.</source>
        <translation>Nach zehn schnellen Fehlversuchen wartet eine Adresse 1 Minute, dann länger, bis zu 10.</translation>
    </message>
    <message>
        <source>Allow ssh-rsa, hmac-sha1 and group14-sha1 for scanners and cameras. Weaker, and noted in Activity.</source>
        <translation>ssh-rsa, hmac-sha1 und group14-sha1 für Scanner und Kameras erlauben. Schwächer, wird im Verlauf vermerkt.</translation>
    </message>
    <message>
        <source>Tries to log in</source>
        <translation>Anmeldeversuche</translation>
    </message>
    <message>
        <source>Then the connection ends.</source>
        <translation>Danach endet die Verbindung.</translation>
    </message>
    <message>
        <source>In all folders shared now.</source>
        <translation>In allen jetzt freigegebenen Ordnern.</translation>
    </message>
    <message>
        <source>Host keys</source>
        <translation>Hostschlüssel</translation>
    </message>
    <message>
        <source>Guests compare these with what their program shows.</source>
        <translation>Gäste vergleichen sie mit der Anzeige ihres Programms.</translation>
    </message>
    <message>
        <source>Show, but do not open</source>
        <translation>Anzeigen, aber nicht öffnen</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>Never follow any link</source>
        <translation>Keiner Verknüpfung folgen</translation>
    </message>
    <message>
        <source>Different from folder to folder</source>
        <translation>Je Ordner verschieden</translation>
    </message>
</context>
<context>
    <name>sallyport::ShareActions</name>
    <message>
        <source>Share a folder</source>
        <translation>Einen Ordner freigeben</translation>
    </message>
</context>
<context>
    <name>sallyport::ShareHeader</name>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Stop sharing</source>
        <translation>Freigabe beenden</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Options…</source>
        <translation>Optionen…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
</context>
<context>
    <name>sallyport::ShareListModel</name>
    <message>
        <source>Not sharing</source>
        <translation>Keine Freigabe</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Waiting for a port</source>
        <translation>Wartet auf Port</translation>
    </message>
    <message>
        <source>Paused until %1</source>
        <translation>Pausiert bis %1</translation>
    </message>
    <message>
        <source>Not available</source>
        <translation>Nicht verfügbar</translation>
    </message>
    <message>
        <source>Another folder</source>
        <translation>Anderer Ordner</translation>
    </message>
    <message>
        <source>Nobody connected</source>
        <translation>Niemand verbunden</translation>
    </message>
    <message numerus="yes">
        <source>%n connected</source>
        <translation>
            <numerusform>%n verbunden</numerusform>
            <numerusform>%n verbunden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, off</source>
        <translation>%1, aus</translation>
    </message>
    <message numerus="yes">
        <source>%1, on, %n connected</source>
        <translation>
            <numerusform>%1, an, %n verbunden</numerusform>
            <numerusform>%1, an, %n verbunden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, on, %2</source>
        <translation>%1, an, %2</translation>
    </message>
    <message>
        <source>Finishing transfers</source>
        <translation>Übertragungen laufen aus</translation>
    </message>
</context>
<context>
    <name>sallyport::ShareNotice</name>
    <message>
        <source>Paused until %1</source>
        <translation>Pausiert bis %1</translation>
    </message>
    <message>
        <source>Its link and settings are kept. People can connect again when you start it.</source>
        <translation>Link und Einstellungen bleiben erhalten. Nach dem Starten können sich alle wieder verbinden.</translation>
    </message>
    <message>
        <source>%1 is not shared</source>
        <translation>%1 ist nicht freigegeben</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>Start sharing</source>
        <translation>Freigabe starten</translation>
    </message>
    <message>
        <source>Choose another folder…</source>
        <translation>Anderen Ordner auswählen…</translation>
    </message>
    <message>
        <source>Remove from Sallyport</source>
        <translation>Aus Sallyport entfernen</translation>
    </message>
    <message>
        <source>Its folder is not there, or cannot be read. Sharing goes on by itself when it is back. Until then guests see it empty.</source>
        <translation>Der Ordner ist nicht da oder nicht lesbar. Sobald er zurück ist, geht die Freigabe von selbst weiter. Bis dahin sehen Gäste ihn leer.</translation>
    </message>
    <message>
        <source>The drive “%1” is not connected. Sharing goes on by itself when it is back. Until then guests see it empty.</source>
        <translation>Das Laufwerk „%1“ ist nicht angeschlossen. Sobald es zurück ist, geht die Freigabe von selbst weiter. Bis dahin sehen Gäste ihn leer.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>%1 is not available</source>
        <translation>%1 ist nicht verfügbar</translation>
    </message>
    <message>
        <source>Share this folder</source>
        <translation>Diesen Ordner freigeben</translation>
    </message>
    <message>
        <source>This is not the folder that was shared. Share it anyway?</source>
        <translation>Das ist nicht der Ordner, der freigegeben war. Trotzdem freigeben?</translation>
    </message>
    <message>
        <source>Something else is now at %1. Until you decide, guests see it empty.</source>
        <translation>Unter %1 liegt jetzt etwas anderes. Bis Sie entscheiden, sehen Gäste ihn leer.</translation>
    </message>
    <message>
        <source>Sharing of %1 ends with the last transfer</source>
        <translation>Die Freigabe von %1 endet mit der letzten Übertragung</translation>
    </message>
    <message>
        <source>Who connects now does not find it.</source>
        <translation>Wer sich jetzt verbindet, findet sie nicht.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Endet…</translation>
    </message>
</context>
<context>
    <name>sallyport::ShareOptionsDialog</name>
    <message>
        <source>Write uploads to the disk before they count as done</source>
        <translation>Hochgeladenes erst auf den Datenträger schreiben, dann als fertig melden</translation>
    </message>
    <message>
        <source>Show uploads only when they are complete</source>
        <translation>Hochgeladenes erst zeigen, wenn es vollständig ist</translation>
    </message>
    <message>
        <source>Hidden names</source>
        <translation>Verborgene Namen</translation>
    </message>
    <message>
        <source>One a line; * stands for anything. What is hidden cannot be opened either.</source>
        <translation>Einer je Zeile; * steht für Beliebiges. Verborgenes lässt sich auch nicht öffnen.</translation>
    </message>
    <message>
        <source>Follow those that stay inside the folder</source>
        <translation>Denen folgen, die im Ordner bleiben</translation>
    </message>
    <message>
        <source>Never follow any link</source>
        <translation>Keiner Verknüpfung folgen</translation>
    </message>
    <message>
        <source>Hide all links</source>
        <translation>Alle Verknüpfungen verbergen</translation>
    </message>
    <message>
        <source>Links to other files and folders</source>
        <translation>Verknüpfungen auf andere Dateien und Ordner</translation>
    </message>
    <message>
        <source>Links that lead out of the folder are never followed.</source>
        <translation>Verknüpfungen aus dem Ordner hinaus wird nie gefolgt.</translation>
    </message>
    <message>
        <source>Uploads</source>
        <translation>Hochladen</translation>
    </message>
    <message>
        <source>Until then the old file stays. Both need room meanwhile.</source>
        <translation>Bis dahin bleibt die alte Datei. Solange brauchen beide Platz.</translation>
    </message>
    <message>
        <source>Nothing complete is lost when the power fails. Slower, above all on spinning disks and with many small files.</source>
        <translation>Fällt der Strom aus, geht nichts Vollständiges verloren. Langsamer, vor allem auf Festplatten und bei vielen kleinen Dateien.</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Refuse files larger than</source>
        <translation>Dateien ablehnen, die größer sind als</translation>
    </message>
    <message>
        <source>Largest file</source>
        <translation>Größte Datei</translation>
    </message>
    <message>
        <source>Hold at most, all files together</source>
        <translation>Höchstens, alle Dateien zusammen</translation>
    </message>
    <message>
        <source>All files together</source>
        <translation>Alle Dateien zusammen</translation>
    </message>
    <message>
        <source>Keep free on the disk</source>
        <translation>Auf dem Datenträger freihalten</translation>
    </message>
    <message>
        <source>Kept free on the disk</source>
        <translation>Auf dem Datenträger freigehalten</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Options of %1</source>
        <translation>Optionen von %1</translation>
    </message>
</context>
<context>
    <name>sallyport::SharePage</name>
    <message>
        <source>Choose another folder</source>
        <translation>Anderen Ordner auswählen</translation>
    </message>
    <message>
        <source>A new password for “%1”?</source>
        <translation>Ein neues Passwort für „%1“?</translation>
    </message>
    <message>
        <source>The password they have now stops working at once.</source>
        <translation>Das bisherige Passwort gilt dann sofort nicht mehr.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Set a new password</source>
        <translation>Neues Passwort setzen</translation>
    </message>
</context>
<context>
    <name>sallyport::ShareSwitch</name>
    <message numerus="yes">
        <source>%n transfer(s) are still running</source>
        <translation>
            <numerusform>%n Übertragung läuft noch</numerusform>
            <numerusform>%n Übertragungen laufen noch</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping now leaves unfinished files.</source>
        <translation>Wenn Sie jetzt anhalten, bleiben unfertige Dateien zurück.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>Jetzt anhalten</translation>
    </message>
    <message>
        <source>Finish, then stop</source>
        <translation>Abschließen, dann anhalten</translation>
    </message>
    <message>
        <source>Remove “%1”?</source>
        <translation>„%1“ entfernen?</translation>
    </message>
    <message>
        <source>Open connections end now. The files stay.</source>
        <translation>Offene Verbindungen enden sofort. Die Dateien bleiben.</translation>
    </message>
    <message>
        <source>Remove from Sallyport</source>
        <translation>Aus Sallyport entfernen</translation>
    </message>
    <message>
        <source>It needs a name.</source>
        <translation>Es braucht einen Namen.</translation>
    </message>
    <message>
        <source>A name has no slash in it, and is not just dots.</source>
        <translation>Ein Name hat keinen Schrägstrich und besteht nicht nur aus Punkten.</translation>
    </message>
    <message>
        <source>Another shared folder has this name.</source>
        <translation>Ein anderer freigegebener Ordner trägt diesen Namen.</translation>
    </message>
    <message>
        <source>Rename “%1”</source>
        <translation>„%1“ umbenennen</translation>
    </message>
    <message>
        <source>New name. Links sent before lead nowhere then.</source>
        <translation>Neuer Name. Früher verschickte Links führen dann ins Leere.</translation>
    </message>
</context>
<context>
    <name>sallyport::SharingSwitch</name>
    <message>
        <source>%1: %2, %3 left</source>
        <translation>%1: %2, noch %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Finishing takes about %1. New connections are refused meanwhile.</source>
        <translation>Das dauert noch etwa %1. Neue Verbindungen werden solange abgelehnt.</translation>
    </message>
    <message>
        <source>Finishing takes a while. New connections are refused meanwhile.</source>
        <translation>Das dauert noch etwas. Neue Verbindungen werden solange abgelehnt.</translation>
    </message>
    <message>
        <source>Quitting now leaves unfinished files.</source>
        <translation>Wenn Sie jetzt beenden, bleiben unfertige Dateien zurück.</translation>
    </message>
    <message>
        <source>Stopping now leaves unfinished files.</source>
        <translation>Wenn Sie jetzt anhalten, bleiben unfertige Dateien zurück.</translation>
    </message>
    <message numerus="yes">
        <source>%n transfer(s) are still running</source>
        <translation>
            <numerusform>%n Übertragung läuft noch</numerusform>
            <numerusform>%n Übertragungen laufen noch</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation>Jetzt beenden</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>Jetzt anhalten</translation>
    </message>
    <message>
        <source>Finish, then quit</source>
        <translation>Abschließen, dann beenden</translation>
    </message>
    <message>
        <source>Finish, then stop</source>
        <translation>Abschließen, dann anhalten</translation>
    </message>
</context>
<context>
    <name>sallyport::SideBar</name>
    <message>
        <source>Shared folders</source>
        <translation>Freigegebene Ordner</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Waiting for a port</source>
        <translation>Wartet auf Port</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>Nobody connected</source>
        <translation>Niemand verbunden</translation>
    </message>
    <message>
        <source>Not available</source>
        <translation>Nicht verfügbar</translation>
    </message>
    <message numerus="yes">
        <source>%n connected</source>
        <translation>
            <numerusform>%n verbunden</numerusform>
            <numerusform>%n verbunden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::SleepInhibitor</name>
    <message>
        <source>Files are being transferred</source>
        <translation>Dateien werden übertragen</translation>
    </message>
</context>
<context>
    <name>sallyport::StatusLine</name>
    <message>
        <source>Sending %1</source>
        <translation>Senden %1</translation>
    </message>
    <message>
        <source>Receiving %1</source>
        <translation>Empfangen %1</translation>
    </message>
    <message numerus="yes">
        <source>%n connected</source>
        <translation>
            <numerusform>%n verbunden</numerusform>
            <numerusform>%n verbunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody connected</source>
        <translation>Niemand verbunden</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Endet…</translation>
    </message>
    <message>
        <source>Sharing on port %1</source>
        <translation>Freigabe auf Port %1</translation>
    </message>
    <message>
        <source>Paused until %1</source>
        <translation>Pausiert bis %1</translation>
    </message>
    <message>
        <source>Not sharing</source>
        <translation>Keine Freigabe</translation>
    </message>
    <message>
        <source>Anyone who can reach this computer</source>
        <translation>Alle, die diesen Computer erreichen</translation>
    </message>
    <message>
        <source>This network only</source>
        <translation>Nur dieses Netzwerk</translation>
    </message>
    <message>
        <source>Only chosen addresses</source>
        <translation>Nur ausgewählte Adressen</translation>
    </message>
    <message>
        <source>Not shown nearby</source>
        <translation>In der Nähe nicht sichtbar</translation>
    </message>
    <message>
        <source>Avahi, which shows this computer to others nearby, does not run or refuses. Links work all the same.</source>
        <translation>Avahi, das diesen Computer in der Nähe anzeigt, läuft nicht oder lehnt es ab. Links funktionieren trotzdem.</translation>
    </message>
</context>
<context>
    <name>sallyport::SubjectList</name>
    <message>
        <source>Subjects</source>
        <translation>Themen</translation>
    </message>
</context>
<context>
    <name>sallyport::TextDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
</context>
<context>
    <name>sallyport::ToolBar</name>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Add person</source>
        <translation>Person hinzufügen</translation>
    </message>
    <message>
        <source>Invite</source>
        <translation>Einladen</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>How to connect…</source>
        <translation>So verbinden…</translation>
    </message>
    <message>
        <source>About Sallyport</source>
        <translation>Über Sallyport</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation>Freigaben beenden</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Endet…</translation>
    </message>
    <message>
        <source>Connection check…</source>
        <translation>Verbindungsprüfung…</translation>
    </message>
</context>
<context>
    <name>sallyport::TrayIcon</name>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Stop all sharing</source>
        <translation>Alle Freigaben beenden</translation>
    </message>
    <message>
        <source>Pause for an hour</source>
        <translation>Eine Stunde pausieren</translation>
    </message>
    <message>
        <source>Open Sallyport</source>
        <translation>Sallyport öffnen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Sallyport: sharing, nobody connected</source>
        <translation>Sallyport: Freigabe, niemand verbunden</translation>
    </message>
    <message numerus="yes">
        <source>Sallyport: %n connected, %1</source>
        <translation>
            <numerusform>Sallyport: %n verbunden, %1</numerusform>
            <numerusform>Sallyport: %n verbunden, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Sallyport: needs attention</source>
        <translation>Sallyport: braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Sallyport: not sharing</source>
        <translation>Sallyport: keine Freigabe</translation>
    </message>
    <message>
        <source>Copy link to %1</source>
        <translation>Link zu %1 kopieren</translation>
    </message>
    <message>
        <source>Nobody connected</source>
        <translation>Niemand verbunden</translation>
    </message>
    <message numerus="yes">
        <source>%n connected</source>
        <translation>
            <numerusform>%n verbunden</numerusform>
            <numerusform>%n verbunden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>Sharing %n folder(s)</source>
        <translation>
            <numerusform>%n Ordner freigegeben</numerusform>
            <numerusform>%n Ordner freigegeben</numerusform>
        </translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Endet…</translation>
    </message>
    <message>
        <source>Paused until %1</source>
        <translation>Pausiert bis %1</translation>
    </message>
    <message>
        <source>Not sharing</source>
        <translation>Keine Freigabe</translation>
    </message>
</context>
<context>
    <name>sallyport::Troubles</name>
    <message>
        <source>The settings file was changed and cannot be read.</source>
        <translation>Die Einstellungsdatei wurde geändert und ist nicht lesbar.</translation>
    </message>
    <message>
        <source>Settings were changed elsewhere and loaded again.</source>
        <translation>Die Einstellungen wurden anderswo geändert und neu geladen.</translation>
    </message>
    <message>
        <source>Activity is not being kept.</source>
        <translation>Der Verlauf wird nicht festgehalten.</translation>
    </message>
    <message>
        <source>“%1” is not shared.</source>
        <translation>„%1“ ist nicht freigegeben.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Port %1 is kept for the system.</source>
        <translation>Port %1 ist dem System vorbehalten.</translation>
    </message>
    <message>
        <source>Nothing is shared until you choose one from 1024 on.</source>
        <translation>Bis Sie einen ab 1024 wählen, ist nichts freigegeben.</translation>
    </message>
    <message>
        <source>Use %1 instead</source>
        <translation>%1 benutzen</translation>
    </message>
    <message>
        <source>These folders are being shared already.</source>
        <translation>Diese Ordner werden schon freigegeben.</translation>
    </message>
    <message>
        <source>Another Sallyport runs with the same settings. Stop it first.</source>
        <translation>Ein anderes Sallyport läuft mit denselben Einstellungen. Beenden Sie es zuerst.</translation>
    </message>
    <message>
        <source>Nothing is shared until this computer has the address again.</source>
        <translation>Bis dieser Computer die Adresse wieder hat, ist nichts freigegeben.</translation>
    </message>
    <message>
        <source>Port %1 is used by another program.</source>
        <translation>Port %1 wird von einem anderen Programm benutzt.</translation>
    </message>
    <message>
        <source>Port %1 is used by another program (%2).</source>
        <translation>Port %1 wird von einem anderen Programm benutzt (%2).</translation>
    </message>
    <message>
        <source>Nothing is shared until you choose another port.</source>
        <translation>Bis Sie einen anderen Port wählen, ist nichts freigegeben.</translation>
    </message>
    <message>
        <source>This computer is in no network.</source>
        <translation>Dieser Computer ist in keinem Netzwerk.</translation>
    </message>
    <message>
        <source>Nobody can reach it until it is. Sharing goes on by itself then.</source>
        <translation>Solange erreicht ihn niemand. Danach geht die Freigabe von selbst weiter.</translation>
    </message>
    <message>
        <source>No keychain found.</source>
        <translation>Kein Schlüsselbund gefunden.</translation>
    </message>
    <message>
        <source>Passwords made here are shown until you quit.</source>
        <translation>Hier erzeugte Passwörter werden bis zum Beenden angezeigt.</translation>
    </message>
    <message>
        <source>%1 is blocked until %2.</source>
        <translation>%1 ist bis %2 gesperrt.</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>Sperre aufheben</translation>
    </message>
    <message>
        <source>The password of %1 is not in the keychain.</source>
        <translation>Das Passwort von %1 ist nicht im Schlüsselbund.</translation>
    </message>
    <message numerus="yes">
        <source>%n passwords are not in the keychain.</source>
        <translation>
            <numerusform>%n Passwort ist nicht im Schlüsselbund.</numerusform>
            <numerusform>%n Passwörter sind nicht im Schlüsselbund.</numerusform>
        </translation>
    </message>
    <message>
        <source>It is locked, or does not answer. What it does not hold cannot be shown after you quit.</source>
        <translation>Er ist gesperrt oder antwortet nicht. Was er nicht enthält, lässt sich nach dem Beenden nicht mehr anzeigen.</translation>
    </message>
    <message>
        <source>Only folders of this computer can be shared.</source>
        <translation>Nur Ordner dieses Computers lassen sich freigeben.</translation>
    </message>
</context>
<context>
    <name>sallyport::UntilBox</name>
    <message>
        <source>How long it is shared</source>
        <translation>Dauer der Freigabe</translation>
    </message>
    <message>
        <source>Until I stop it</source>
        <translation>Unbefristet</translation>
    </message>
    <message>
        <source>For 1 hour</source>
        <translation>Für 1 Stunde</translation>
    </message>
    <message>
        <source>Until tonight</source>
        <translation>Bis heute Abend</translation>
    </message>
</context>
</TS>
