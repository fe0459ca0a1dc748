# What fish offers behind "sallyport-cli".
complete -c sallyport-cli -f
complete -c sallyport-cli -l profile -x -a '(__fish_complete_directories)' -d 'Settings, keys and state in a folder of their own'
complete -c sallyport-cli -s v -d 'Say more'
complete -c sallyport-cli -l help -d 'Say what the command takes'

set -l none __fish_use_subcommand
complete -c sallyport-cli -n $none -l version -d 'Say which version this is'
complete -c sallyport-cli -n $none -a serve -d 'Serve folders, or what the profile says'
complete -c sallyport-cli -n $none -a shares -d 'Add, remove, list'
complete -c sallyport-cli -n $none -a users -d 'Add, remove, passwd, allow, list'
complete -c sallyport-cli -n $none -a host-key -d 'Show, import, regenerate'
complete -c sallyport-cli -n $none -a settings -d 'Get, set, check, export, import'
complete -c sallyport-cli -n $none -a doctor -d 'Why can nobody reach me?'
complete -c sallyport-cli -n $none -a subsystem -d 'SFTP on stdin and stdout, for sshd'

set -l serve '__fish_seen_subcommand_from serve'
complete -c sallyport-cli -n $serve -a '(__fish_complete_directories)'
complete -c sallyport-cli -n $serve -l access -x -a 'view upload full drop' -d 'What guests may do'
complete -c sallyport-cli -n $serve -l read-only -d 'The same as --access view'
complete -c sallyport-cli -n $serve -l share -x -d 'A folder under a name of its own'
complete -c sallyport-cli -n $serve -l addr -x -d 'Where to listen'
complete -c sallyport-cli -n $serve -l allow-from -x -a 'lan any' -d 'Who may connect'
complete -c sallyport-cli -n $serve -l user -x -d 'The name of the guest'
complete -c sallyport-cli -n $serve -l password-file -r -F -d 'The password of the guest'
complete -c sallyport-cli -n $serve -l authorized-keys -r -F -d 'The public keys of the guest'
complete -c sallyport-cli -n $serve -l no-auth -d 'No password is asked'
complete -c sallyport-cli -n $serve -l host-key -r -F -d 'The key of this computer'
complete -c sallyport-cli -n $serve -l symlinks -x -a 'inside hide never' -d 'Which links are followed'
complete -c sallyport-cli -n $serve -l hide -x -d 'Names that are not there for clients'
complete -c sallyport-cli -n $serve -l max-connections -x -d 'How many clients at once'
complete -c sallyport-cli -n $serve -l idle-timeout -x -d 'Who sends nothing so long has to go'
complete -c sallyport-cli -n $serve -l stop-after -x -d 'Stop by itself'
complete -c sallyport-cli -n $serve -l drain -x -d 'Wait so long for the transfers'
complete -c sallyport-cli -n $serve -l bwlimit -x -d 'Bytes a second, each direction'
complete -c sallyport-cli -n $serve -l set -x -d 'Any setting, for this run'
complete -c sallyport-cli -n $serve -l json -d 'One event a line on stdout'
complete -c sallyport-cli -n $serve -l log-format -x -a 'text json openssh' -d 'How events are written'
complete -c sallyport-cli -n $serve -l log-file -r -F -d 'Where the log goes'

set -l shares '__fish_seen_subcommand_from shares'
complete -c sallyport-cli -n "$shares; and not __fish_seen_subcommand_from add remove list" -a 'add remove list'
complete -c sallyport-cli -n "$shares; and __fish_seen_subcommand_from add" -a '(__fish_complete_directories)'
complete -c sallyport-cli -n $shares -l json -d 'In JSON'

set -l users '__fish_seen_subcommand_from users'
complete -c sallyport-cli -n "$users; and not __fish_seen_subcommand_from add remove passwd allow list" \
    -a 'add remove passwd allow list'
complete -c sallyport-cli -n $users -l password-file -r -F -d 'The password'
complete -c sallyport-cli -n $users -l authorized-keys -r -F -d 'Public keys'
complete -c sallyport-cli -n $users -l access -x -d 'What it may do: SHARE=ACCESS'
complete -c sallyport-cli -n $users -l expires -x -d 'No login after that day'
complete -c sallyport-cli -n $users -l json -d 'In JSON'

set -l key '__fish_seen_subcommand_from host-key'
complete -c sallyport-cli -n "$key; and not __fish_seen_subcommand_from show import regenerate" -a 'show import regenerate'
complete -c sallyport-cli -n "$key; and __fish_seen_subcommand_from import" -F

set -l settings '__fish_seen_subcommand_from settings'
complete -c sallyport-cli -n "$settings; and not __fish_seen_subcommand_from get set check export import" \
    -a 'get set check export import'
complete -c sallyport-cli -n "$settings; and __fish_seen_subcommand_from export import" -F

set -l doctor '__fish_seen_subcommand_from doctor'
complete -c sallyport-cli -n $doctor -l json -d 'One finding a line, in JSON'

set -l subsystem '__fish_seen_subcommand_from subsystem'
complete -c sallyport-cli -n $subsystem -s R -d 'Read only'
complete -c sallyport-cli -n $subsystem -s d -x -a '(__fish_complete_directories)' -d 'Where the client starts'
complete -c sallyport-cli -n $subsystem -s u -x -d 'For new files, octal'
complete -c sallyport-cli -n $subsystem -s e -d 'Log to stderr'
complete -c sallyport-cli -n $subsystem -s l -x -a 'QUIET FATAL ERROR INFO VERBOSE DEBUG DEBUG1 DEBUG2 DEBUG3' -d 'How much is logged'
complete -c sallyport-cli -n $subsystem -l root -x -a '(__fish_complete_directories)' -d 'Nothing outside is reachable'
