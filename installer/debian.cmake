# Linux: pages for man, completions, the user unit, and Debian's packages. `./dev package` makes them as they are
# given away; `cpack` in any build folder makes some to look at.
set(files ${CMAKE_CURRENT_SOURCE_DIR}/linux)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)

# Debian wants its pages and changelogs packed, and the same bytes from the same sources: no name, no time.
find_program(SALLYPORT_GZIP gzip REQUIRED)
set(packed "")
function(install_packed source name destination component)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/${component}/${name}.gz)
    add_custom_command(OUTPUT ${output} DEPENDS ${source} VERBATIM
        COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/${component}
        COMMAND sh -c "\"$0\" -9nc \"$1\" >\"$2\"" ${SALLYPORT_GZIP} ${source} ${output})
    list(APPEND packed ${output})
    set(packed ${packed} PARENT_SCOPE)
    install(FILES ${output} DESTINATION ${destination} COMPONENT ${component})
endfunction()

set(programs sallyport-cli)
if(SALLYPORT_WINDOW)
    list(APPEND programs sallyport)
endif()
foreach(program IN LISTS programs)
    set(doc ${CMAKE_INSTALL_DATADIR}/doc/${program})
    install_packed(${files}/man/${program}.1 ${program}.1 ${CMAKE_INSTALL_MANDIR}/man1 ${program})
    install_packed(${files}/changelog changelog.Debian ${doc} ${program})
    install_packed(${PROJECT_SOURCE_DIR}/CHANGELOG.md changelog ${doc} ${program})
    install(FILES ${PROJECT_SOURCE_DIR}/LICENSE RENAME copyright DESTINATION ${doc} COMPONENT ${program})
    install(FILES ${files}/completions/${program}.bash RENAME ${program}
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT ${program})
    install(FILES ${files}/completions/${program}.zsh RENAME _${program}
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT ${program})
    install(FILES ${files}/completions/${program}.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT ${program})
endforeach()
add_custom_target(sallyport_packed ALL DEPENDS ${packed})
install(FILES ${files}/sallyport.service ${files}/sallyport.socket
    DESTINATION lib/systemd/user COMPONENT sallyport-cli)

set(CPACK_GENERATOR DEB)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL ${programs})
get_cmake_property(components COMPONENTS)
list(REMOVE_ITEM components dev Unspecified)
foreach(component IN LISTS components)
    if(NOT component IN_LIST programs)
        message(FATAL_ERROR "Files are installed for \"${component}\", which is in no package")
    endif()
endforeach()

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "Sallyport maintainers <sallyport@users.noreply.github.com>")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_DEBUGINFO_PACKAGE ON) # strips by itself

# 0.10.6 before this one did not check the tags of AES-GCM (SECURITY.md).
set(libssh "libssh-4 (>= 0.10.6-0+deb12u3)")

set(CPACK_DEBIAN_SALLYPORT_PACKAGE_NAME sallyport)
set(CPACK_DEBIAN_SALLYPORT_PACKAGE_SECTION net)
set(CPACK_DEBIAN_SALLYPORT_PACKAGE_DEPENDS "${libssh}")
# Qt's own words in German, a window of Wayland's own, what its help names for a computer without a display, and who
# tells others nearby.
set(CPACK_DEBIAN_SALLYPORT_PACKAGE_RECOMMENDS "qt6-translations-l10n, qt6-wayland, sallyport-cli, avahi-daemon")
set(CPACK_COMPONENT_SALLYPORT_DESCRIPTION "share folders over SFTP, and see who does what
Choose a folder, and it is shared over SFTP with a guest of its own, a
password that can be read out, a link and a QR code, for the clients people
already have: OpenSSH, sshfs, rclone, FileZilla, WinSCP, phones.

The window says plainly who is connected, what they did and what went wrong.
It needs no account on this computer for its guests, and no rights of the
administrator.")

set(CPACK_DEBIAN_SALLYPORT-CLI_PACKAGE_NAME sallyport-cli)
set(CPACK_DEBIAN_SALLYPORT-CLI_PACKAGE_SECTION net)
set(CPACK_DEBIAN_SALLYPORT-CLI_PACKAGE_DEPENDS "${libssh}")
set(CPACK_DEBIAN_SALLYPORT-CLI_PACKAGE_SUGGESTS "avahi-daemon")
set(CPACK_COMPONENT_SALLYPORT-CLI_DESCRIPTION "share folders over SFTP from the command line
Serves folders over SFTP without a window and without rights of the
administrator: to guests with a generated password, or to accounts with
passwords and keys of their own. It also speaks SFTP for an sshd that is
there already.

With it comes a user unit for systemd, which is off until it is enabled.")
