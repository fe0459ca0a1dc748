# Storages, memory and clients that fail by plan, and inputs that nobody thought of.
sallyport_test(tst_faults TIMEOUT 600 SOURCES support/sixty_steps.cpp support/sixty_steps.h)
sallyport_test(tst_allocation TIMEOUT 3600 SOURCES
    support/failing_new.cpp support/failing_new.h support/sixty_steps.cpp support/sixty_steps.h)

set(fuzz_support fuzz/fuzz_tree.cpp fuzz/request_maker.cpp fuzz/talker.cpp fuzz/watched_file_system.cpp)
sallyport_test(tst_chaos TIMEOUT 3600 SOURCES
    ${fuzz_support} support/virtual_clock.cpp support/virtual_clock.h)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
sallyport_test(tst_fuzz TIMEOUT 3600 SOURCES ${fuzz_support}
    fuzz/fuzz_authorized_keys.cpp fuzz/fuzz_log_escape.cpp fuzz/fuzz_session.cpp
    fuzz/fuzz_settings.cpp fuzz/fuzz_virtual_path.cpp
    fuzz/bench_fail.cpp fuzz/fuzz_connection.cpp fuzz/ssh_claims.cpp fuzz/ssh_maker.cpp
    fuzz/ssh_messages.cpp fuzz/ssh_peer.cpp
    bench/client/crypto.cpp bench/client/key_exchange.cpp bench/client/packet_cipher.cpp
    bench/client/wire.cpp LIBS OpenSSL::Crypto)
target_include_directories(tst_fuzz PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/bench)
target_compile_definitions(tst_fuzz PRIVATE SALLYPORT_TEST_DATA="${CMAKE_CURRENT_SOURCE_DIR}/data")
