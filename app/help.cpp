#include "app/help.h"

namespace sallyport {

QString generalHelp()
{
    return QStringLiteral(
        R"(sallyport-cli shares folders over SFTP.

  sallyport-cli serve [FOLDER...]      serve folders, or what the profile says
  sallyport-cli shares                 add, remove, list
  sallyport-cli users                  add, remove, passwd, allow, list
  sallyport-cli host-key               show, import, regenerate
  sallyport-cli settings               get, set, check, export, import
  sallyport-cli doctor                 why can nobody reach me?
  sallyport-cli subsystem              SFTP on stdin and stdout, for sshd

Every command takes --profile DIR, -v and --help; --version stands alone.
Exit codes: 0 done, 1 failed, 2 usage, 3 cannot listen, 4 the settings are invalid.
)");
}

QString serveHelp()
{
    return QStringLiteral(
        R"(sallyport-cli serve [FOLDER...]
One FOLDER is served as /, several and every --share as /NAME. Without any: what the profile says.

  --access view|upload|full|drop   what guests may do; default view (--read-only is view)
  --share NAME=FOLDER[:ACCESS]     a folder under a name of its own; repeatable
  --addr HOST:PORT                 where to listen; default :2022; port 0 picks one; repeatable
  --allow-from lan|any|CIDR,...    who may connect; default lan
  --user NAME                      the guest's name; default guest
  --password-file FILE             the guest's password; - is stdin
  --authorized-keys FILE           the guest's public keys
                                   neither of the two: a password is made and shown once
  --no-auth                        no password; never with --allow-from any
  --host-key FILE                  repeatable; default: the profile's, made on first use
  --symlinks inside|hide|never     which links are followed; default inside
  --hide GLOB                      names that are not there for clients; repeatable
  --max-connections N  --idle-timeout 15m  --stop-after 2h  --drain 60s
  --bwlimit 10M                    bytes a second, the whole server, each direction; K M G are 1024
  --set KEY=VALUE                  any setting of `settings get`, for this run; repeatable. Options of a
                                   share: shares.NAME.quota, keepFree, maxFileSize, atomicUpload,
                                   safeClose, symlinks, makeLinks, otherDisks, hide; * is every
                                   NAME
  --json                           one event a line on stdout
  --log-format text|json|openssh  --log-file FILE  --profile DIR  -v
)");
}

QString subsystemHelp()
{
    return QStringLiteral(
        R"(sallyport-cli subsystem [-R] [-d DIR] [-u UMASK] [-e] [-l LEVEL] [--root DIR]
SFTP on stdin and stdout, for sshd's Subsystem and for sftp -D.

  -R          read only
  -d DIR      where the client starts; default: the home folder
  -u UMASK    for new files, octal
  -e          log to stderr
  -l LEVEL    QUIET, FATAL, ERROR, INFO, VERBOSE, DEBUG, DEBUG1, DEBUG2, DEBUG3; default ERROR
  --root DIR  nothing outside DIR is reachable; without it / is this computer's own
)");
}

QString editHelp()
{
    return QStringLiteral(
        R"(sallyport-cli shares    add NAME FOLDER | remove NAME | list [--json]
sallyport-cli users     add NAME [--password-file FILE|-] [--authorized-keys FILE]
                            [--access SHARE=view|upload|full|drop]... [--expires DATE]
                        remove NAME | passwd NAME [--password-file FILE|-]
                        allow NAME SHARE=view|upload|full|drop|none | list [--json]
sallyport-cli host-key  show | import FILE | regenerate
sallyport-cli settings  get [KEY] | set KEY VALUE | check | export FILE | import FILE
They change the profile; a server that runs notices. Without --password-file the terminal is asked.
)");
}

QString doctorHelp()
{
    return QStringLiteral(
        R"(sallyport-cli doctor [--json]
Why can nobody reach me? Looks at the port, the addresses and the shares, shakes hands with the server
that runs as a client would, looks for firewalls, isolation, libssh's self-test, a keychain and Avahi,
and tells why clients failed during the last day. Each finding says what to do.

  --json      one finding a line: kind, weight (good, note, problem), sentence, advice

Exit codes: 0 nothing keeps anybody out, 1 something does, 4 the settings are invalid.
)");
}

QString versionText()
{
    return QStringLiteral("sallyport-cli " SALLYPORT_VERSION "\n");
}

} // namespace sallyport
