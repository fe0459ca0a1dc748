sallyport_test(tst_nft_rules)
sallyport_test(tst_doctor SOURCES support/forked_children.cpp)
sallyport_test(tst_connection_check_dialog SOURCES support/forked_children.cpp LIBS sallyport_ui)

# Both programs ask nft about the firewall while they start threads.
if(SALLYPORT_SANITIZE STREQUAL "thread")
    foreach(program IN ITEMS sallyport-cli sallyport)
        target_sources(${program} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/support/forked_children.cpp)
    endforeach()
endif()
