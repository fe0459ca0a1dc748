sallyport_test(tst_message_dialogs LIBS sallyport_ui)
sallyport_test(tst_theme LIBS sallyport_ui)
sallyport_test(tst_widgets LIBS sallyport_ui)
