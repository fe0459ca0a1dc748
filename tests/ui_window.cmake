sallyport_test(tst_damaged_settings_page LIBS sallyport_window_support)
sallyport_test(tst_share_list_model SOURCES support/forked_children.cpp support/open_ssh.cpp LIBS sallyport_ui)
sallyport_test(tst_side_bar LIBS sallyport_ui)
sallyport_test(tst_troubles LIBS sallyport_ui)
sallyport_test(tst_troubled_computer LIBS sallyport_window_support)
sallyport_test(tst_main_window SOURCES support/forked_children.cpp support/open_ssh.cpp TIMEOUT 240 LIBS sallyport_ui)
sallyport_test(tst_end_to_end SOURCES support/open_ssh.cpp support/forked_children.cpp TIMEOUT 300
    LIBS sallyport_window_support)
sallyport_test(tst_plain_text SOURCES support/forked_children.cpp support/open_ssh.cpp LIBS sallyport_window_support sallyport_desktop)
sallyport_test(tst_walk TIMEOUT 300 LIBS sallyport_window_support
    SOURCES support/keyboard_walk.cpp support/keyboard_walk.h support/forked_children.cpp support/open_ssh.cpp)
