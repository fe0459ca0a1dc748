# What fish offers behind "sallyport".
complete -c sallyport -x -a '(__fish_complete_directories)'
complete -c sallyport -l hidden -d 'Start without the window'
complete -c sallyport -l start-sharing -d 'Share what is switched on'
complete -c sallyport -l stop-sharing -d 'Stop all sharing'
complete -c sallyport -l profile -x -a '(__fish_complete_directories)' -d 'Settings, keys and state in a folder of their own'
complete -c sallyport -l help -d 'Say what there is'
complete -c sallyport -l version -d 'Say which version this is'
