# The computer fails, and the second wall.
sallyport_test(tst_landlock SOURCES support/canaries.cpp support/naive_file_system.cpp)
sallyport_test(tst_isolation SOURCES support/canaries.cpp support/naive_file_system.cpp
    support/forked_children.cpp support/open_ssh.cpp support/open_ssh.h
    support/sharing_fixture.cpp support/sharing_fixture.h)
sallyport_test(tst_guard_process LIBS sallyport_app)

# Against the real server, each kind of trouble in a file of its own.
interop_test(isolation)
