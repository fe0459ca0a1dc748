# What bash offers behind "sallyport-cli".
_sallyport_cli()
{
    local current=$2 previous=$3 verb='' second='' index words='' kind=''
    for ((index = 1; index < COMP_CWORD; ++index)); do
        case ${COMP_WORDS[index]} in
        --profile) ((++index)) ;;
        -*) ;;
        *)
            if [[ -z $verb ]]; then
                verb=${COMP_WORDS[index]}
            else
                second=${second:-${COMP_WORDS[index]}}
            fi
            ;;
        esac
    done

    # The value of an option.
    case $verb:$previous in
    *:--profile | subsystem:-d | subsystem:--root) kind=folders ;;
    *:--password-file | *:--authorized-keys | *:--host-key | *:--log-file) kind=files ;;
    serve:--access) words='view upload full drop' ;;
    serve:--allow-from) words='lan any' ;;
    serve:--symlinks) words='inside hide never' ;;
    serve:--log-format) words='text json openssh' ;;
    subsystem:-l) words='QUIET FATAL ERROR INFO VERBOSE DEBUG DEBUG1 DEBUG2 DEBUG3' ;;
    serve:--addr | serve:--share | serve:--user | serve:--hide | serve:--max-connections | serve:--idle-timeout) return ;;
    serve:--stop-after | serve:--drain | serve:--bwlimit | serve:--set) return ;;
    users:--access | users:--expires | subsystem:-u) return ;;
    *)
        # An option, or what comes without one.
        if [[ $current == -* ]]; then
            words='--profile -v --help'
            case $verb in
            '') words+=' --version' ;;
            serve)
                words+=' --access --read-only --share --addr --allow-from --user --password-file --authorized-keys
                    --no-auth --host-key --symlinks --hide --max-connections --idle-timeout --stop-after --drain
                    --bwlimit --set --json --log-format --log-file'
                ;;
            shares | doctor) words+=' --json' ;;
            users) words+=' --password-file --authorized-keys --access --expires --json' ;;
            subsystem) words+=' -R -d -u -e -l --root' ;;
            esac
        else
            case $verb:$second in
            :) words='serve shares users host-key settings doctor subsystem' ;;
            shares:) words='add remove list' ;;
            users:) words='add remove passwd allow list' ;;
            host-key:) words='show import regenerate' ;;
            settings:) words='get set check export import' ;;
            serve:* | shares:add) kind=folders ;;
            host-key:import | settings:export | settings:import) kind=files ;;
            esac
        fi
        ;;
    esac

    case $kind in
    folders)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        ;;
    files)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        ;;
    *) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current") ;;
    esac
}
complete -F _sallyport_cli sallyport-cli
