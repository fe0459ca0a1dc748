sallyport_test(tst_nft_rules)
sallyport_test(tst_doctor)
