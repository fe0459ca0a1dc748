<?xml version='1.0' encoding='utf-8'?>
<TS version="2.1" language="de">
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
        <source>Save this computer's key</source>
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
        <translation type="unfinished" />
    </message>
    <message>
        <source>Host</source>
        <translation type="unfinished" />
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
        <translation type="unfinished" />
    </message>
    <message>
        <source>Before OpenSSH 9.0, add -s after scp.</source>
        <translation>Vor OpenSSH 9.0 nach scp ein -s einfügen.</translation>
    </message>
    <message>
        <source>Asked for a password, type the one from the invite.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Take it down again</source>
        <translation>Wieder lösen</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>SFTP - SSH File Transfer Protocol</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Logon type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Ask for password</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Open the Site Manager and fill in</source>
        <translation>Servermanager öffnen und ausfüllen</translation>
    </message>
    <message>
        <source>In a terminal of Windows. It checks the host key by itself.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Or fill in the login window</source>
        <translation type="unfinished" />
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
        <translation type="unfinished" />
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
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>format</name>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message>
        <source>%1 kB</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 MB</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 GB</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 TB</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 PB</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1/s</source>
        <comment>bytes a second</comment>
        <translation type="unfinished" />
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
        <translation type="unfinished" />
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>d MMM</source>
        <comment>a short date</comment>
        <extracomment>A day inside a sentence, as QDate::toString() writes it.</extracomment>
        <translation type="unfinished" />
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>a short date</comment>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>A date and a time.</extracomment>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 h</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation type="unfinished" />
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
        <extracomment>A time ("15:02") or a date ("31 Dec").</extracomment>
        <translation>Bis %1</translation>
    </message>
    <message>
        <source>%1.</source>
        <comment>sentence</comment>
        <extracomment>The end of a sentence: %1 is one without its period.</extracomment>
        <translation type="unfinished" />
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
        <translation type="unfinished" />
    </message>
    <message>
        <source>May not download %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could not download %1. %2.</source>
        <translation type="unfinished" />
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
        <translation type="unfinished" />
    </message>
    <message>
        <source>May not upload %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could not upload %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Made the folder %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>May not make the folder %1: access is %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>May not make the folder %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could not make the folder %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Deleted %1</source>
        <translation>Gelöscht: %1</translation>
    </message>
    <message>
        <source>May not delete %1: access is %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>May not delete %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could not delete %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Renamed %1 to %2</source>
        <translation>Umbenannt: %1 in %2</translation>
    </message>
    <message>
        <source>May not rename %1: access is %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>May not rename %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could not rename %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Made the link %1 to %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>May not make the link %1: access is %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>May not make the link %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could not make the link %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Set the date of %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Set the size of %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Set the permissions of %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>May not change %1: access is %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>May not change %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could not change %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Wrong password for %1.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Wrong password for %1, second try in a minute.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Wrong password for %1, third try in a minute.</source>
        <translation>Falsches Passwort für %1, dritter Versuch in einer Minute.</translation>
    </message>
    <message numerus="yes">
        <source>Wrong password for %1, %n tries in a minute.</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message>
        <source>Nobody here is named %1.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The key offered for %1 is not known.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 may not log in: switched off.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 may not log in: expired.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 could not log in. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Left without logging in</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Disconnected after %1</source>
        <translation>Nach %1 getrennt</translation>
    </message>
    <message>
        <source>Disconnected after %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could not connect. %1.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could not connect: it offered only %1, an old key type.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could not connect: it offered only %1, an old way to agree on keys.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could not connect: it offered only %1, an old checksum.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could not connect: it offered only %1, an old encryption.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could not connect: it offered only %1.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program made a mistake. %1.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>You blocked this address</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>%n wrong passwords, blocked until %1</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message>
        <source>You blocked this address until %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Blocked until %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Sharing on port %1</source>
        <translation>Freigabe auf Port %1</translation>
    </message>
    <message>
        <source>The settings could not be used. %1.</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>Settings were changed. %n connections ended.</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message numerus="yes">
        <source>Settings were changed elsewhere. %n connections ended.</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
        </translation>
    </message>
    <message>
        <source>Settings were changed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Settings were changed elsewhere and loaded again.</source>
        <translation>Die Einstellungen wurden anderswo geändert und neu geladen.</translation>
    </message>
    <message>
        <source>Sharing was stopped</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Sharing was stopped after %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Connected</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Connected with %1</source>
        <translation>Mit %1 verbunden</translation>
    </message>
    <message>
        <source>Turned away. %1.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>May not open %1: it leads out of the folder.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Asked for more than files (%1).</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Met a limit. %1.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No longer blocked</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>You unblocked this address</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 is not available. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 is available again and shared</source>
        <translation>%1 ist wieder verfügbar und freigegeben</translation>
    </message>
    <message>
        <source>Something failed at %1. %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Something failed. %1.</source>
        <translation type="unfinished" />
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
        <translation type="unfinished" />
    </message>
    <message>
        <source>The password is wrong</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The key is not known</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The person is switched off</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The person's access has expired</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The key may not be used from this address</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Too many people are logging in at once</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The login was refused</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The key does not fit, or is of an unknown type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The user name changed between two tries</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program tried a way to log in that is not offered</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Too many tries failed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The login could not be read</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nobody logged in within %1 seconds</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Too much came before the login</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No more than %1 connections may be open at once</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program asked for files before logging in</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program asked for something that is not there</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program sent an answer that nobody asked for</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Only devices in this network may connect</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This address must wait after failed logins</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The load balancer did not say who connects</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What the load balancer says about who connects cannot be read</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Too many connections are open</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Too many connections from this address are not logged in</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Too many connections at once</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This computer cannot hold another connection</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Too many files are open to let anyone in</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The time is over</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 wrong passwords</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It connected again and again without logging in</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It connected again and again without trying to log in</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It broke the SSH protocol again and again</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program offered only %1, which is not safe enough</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>You ended the connection</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>You changed what this person may do</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The line dropped</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is no program for SFTP</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program broke the SSH protocol (%1)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nothing came for %1 seconds</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program took nothing for %1 seconds</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program asked for new keys too often</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program opened more than %1 channels</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>More data came than was allowed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Data came where SFTP has none</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The connection kept this computer busy for 10 seconds and moved nothing</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This computer has no memory left</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The connection failed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The connection cannot be set up</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program began SFTP twice</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program speaks a version of SFTP that is not known here (%1)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program sent a packet of %1 bytes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program sent a packet of more than %1 KiB</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program asked before it began SFTP</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program sent too many requests that make no sense</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program sent a request that makes no sense (type %1)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The request makes no sense</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The size is too large</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The place in the file is too far</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The file is not open</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is a folder</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is a file</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The file was not opened for reading</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The file was not opened for writing</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Too many files are open</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There is no such person</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Too much was asked at once</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The owner cannot be changed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The source must be read and the target written</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A file cannot be copied onto itself</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Only sha256, sha512 and md5 are computed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A block has at least %1 bytes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>At most 64 GiB are checked at once</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There is no such file</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is not a folder</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is not allowed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is not possible here</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The name is too long</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This name is taken already</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The folder is not empty</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The disk is full</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The address is used by another program</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It was cancelled</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It is in use</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Too many at once</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It is not available</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It is damaged</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It did not work</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 may only be viewed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What is in %1 already may not be changed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Links may not be made in %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 takes files of at most %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The disk of %1 is full</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Your share of the disk of %1 is full</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There is no such file in %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The links in %1 lead in a circle</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A part of the path is no folder in %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This computer does not allow it in %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 is on a disk that cannot be written</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The file was not opened for this</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The link leads out of %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The link leads out of the folder</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This name is taken already in %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is not a link</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This folder is there already</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The name is too long for %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The file would be too large for %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The file has too many names</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 cannot hold such a name</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is not possible in %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The disk of %1 cannot do this</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The file is in use</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The program is running</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Too many files are open on this computer</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 is not available now</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 is not available</source>
        <translation>%1 ist nicht verfügbar</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The disk of %1 reported an error</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 could not do this</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 spans several disks, and this would cross them</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is not an ordinary file</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Its folder is not there</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What was shared is no folder any more</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Its folder may not be opened</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Its folder does not answer</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is not the folder that was shared</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This system is too old for it</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nothing can be made beside the shared folders</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 itself can only be changed by who shares it</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The list of the shared folders cannot be changed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 and %2 are different shared folders</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A link in %1 may not lead out of it</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A link may not lead out of its folder</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A link must point at something</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The target of the link is too long</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A link has no such property</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A folder cannot be moved into itself</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No shared folder is available</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The path is too long</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The path makes no sense</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A name in the path is too long</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The character set %1 is not known</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The character set %1 cannot be used for names</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The name makes no sense in the character set %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The record of what guests sent cannot be read</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The record of what guests sent cannot be written</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Port %1 is used by another program</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Port %1 is used by another program. Port %2 is free</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Port %1 is used by another program (%2)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Port %1 is used by another program (%2). Port %3 is free</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Port %1 is reserved by the system. Choose one from 1024 on</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This computer does not have the address %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Too many files are open to share anything</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Port %1 cannot be opened</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What was handed over cannot be used to share</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This computer has no room left to share anything</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The profile cannot be used: its folder cannot be written</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The profile is used by another Sallyport (%2)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The host key is damaged</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The RSA host key is too short</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A host key of this type is of no use</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The disk is full: the host key cannot be saved</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The host key cannot be saved</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There is a host key already</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The folder of the host keys cannot be written</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There is no host key</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The host key cannot be read</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The host key can be read by others</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No host key could be made</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The SSH library of this system does not check AES-GCM, so it is not offered</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Some failed logins cannot be counted with the SSH library of this system</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The activity cannot be kept on disk any more</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The disk is full: %1 could not be written</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings were changed meanwhile</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings cannot be read: the disk is full</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings cannot be read: this computer does not allow it</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings cannot be read: the disk cannot be written</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings cannot be read: their folder is not there</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings cannot be read: the disk reported an error</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings cannot be saved: the disk is full</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings cannot be saved: this computer does not allow it</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings cannot be saved: the disk cannot be written</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings cannot be saved: their folder is not there</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings cannot be saved: the disk reported an error</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings cannot be used: %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings cannot be read: something else has their name</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings file is too large</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings cannot be saved: they are too large</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings file is empty</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings file is damaged</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings file is damaged in line %1 (%2)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings file was made by a newer version of Sallyport</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There are two shared folders named %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The shared folder %1 is there twice</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 has access to a folder that is not shared</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 needs no password, so only devices in this network may connect</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There are two people named %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 is there twice</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings file does not say its version</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings file has the version %2, not %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings file lacks %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings file is damaged at %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The settings file has %1, which this version of Sallyport does not know</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There is no setting “%1”</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A password cannot be empty</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A password has at most %1 characters</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The password has a character that cannot be typed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This computer has too little memory left to store a password</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A key with a command= of its own cannot be used here</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A line can have only one from=</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>expiry-time= must look like 20261231 or 202612312359Z</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 cannot be enforced here</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Certificates cannot be used here</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Certificates cannot be used here. Use the plain public key</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The option %1 is not known</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The value of %1= must stand in quotes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A quote is not closed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Options are separated by commas</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The line is too long</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The line is no text</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Keys of SSH version 1 are no longer safe</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is not a public key. Paste a line that starts with ssh-ed25519, ecdsa-sha2- or ssh-rsa</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The touch of a security key cannot be checked here. Add no-touch-required to use it all the same</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The file is too large for a list of keys</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is a private key. Nobody but its owner should have it; use the file that ends in .pub</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This key is in SSH2 format. Convert it with ssh-keygen -i -f FILE</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A person has at most %1 keys</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 has no effect here</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The key is damaged</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>An RSA key needs 2048 bits, and this one has %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>An RSA key of %1 bits is too long</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>DSA keys are no longer safe. Make an Ed25519 key</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Keys of this type cannot be used here. Make an Ed25519 key</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The key is of another type than its line says</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>from= has an empty part between its commas</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>from= has “%1”, which is no network</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>from= has “%1”, and names of computers are not looked up</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>“%1” is not a time. Write 20s, 15m, 2h or 1h30m</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>“%1” is not a size. Write bytes, or 64K, 10M, 1G</source>
        <translation type="unfinished" />
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
        <translation type="unfinished" />
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
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose a folder to share</source>
        <translation type="unfinished" />
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
    <name>sallyport::MessageBar</name>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
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
        <translation type="unfinished" />
    </message>
    <message>
        <source>none needed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>hidden: the keychain is locked</source>
        <translation>verborgen: der Schlüsselbund ist gesperrt</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>waiting for the keychain</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>sallyport::RecipeList</name>
    <message>
        <source>Programs to connect with</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>sallyport::RecipeSteps</name>
    <message>
        <source>%1.  %2</source>
        <extracomment>A step of a recipe: its number, what it is for.</extracomment>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy: %1</source>
        <translation type="unfinished" />
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
        <translation type="unfinished" />
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
        <translation type="unfinished" />
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
        <translation type="unfinished" />
    </message>
    <message>
        <source>Leads out of the folder: cannot be opened anyway</source>
        <translation>Führt aus dem Ordner hinaus: ohnehin nicht zu öffnen</translation>
    </message>
    <message numerus="yes">
        <source>%1, and %n more</source>
        <extracomment>What a file is, and that others like it are hidden with it.</extracomment>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
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
    <name>sallyport::SharingSwitch</name>
    <message>
        <source>%1: %2, %3 left</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Finishing takes about %1. New connections are refused meanwhile.</source>
        <translation>Das dauert noch etwa %1. Neue Verbindungen werden solange abgelehnt.</translation>
    </message>
    <message>
        <source>Finishing takes a while. New connections are refused meanwhile.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Quitting now leaves unfinished files.</source>
        <translation>Wenn Sie jetzt beenden, bleiben unfertige Dateien zurück.</translation>
    </message>
    <message>
        <source>Stopping now leaves unfinished files.</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>%n transfer(s) are still running</source>
        <translation type="unfinished">
            <numerusform />
            <numerusform />
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
</TS>