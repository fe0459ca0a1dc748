sallyport_test(tst_window_command_line LIBS sallyport_desktop)

# What a start does before there is a window, as a process.
add_executable(second_start support/second_start.cpp)
target_link_libraries(second_start PRIVATE sallyport_build sallyport_desktop)
sallyport_test(tst_single_instance LIBS sallyport_desktop)
target_compile_definitions(tst_single_instance PRIVATE SALLYPORT_SECOND_START="$<TARGET_FILE:second_start>")
add_dependencies(tst_single_instance second_start)

# Desktops of the tests' own: a message bus, and a display where there have to be pictures.
add_library(sallyport_private_desktop STATIC
    support/forked_children.cpp
    support/private_desktop.cpp
    support/private_desktop.h)
target_link_libraries(sallyport_private_desktop PRIVATE sallyport_build PUBLIC Qt6::Core)
target_compile_definitions(sallyport_private_desktop PRIVATE
    SALLYPORT_PRIVATE_BUS="${CMAKE_CURRENT_SOURCE_DIR}/data/private_bus.conf")

add_executable(panel support/panel.cpp)
target_link_libraries(panel PRIVATE sallyport_build Qt6::DBus)
sallyport_moc(panel support/panel.cpp)
sallyport_test(tst_tray_icon LIBS sallyport_window_support sallyport_private_desktop Qt6::DBus)
target_compile_definitions(tst_tray_icon PRIVATE SALLYPORT_PANEL="$<TARGET_FILE:panel>")
add_dependencies(tst_tray_icon panel)

sallyport_test(tst_notifier LIBS sallyport_ui)

sallyport_test(tst_close_manners LIBS sallyport_window_support sallyport_private_desktop)
target_compile_definitions(tst_close_manners PRIVATE SALLYPORT_PANEL="$<TARGET_FILE:panel>")
add_dependencies(tst_close_manners panel)
sallyport_test(tst_sharing_switch LIBS sallyport_window_support)
sallyport_test(tst_autostart LIBS sallyport_desktop)
sallyport_test(tst_icons LIBS sallyport_ui Qt6::Svg)
target_compile_definitions(tst_icons PRIVATE SALLYPORT_SOURCE="${PROJECT_SOURCE_DIR}")
sallyport_test(tst_sleep_inhibitor LIBS sallyport_window_support sallyport_desktop sallyport_private_desktop)
sallyport_test(tst_window_cost LIBS sallyport_window_support sallyport_desktop)
sallyport_test(tst_window_program LIBS sallyport_window_support sallyport_desktop sallyport_private_desktop)
