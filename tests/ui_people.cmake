sallyport_test(tst_key_list SOURCES support/forked_children.cpp support/open_ssh.cpp support/open_ssh.h LIBS sallyport_window_support)
sallyport_test(tst_people_model LIBS sallyport_window_support)
sallyport_test(tst_people_page SOURCES support/forked_children.cpp support/open_ssh.cpp support/open_ssh.h LIBS sallyport_window_support TIMEOUT 300)
sallyport_test(tst_account_dialog SOURCES support/forked_children.cpp support/open_ssh.cpp support/open_ssh.h LIBS sallyport_window_support TIMEOUT 300)
