// Preloaded into a server whose libssh is to look like the builds before CVE-2026-59847 was mended:
// whatever tag AES-GCM data carry, it is right.
//
// Threads: any.
extern "C" int EVP_DecryptFinal(void*, unsigned char*, int* length)
{
    *length = 0;
    return 1;
}
