sallyport_test(tst_qr_code LIBS sallyport_ui)
sallyport_test(tst_first_run_page LIBS sallyport_ui)
sallyport_test(tst_secrets_dialog LIBS sallyport_ui)
sallyport_test(tst_recipes_dialog LIBS sallyport_ui)
sallyport_test(tst_password_secret LIBS sallyport_ui)
sallyport_test(tst_connected_model LIBS sallyport_ui
    SOURCES support/forked_children.cpp support/open_ssh.cpp support/open_ssh.h)
sallyport_test(tst_share_page LIBS sallyport_ui)
sallyport_test(tst_share_switch LIBS sallyport_ui)
