sallyport_test(tst_window_command_line LIBS sallyport_desktop)

# What a start does before there is a window, as a process.
add_executable(second_start support/second_start.cpp)
target_link_libraries(second_start PRIVATE sallyport_build sallyport_desktop)
sallyport_test(tst_single_instance LIBS sallyport_desktop)
target_compile_definitions(tst_single_instance PRIVATE SALLYPORT_SECOND_START="$<TARGET_FILE:second_start>")
add_dependencies(tst_single_instance second_start)
