set(escape_support support/canaries.cpp support/escape_checks.cpp support/escape_world.cpp
    support/file_operations.cpp support/naive_file_system.cpp)
sallyport_test(tst_escape SOURCES ${escape_support})
sallyport_test(tst_escape_race TIMEOUT 3600 SOURCES ${escape_support})
sallyport_test(tst_hostile_files)
sallyport_test(tst_hostile_paths SOURCES support/canaries.cpp support/escape_world.cpp)
sallyport_test(tst_local_file)
sallyport_test(tst_local_file_system)
sallyport_test(tst_memory_file_system)
