// GUARD(name) is where a guard of tests/guards.txt stands: true, unless a build for tests was made
// with -DSALLYPORT_GUARD_<NAME>=OFF to see that guard's tests fail. In what is shipped it is the
// word `true`: nothing can switch it off, then or later.
//
//     if (GUARD(service_flood) && ++m_services > 1)
//         return end(...);
//
// Only in .cpp files, so that a switched-off guard is a file or two compiled anew.
#pragma once

#ifdef NDEBUG
#define GUARD(name) true
#else
#define GUARD(name) (!SALLYPORT_IS_ONE(SALLYPORT_WITHOUT_##name))
#endif

// Is a macro defined as 1? What is not expands to one word instead of "0," and a word.
#define SALLYPORT_ONE_1 0,
#define SALLYPORT_SECOND(first, second, ...) second
#define SALLYPORT_IS_ONE(value) SALLYPORT_JOIN_ONE(value)
#define SALLYPORT_JOIN_ONE(value) SALLYPORT_PICK(SALLYPORT_ONE_##value)
#define SALLYPORT_PICK(oneOrNot) SALLYPORT_SECOND(oneOrNot true, false, )
