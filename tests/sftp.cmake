sallyport_test(tst_attributes)
sallyport_test(tst_handle_table)
sallyport_test(tst_hostile_requests)
sallyport_test(tst_long_job)
sallyport_test(tst_mutated_sessions TIMEOUT 3600
    SOURCES support/canaries.cpp support/captures.cpp support/mutations.cpp)
set_source_files_properties(support/captures.cpp PROPERTIES COMPILE_DEFINITIONS
    "SALLYPORT_CAPTURES=\"${CMAKE_CURRENT_SOURCE_DIR}/data/captures\"")
sallyport_test(tst_session)
sallyport_test(tst_session_attributes)
sallyport_test(tst_session_events)
sallyport_test(tst_session_extensions)
sallyport_test(tst_session_framing)
sallyport_test(tst_session_jobs)
sallyport_test(tst_session_limits)
sallyport_test(tst_session_paths)
sallyport_test(tst_session_transfers)
sallyport_test(tst_subsystem)
sallyport_test(tst_wire)

# It stands in for the allocator, as a sanitizer does.
if(NOT SALLYPORT_SANITIZE)
    sallyport_test(tst_session_allocations SOURCES support/allocations.cpp support/allocations.h)
endif()
