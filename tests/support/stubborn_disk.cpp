// stubborn_disk BELOW MOUNTPOINT CONTROL [-f -o ...]: a file system that shows the folder BELOW and
// fails on demand, for the tests of a disk that does. What it does is the text of the file CONTROL,
// read at each call:
//     (empty)        everything works
//     hang           calls are taken and not answered until the text is another; that there is
//                    one is told by the file CONTROL.held
//     ERRNO write    writing fails with that number; or `read`, `open`, `create`
//
// It ends, and with it every call that waits, when it is killed: the kernel then gives up the
// mount.
#define FUSE_USE_VERSION 31
#include <fuse.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace {

std::string below, control;

// 0, or what the call `what` has to answer. Waits while it is told to.
int trouble(const char* what)
{
    for (;;) {
        std::ifstream text(control);
        std::string first, second;
        text >> first >> second;
        if (first == "hang") {
            std::ofstream(control + ".held");
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            continue;
        }
        return !first.empty() && second == what ? -std::atoi(first.c_str()) : 0;
    }
}

std::string place(const char* path)
{
    return below + path;
}

int answer(int returned)
{
    return returned < 0 ? -errno : 0;
}

int getAttributes(const char* path, struct stat* status, fuse_file_info* file)
{
    if (const int error = trouble("stat"))
        return error;
    return answer(file ? ::fstat(int(file->fh), status) : ::lstat(place(path).c_str(), status));
}

int openFile(const char* path, fuse_file_info* file)
{
    if (const int error = trouble("open"))
        return error;
    const int descriptor = ::open(place(path).c_str(), file->flags & ~O_NONBLOCK);
    file->fh = std::uint64_t(descriptor);
    return answer(descriptor);
}

int createFile(const char* path, mode_t mode, fuse_file_info* file)
{
    if (const int error = trouble("create"))
        return error;
    const int descriptor = ::open(place(path).c_str(), file->flags | O_CREAT, mode);
    file->fh = std::uint64_t(descriptor);
    return answer(descriptor);
}

int readFile(const char*, char* buffer, std::size_t size, off_t offset, fuse_file_info* file)
{
    if (const int error = trouble("read"))
        return error;
    const ssize_t count = ::pread(int(file->fh), buffer, size, offset);
    return count < 0 ? -errno : int(count);
}

int writeFile(const char*, const char* buffer, std::size_t size, off_t offset, fuse_file_info* file)
{
    if (const int error = trouble("write"))
        return error;
    const ssize_t count = ::pwrite(int(file->fh), buffer, size, offset);
    return count < 0 ? -errno : int(count);
}

int truncateFile(const char* path, off_t size, fuse_file_info* file)
{
    if (const int error = trouble("write"))
        return error;
    return answer(file ? ::ftruncate(int(file->fh), size) : ::truncate(place(path).c_str(), size));
}

int releaseFile(const char*, fuse_file_info* file)
{
    return answer(::close(int(file->fh)));
}

int list(const char* path, void* buffer, fuse_fill_dir_t fill, off_t, fuse_file_info*,
         fuse_readdir_flags)
{
    if (const int error = trouble("read"))
        return error;
    DIR* const stream = ::opendir(place(path).c_str());
    if (!stream)
        return -errno;
    while (const dirent* entry = ::readdir(stream))
        fill(buffer, entry->d_name, nullptr, 0, fuse_fill_dir_flags(0));
    ::closedir(stream);
    return 0;
}

int makeFolder(const char* path, mode_t mode)
{
    const int error = trouble("create");
    return error ? error : answer(::mkdir(place(path).c_str(), mode));
}

int removeFile(const char* path)
{
    const int error = trouble("write");
    return error ? error : answer(::unlink(place(path).c_str()));
}

int removeFolder(const char* path)
{
    const int error = trouble("write");
    return error ? error : answer(::rmdir(place(path).c_str()));
}

int setTimes(const char* path, const timespec times[2], fuse_file_info*)
{
    const int error = trouble("write");
    return error ? error : answer(::utimensat(AT_FDCWD, place(path).c_str(), times, 0));
}

int setMode(const char* path, mode_t mode, fuse_file_info*)
{
    const int error = trouble("write");
    return error ? error : answer(::chmod(place(path).c_str(), mode));
}

int space(const char* path, struct statvfs* status)
{
    const int error = trouble("stat");
    return error ? error : answer(::statvfs(place(path).c_str(), status));
}

// Nothing is kept between calls: each of them reaches this program.
void* configure(fuse_conn_info*, fuse_config* config)
{
    config->entry_timeout = config->attr_timeout = config->negative_timeout = 0;
    config->direct_io = 1;
    return nullptr;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 4)
        return 2;
    below = argv[1];
    control = argv[3];
    fuse_operations operations{};
    operations.init = configure;
    operations.getattr = getAttributes;
    operations.open = openFile;
    operations.create = createFile;
    operations.read = readFile;
    operations.write = writeFile;
    operations.truncate = truncateFile;
    operations.release = releaseFile;
    operations.readdir = list;
    operations.mkdir = makeFolder;
    operations.unlink = removeFile;
    operations.rmdir = removeFolder;
    operations.utimens = setTimes;
    operations.chmod = setMode;
    operations.statfs = space;
    // What is left is a command line of FUSE's: program, mount point, options.
    std::vector<char*> rest{argv[0], argv[2]};
    rest.insert(rest.end(), argv + 4, argv + argc);
    rest.push_back(nullptr);
    return fuse_main(int(rest.size()) - 1, rest.data(), &operations, nullptr);
}
