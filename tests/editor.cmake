# Wishes that become settings, what is looked at before a folder is shared, and what guests get.
sallyport_test(tst_account_passwords)
sallyport_test(tst_folder_scan)
sallyport_test(tst_invite)
sallyport_test(tst_settings_editor)
