sallyport_test(tst_session)
