# Pictures of every page and dialog: `./dev shots`.
add_executable(sallyport_shots EXCLUDE_FROM_ALL
    shots/catalogue.cpp
    shots/catalogue.h
    shots/clipping.cpp
    shots/clipping.h
    shots/look.cpp
    shots/look.h
    shots/main.cpp
    shots/scene.cpp
    shots/scene.h
    shots/stage.cpp
    shots/stage.h
    support/open_ssh.cpp
    support/open_ssh.h)
set_target_properties(sallyport_shots PROPERTIES AUTOMOC ON)
target_link_libraries(sallyport_shots PRIVATE sallyport_build sallyport_window_support sallyport_desktop)
target_precompile_headers(sallyport_shots REUSE_FROM sallyport_window_support)
sallyport_test(tst_clipping LIBS sallyport_window_support SOURCES shots/clipping.cpp shots/clipping.h)
