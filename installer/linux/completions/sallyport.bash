# What bash offers behind "sallyport".
_sallyport()
{
    compopt -o filenames
    case $3 in
    --profile) mapfile -t COMPREPLY < <(compgen -d -- "$2") ;;
    *)
        case $2 in
        -*) mapfile -t COMPREPLY < <(compgen -W "--hidden --start-sharing --stop-sharing --profile --help --version" -- "$2") ;;
        *) mapfile -t COMPREPLY < <(compgen -d -- "$2") ;;
        esac
        ;;
    esac
}
complete -F _sallyport sallyport
