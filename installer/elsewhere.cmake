# Windows and macOS: NOT TRIED. Nobody has run these lines, and core lacks the parts there (files, sockets and
# signals are POSIX in core/fs, core/ssh and app; the keychain is the Secret Service's). They say what a port's
# packages would be; nothing on the main road depends on them.
message(WARNING "Sallyport has not been tried on ${CMAKE_SYSTEM_NAME}: expect to write code first")

set(CPACK_COMPONENTS_ALL sallyport sallyport-cli)
if(WIN32)
    set(CPACK_GENERATOR NSIS)
    set(CPACK_NSIS_MODIFY_PATH ON)
    set(CPACK_PACKAGE_EXECUTABLES sallyport Sallyport)
else()
    set(CPACK_GENERATOR DragNDrop)
    set_target_properties(sallyport PROPERTIES
        MACOSX_BUNDLE_BUNDLE_NAME Sallyport
        MACOSX_BUNDLE_GUI_IDENTIFIER io.github.sallyport.Sallyport
        MACOSX_BUNDLE_SHORT_VERSION_STRING ${PROJECT_VERSION})
endif()
# Neither has a package manager that brings Qt.
if(SALLYPORT_WINDOW)
    qt_generate_deploy_app_script(TARGET sallyport OUTPUT_SCRIPT deploy NO_UNSUPPORTED_PLATFORM_ERROR)
    install(SCRIPT ${deploy} COMPONENT sallyport)
endif()
