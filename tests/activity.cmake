# sallyport_test(tst_x)
