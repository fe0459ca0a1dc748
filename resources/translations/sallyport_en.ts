<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>format</name>
    <message numerus="yes">
        <source>%n bytes</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Wrong password for %1, %n tries in a minute.</source>
        <translation>
            <numerusform>Wrong password for %1, %n try in a minute.</numerusform>
            <numerusform>Wrong password for %1, %n tries in a minute.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wrong passwords, blocked until %1</source>
        <translation>
            <numerusform>%n wrong password, blocked until %1</numerusform>
            <numerusform>%n wrong passwords, blocked until %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Settings were changed. %n connections ended.</source>
        <translation>
            <numerusform>Settings were changed. %n connection ended.</numerusform>
            <numerusform>Settings were changed. %n connections ended.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Settings were changed elsewhere. %n connections ended.</source>
        <translation>
            <numerusform>Settings were changed elsewhere. %n connection ended.</numerusform>
            <numerusform>Settings were changed elsewhere. %n connections ended.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::ActivityModel</name>
    <message numerus="yes">
        <source>Downloading %n files from %1</source>
        <translation>
            <numerusform>Downloading %n file from %1</numerusform>
            <numerusform>Downloading %n files from %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Uploading %n files to %1</source>
        <translation>
            <numerusform>Uploading %n file to %1</numerusform>
            <numerusform>Uploading %n files to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Downloaded %n files from %1</source>
        <translation>
            <numerusform>Downloaded %n file from %1</numerusform>
            <numerusform>Downloaded %n files from %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Uploaded %n files to %1</source>
        <translation>
            <numerusform>Uploaded %n file to %1</numerusform>
            <numerusform>Uploaded %n files to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::ActivityPage</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries</source>
        <translation>
            <numerusform>%Ln entry</numerusform>
            <numerusform>%Ln entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln problems</source>
        <translation>
            <numerusform>%Ln problem</numerusform>
            <numerusform>%Ln problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries were exported.</source>
        <translation>
            <numerusform>%Ln entry was exported.</numerusform>
            <numerusform>%Ln entries were exported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::BlockedAddresses</name>
    <message numerus="yes">
        <source>%n wrong passwords, blocked until %1</source>
        <translation>
            <numerusform>%n wrong password, blocked until %1</numerusform>
            <numerusform>%n wrong passwords, blocked until %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::ConnectedModel</name>
    <message numerus="yes">
        <source>%n percent</source>
        <translation>
            <numerusform>%n percent</numerusform>
            <numerusform>%n percent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::ConnectionCheckDialog</name>
    <message numerus="yes">
        <source>%n things keep others out</source>
        <translation>
            <numerusform>%n thing keeps others out</numerusform>
            <numerusform>%n things keep others out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::ConnectionsPage</name>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connections</source>
        <translation>
            <numerusform>%n connection</numerusform>
            <numerusform>%n connections</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::KeyList</name>
    <message numerus="yes">
        <source>A person has at most %n keys.</source>
        <translation>
            <numerusform>A person has at most %n key.</numerusform>
            <numerusform>A person has at most %n keys.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n keys added</source>
        <translation>
            <numerusform>%n key added</numerusform>
            <numerusform>%n keys added</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::Notifier</name>
    <message numerus="yes">
        <source>%1 sent you %n file(s) in %2</source>
        <translation>
            <numerusform>%1 sent you %n file in %2</numerusform>
            <numerusform>%1 sent you %n files in %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 downloaded %n file(s) from %2, %3</source>
        <translation>
            <numerusform>%1 downloaded %n file from %2, %3</numerusform>
            <numerusform>%1 downloaded %n files from %2, %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is blocked until %2: %n wrong password(s).</source>
        <translation>
            <numerusform>%1 is blocked until %2: %n wrong password.</numerusform>
            <numerusform>%1 is blocked until %2: %n wrong passwords.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::PageListModel</name>
    <message numerus="yes">
        <source>%1, %n new problem(s)</source>
        <translation>
            <numerusform>%1, %n new problem</numerusform>
            <numerusform>%1, %n new problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::PeopleModel</name>
    <message numerus="yes">
        <source>Password, %n keys</source>
        <translation>
            <numerusform>Password, %n key</numerusform>
            <numerusform>Password, %n keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n keys</source>
        <translation>
            <numerusform>%n key</numerusform>
            <numerusform>%n keys</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::PreferencesDialog</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people are connected</source>
        <translation>
            <numerusform>%n person is connected</numerusform>
            <numerusform>%n people are connected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::SecretsDialog</name>
    <message numerus="yes">
        <source>%1, and %n more</source>
        <extracomment>What a file is, and that others like it are hidden with it.</extracomment>
        <translation>
            <numerusform>%1, and %n more</numerusform>
            <numerusform>%1, and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::ShareListModel</name>
    <message numerus="yes">
        <source>%n connected</source>
        <translation>
            <numerusform>%n connected</numerusform>
            <numerusform>%n connected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, on, %n connected</source>
        <translation>
            <numerusform>%1, on, %n connected</numerusform>
            <numerusform>%1, on, %n connected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::ShareSwitch</name>
    <message numerus="yes">
        <source>%n transfer(s) are still running</source>
        <translation>
            <numerusform>%n transfer is still running</numerusform>
            <numerusform>%n transfers are still running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::SharingSwitch</name>
    <message numerus="yes">
        <source>%n transfer(s) are still running</source>
        <translation>
            <numerusform>%n transfer is still running</numerusform>
            <numerusform>%n transfers are still running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::SideBar</name>
    <message numerus="yes">
        <source>%n connected</source>
        <translation>
            <numerusform>%n connected</numerusform>
            <numerusform>%n connected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::StatusLine</name>
    <message numerus="yes">
        <source>%n connected</source>
        <translation>
            <numerusform>%n connected</numerusform>
            <numerusform>%n connected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::TrayIcon</name>
    <message numerus="yes">
        <source>Sallyport: %n connected, %1</source>
        <translation>
            <numerusform>Sallyport: %n connected, %1</numerusform>
            <numerusform>Sallyport: %n connected, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connected</source>
        <translation>
            <numerusform>%n connected</numerusform>
            <numerusform>%n connected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sharing %n folder(s)</source>
        <translation>
            <numerusform>Sharing %n folder</numerusform>
            <numerusform>Sharing %n folders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sallyport::Troubles</name>
    <message numerus="yes">
        <source>%n passwords are not in the keychain.</source>
        <translation>
            <numerusform>%n password is not in the keychain.</numerusform>
            <numerusform>%n passwords are not in the keychain.</numerusform>
        </translation>
    </message>
</context>
</TS>
