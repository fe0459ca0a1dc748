# Clients nobody here wrote, and sallyport-cli: real processes on both ends. Python is Debian's, which has
# paramiko and asyncssh; what is missing fails, naming ./dev setup.

# interop_test(openssh [PROCESSORS n] [ALONE]): ALONE for what counts or loads the whole computer
function(interop_test name)
    cmake_parse_arguments(ARG "ALONE" "PROCESSORS" "" ${ARGN})
    set(test interop_${name})
    add_test(NAME ${test} COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/interop/test_${name}.py)
    set(environment
        "SALLYPORT_CLI=$<TARGET_FILE:sallyport-cli>"
        "SALLYPORT_RECIPE_LINES=$<TARGET_FILE:recipe_lines>"
        "SALLYPORT_TEST_HOME=$<TARGET_FILE:home_of_environment>"
        "SALLYPORT_CARELESS_LIBCRYPTO=$<TARGET_FILE:careless_libcrypto>"
        "SALLYPORT_BUILD=${PROJECT_BINARY_DIR}"
        "SALLYPORT_PANEL=$<TARGET_FILE:panel>"
        "SALLYPORT_ROWS=${CMAKE_CURRENT_BINARY_DIR}/rows"
        "SALLYPORT_SANITIZED=${SALLYPORT_SANITIZE}")
    set_tests_properties(${test} PROPERTIES TIMEOUT 1200 LABELS interop ENVIRONMENT "${environment}")
    if(ARG_PROCESSORS)
        set_tests_properties(${test} PROPERTIES PROCESSORS ${ARG_PROCESSORS})
    endif()
    if(ARG_ALONE)
        set_tests_properties(${test} PROPERTIES RUN_SERIAL ON)
    endif()
endfunction()

add_executable(recipe_lines support/recipe_lines.cpp)
target_link_libraries(recipe_lines PRIVATE sallyport_build Sallyport::Core)
# Foreign programs load it: it is free of what they do not have, the sanitizers.
add_library(home_of_environment MODULE support/home_of_environment.cpp)
target_link_libraries(home_of_environment PRIVATE ${CMAKE_DL_LIBS})
add_library(careless_libcrypto MODULE support/careless_libcrypto.cpp)

interop_test(load ALONE)
interop_test(idle)
interop_test(limits)
interop_test(fairness PROCESSORS 2)
interop_test(big)
interop_test(mixed PROCESSORS 2)
interop_test(clients)
interop_test(rekey PROCESSORS 2)
interop_test(openssh)
interop_test(scp)
interop_test(channels)
interop_test(sshfs)
interop_test(rclone)
interop_test(lftp)
interop_test(curl)
interop_test(psftp)
interop_test(paramiko)
interop_test(asyncssh)
interop_test(ssh2)
interop_test(restic)
interop_test(upload)
interop_test(durability PROCESSORS 2)
interop_test(subsystem)
interop_test(events)
interop_test(fail2ban)
interop_test(escape)
interop_test(hostile)
interop_test(doctor)
interop_test(profile)
interop_test(service)
interop_test(attacks PROCESSORS 2)
interop_test(logins)
interop_test(honest)
interop_test(recipes)
interop_test(ssh_order)
interop_test(ssh_packets)
interop_test(ssh_channels)
interop_test(network)
interop_test(nearby)
interop_test(balancer)
interop_test(escaping)
interop_test(catalogue)
interop_test(desktop PROCESSORS 2)
