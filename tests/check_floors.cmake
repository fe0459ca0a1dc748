# Fails when a file includes what its floor may not know. Run by ctest as "floors".
#
# words     result, virtual_path, identity, server_settings, settings, activity, guarded, reports, pool_job, when_done
# promises  file_system, authenticator, credential_store
# parts     the folders of core: each knows words and promises, not its neighbours
# above     server, host_key, subsystem, sharing, doctor, the settings store, the activity log
set(broken "")
set(looked 0)

# forbid(<folder or files below ROOT> <regex of includes they must not have> <why> [<files that may>])
function(forbid files pattern why)
    if(IS_DIRECTORY ${ROOT}/${files})
        file(GLOB_RECURSE sources ${ROOT}/${files}/*.h ${ROOT}/${files}/*.cpp)
    else()
        file(GLOB sources ${ROOT}/${files}.h ${ROOT}/${files}.cpp)
    endif()
    if(ARGC GREATER 3)
        list(FILTER sources EXCLUDE REGEX "${ARGV3}")
    endif()
    foreach(source IN LISTS sources)
        math(EXPR looked "${looked} + 1")
        file(STRINGS ${source} hits REGEX "^#[ \t]*include[ \t]*[<\"](${pattern})")
        foreach(hit IN LISTS hits)
            string(APPEND broken "${source}: ${hit}  -- ${why}\n")
        endforeach()
    endforeach()
    set(broken "${broken}" PARENT_SCOPE)
    set(looked "${looked}" PARENT_SCOPE)
endfunction()

set(above "core/(server|server_config|host_key|subsystem|sharing|doctor|settings_store|activity_[a-z]+)\\.h")

# parts_of(<folder> <parts it may not know> <why>): nor anything above the parts
function(parts_of folder others why)
    forbid(core/${folder} "core/(${others})/|${above}" "${why}")
    set(broken "${broken}" PARENT_SCOPE)
    set(looked "${looked}" PARENT_SCOPE)
endfunction()

forbid(core "(ui|app)/" "core is below ui and app")
forbid(core "Qt(Widgets|Gui)|Q(Widget|GuiApplication|Application|Dialog|MessageBox)" "core has no widgets")
forbid(core "libssh/" "only core/ssh knows libssh" "/core/ssh/")
forbid(core "sodium" "only core/auth knows libsodium" "/core/auth/")
forbid(core "qt6?keychain/" "only core/keychain knows QtKeychain" "/core/keychain/")
forbid(core "core/keychain/" "only the window links the keychain" "/core/keychain/")
forbid(core "QtDBus|QDBus" "only core/keychain and core/network know D-Bus" "/core/(keychain|network)/")

foreach(word IN ITEMS result virtual_path identity server_settings settings activity guarded reports pool_job when_done)
    forbid(core/${word} "core/[a-z_]+/|${above}|core/(file_system|authenticator)\\.h" "words know words only")
endforeach()
foreach(promise IN ITEMS file_system authenticator credential_store)
    forbid(core/${promise} "core/[a-z_]+/|${above}" "promises know words only")
endforeach()
parts_of(fs "auth|keychain|network|platform|sftp|ssh" "a FileSystem knows no protocol")
parts_of(auth "fs|keychain|network|platform|sftp|ssh" "parts do not know each other")
parts_of(keychain "auth|fs|network|platform|sftp|ssh" "parts do not know each other")
forbid(core/keychain "core/(file_system|authenticator|settings|server_settings)\\.h" "the keychain keeps secrets, whatever they open")
parts_of(sftp "auth|fs|keychain|network|platform|ssh" "the protocol sees promises only")
parts_of(network "auth|fs|keychain|platform|sftp|ssh" "the network sees words only")
forbid(core/network "core/(file_system|authenticator|credential_store)\\.h" "the network sees words only")
parts_of(platform "auth|fs|keychain|network|sftp|ssh" "system calls see words only")
forbid(core/platform "core/(file_system|authenticator|credential_store)\\.h" "system calls see words only")
forbid(core/sftp "core/settings\\.h" "a protocol has no settings")
forbid(core/ssh "core/settings\\.h" "the server reads server_settings.h")
forbid(core/ssh "core/(auth|fs|network|platform)/|core/(sharing|subsystem|doctor|settings_store|activity_[a-z]+)\\.h"
    "the transport sees promises and sftp")
forbid(core/ssh "core/sftp/([^s]|s[^e]|se[^s]|ses[^s]|session_)" "the transport sees sftp/session.h and nothing behind it")
forbid(core/subsystem "core/(auth|fs|network|platform|ssh)/|core/(server|host_key|sharing|settings)[a-z_]*\\.h"
    "the subsystem needs a FileSystem and a Session")
forbid(ui "app/|core/[a-z_]+/" "ui sees only the door of core")
forbid(ui "(Q(Thread|File|FileInfo|SaveFile|Dir|Process|UdpSocket|Tcp[A-Za-z]+|Settings)|QtConcurrent[A-Za-z/]*|fstream|filesystem|thread)>"
    "work belongs in core")
forbid(app "core/(sftp|ssh)/" "app picks parts; it does not speak the protocol")

if(looked LESS 50)
    message(FATAL_ERROR "Only ${looked} looks at files below \"${ROOT}\": this is not the house")
endif()
if(broken)
    message(FATAL_ERROR "\n${broken}")
endif()
