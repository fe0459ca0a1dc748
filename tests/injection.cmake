# Storages, memory and clients that fail by plan, and inputs that nobody thought of.
sallyport_test(tst_faults SOURCES support/sixty_steps.cpp support/sixty_steps.h)
sallyport_test(tst_allocation TIMEOUT 3600 SOURCES
    support/failing_new.cpp support/failing_new.h support/sixty_steps.cpp support/sixty_steps.h)
