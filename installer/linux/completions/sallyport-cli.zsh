#compdef sallyport-cli
# What zsh offers behind "sallyport-cli".

_sallyport_cli_verbs() {
    local -a verbs=(
        'serve:serve folders, or what the profile says'
        'shares:add, remove, list'
        'users:add, remove, passwd, allow, list'
        'host-key:show, import, regenerate'
        'settings:get, set, check, export, import'
        'doctor:why can nobody reach me?'
        'subsystem:SFTP on stdin and stdout, for sshd'
    )
    _describe command verbs
}

_sallyport_cli() {
    local context state state_descr line
    local -A opt_args
    local -a every=(
        '--profile[settings, keys and state in a folder of their own]:folder:_directories'
        '-v[say more]'
        '--help[say what the command takes]'
    )
    _arguments -C $every '--version[say which version this is]' \
        '1:command:_sallyport_cli_verbs' '*::argument:->rest'
    [[ $state == rest ]] || return

    case $words[1] in
    serve)
        _arguments $every \
            '--access[what guests may do]:access:(view upload full drop)' \
            '--read-only[the same as --access view]' \
            '*--share[a folder under a name of its own]:name=folder: ' \
            '*--addr[where to listen]:host\:port: ' \
            '--allow-from[who may connect]:networks:(lan any)' \
            "--user[the guest's name]:name: " \
            "--password-file[the guest's password]:file:_files" \
            "--authorized-keys[the guest's public keys]:file:_files" \
            '--no-auth[no password is asked]' \
            '*--host-key[the key of this computer]:file:_files' \
            '--symlinks[which links are followed]:links:(inside hide never)' \
            '*--hide[names that are not there for clients]:glob: ' \
            '--max-connections[how many clients at once]:number: ' \
            '--idle-timeout[who sends nothing so long has to go]:time: ' \
            '--stop-after[stop by itself]:time: ' \
            '--drain[wait so long for the transfers]:time: ' \
            '--bwlimit[bytes a second, each direction]:size: ' \
            '*--set[any setting, for this run]:key=value: ' \
            '--json[one event a line on stdout]' \
            '--log-format[how events are written]:format:(text json openssh)' \
            '--log-file[where the log goes]:file:_files' \
            '*:folder:_directories'
        ;;
    shares)
        _arguments $every '--json[in JSON]' '1:what:(add remove list)' '2:name: ' '3:folder:_directories'
        ;;
    users)
        _arguments $every \
            '--password-file[the password]:file:_files' \
            '--authorized-keys[public keys]:file:_files' \
            '*--access[what it may do]:share=access: ' \
            '--expires[no login after that day]:date: ' \
            '--json[in JSON]' \
            '1:what:(add remove passwd allow list)' '2:name: ' '3:share=access: '
        ;;
    host-key)
        _arguments $every '1:what:(show import regenerate)' '2:file:_files'
        ;;
    settings)
        _arguments $every '1:what:(get set check export import)' '2:key or file:_files' '3:value: '
        ;;
    doctor)
        _arguments $every '--json[one finding a line, in JSON]'
        ;;
    subsystem)
        _arguments $every \
            '-R[read only]' \
            '-d[where the client starts]:folder:_directories' \
            '-u[for new files]:umask: ' \
            '-e[log to stderr]' \
            '-l[how much is logged]:level:(QUIET FATAL ERROR INFO VERBOSE DEBUG DEBUG1 DEBUG2 DEBUG3)' \
            '--root[nothing outside is reachable]:folder:_directories'
        ;;
    esac
}

_sallyport_cli
