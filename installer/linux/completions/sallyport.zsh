#compdef sallyport
# What zsh offers behind "sallyport".
_arguments \
    '--hidden[start without the window]' \
    '--start-sharing[share what is switched on]' \
    '--stop-sharing[stop all sharing]' \
    '--profile[settings, keys and state in a folder of their own]:folder:_directories' \
    '--help[say what there is]' \
    '--version[say which version this is]' \
    '*:folder:_directories'
