# The states of a keychain, one for each process that tst_keychain starts.
add_executable(keychain_states keychain_states.cpp support/forked_children.cpp
    support/private_keyring.cpp support/private_keyring.h)
target_link_libraries(keychain_states PRIVATE sallyport_build Qt6::Test Qt6::DBus Sallyport::Keychain)
target_compile_definitions(keychain_states PRIVATE
    SALLYPORT_KEYRING_PROMPTER="${CMAKE_CURRENT_SOURCE_DIR}/support/keyring_prompter.py")
sallyport_moc(keychain_states keychain_states.cpp)
sallyport_test(tst_keychain SOURCES support/forked_children.cpp TIMEOUT 300)
target_compile_definitions(tst_keychain PRIVATE
    SALLYPORT_KEYCHAIN_STATES="$<TARGET_FILE:keychain_states>"
    SALLYPORT_PRIVATE_BUS="${CMAKE_CURRENT_SOURCE_DIR}/data/private_bus.conf")
add_dependencies(tst_keychain keychain_states)
