# The computer fails, and the second wall.
sallyport_test(tst_landlock SOURCES support/canaries.cpp support/naive_file_system.cpp)
sallyport_test(tst_isolation SOURCES support/canaries.cpp support/naive_file_system.cpp
    support/forked_children.cpp support/open_ssh.cpp support/open_ssh.h
    support/sharing_fixture.cpp support/sharing_fixture.h)
sallyport_test(tst_guard_process LIBS sallyport_app)

# Against the real server, each kind of trouble in a file of its own.
interop_test(isolation)
# A disk that hangs and fails on demand, behind FUSE.
pkg_check_modules(fuse3 REQUIRED IMPORTED_TARGET fuse3)
add_executable(stubborn_disk support/stubborn_disk.cpp)
target_link_libraries(stubborn_disk PRIVATE PkgConfig::fuse3)
target_compile_features(stubborn_disk PRIVATE cxx_std_20)
interop_test(hung_disk)
set_property(TEST interop_hung_disk APPEND PROPERTY ENVIRONMENT
    "SALLYPORT_STUBBORN_DISK=$<TARGET_FILE:stubborn_disk>")
interop_test(share_gone)
set_property(TEST interop_share_gone APPEND PROPERTY ENVIRONMENT
    "SALLYPORT_STUBBORN_DISK=$<TARGET_FILE:stubborn_disk>")
# Foreign to the program they are loaded into: free of the sanitizers.
foreach(name IN ITEMS other_clock blind_libcrypto)
    add_library(${name} MODULE support/${name}.cpp)
    target_compile_features(${name} PRIVATE cxx_std_20)
endforeach()
foreach(name IN ITEMS starved signals)
    interop_test(${name})
    set_property(TEST interop_${name} APPEND PROPERTY ENVIRONMENT
        "SALLYPORT_OTHER_CLOCK=$<TARGET_FILE:other_clock>" "SALLYPORT_BLIND_LIBCRYPTO=$<TARGET_FILE:blind_libcrypto>")
endforeach()
