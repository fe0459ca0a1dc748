sallyport_test(tst_addresses)
sallyport_test(tst_activity_archive)
sallyport_test(tst_activity_format)
sallyport_test(tst_activity_log)
sallyport_test(tst_line_output LIBS sallyport_app)
sallyport_test(tst_mount_watch SOURCES
    support/failing_new.cpp support/failing_new.h support/forked_children.cpp)
sallyport_test(tst_reports)
sallyport_test(tst_sharing_nearby)
sallyport_test(tst_sharing_rights)
sallyport_test(tst_sharing SOURCES
    support/forked_children.cpp support/open_ssh.cpp support/open_ssh.h)
foreach(name IN ITEMS tst_sharing_blocks tst_sharing_host_keys tst_sharing_status)
    sallyport_test(${name} SOURCES support/forked_children.cpp support/open_ssh.cpp support/open_ssh.h
        support/sharing_fixture.cpp support/sharing_fixture.h)
endforeach()

# Those that run the program itself.
function(sallyport_program_test name)
    sallyport_test(${name} ${ARGN})
    target_sources(${name} PRIVATE support/cli.cpp support/cli.h support/open_ssh.cpp support/open_ssh.h)
    target_compile_definitions(${name} PRIVATE SALLYPORT_CLI="$<TARGET_FILE:sallyport-cli>")
    add_dependencies(${name} sallyport-cli)
endfunction()
sallyport_program_test(tst_serve)
