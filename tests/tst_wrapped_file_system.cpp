#include "core/fs/access_file_system.h"
#include "core/fs/charset_file_system.h"
#include "core/fs/created_files.h"
#include "core/fs/limited_file_system.h"
#include "core/fs/share_tree.h"
#include "core/fs/wrapped_file_system.h"
#include "core/memory_file_system.h"
#include "tests/support/file_system_contract.h"

#include <QCoreApplication>
#include <QTest>

#include "tests/support/rows.h"

#include <functional>

using namespace sallyport;

namespace {

using Wrap = std::function<std::unique_ptr<FileSystem>(std::unique_ptr<FileSystem>)>;

std::unique_ptr<FileSystem> tree(std::unique_ptr<FileSystem> files, ShareTree::Layout layout)
{
    std::vector<ShareTree::Branch> branches;
    branches.push_back({"Photos", {}, std::move(files)});
    return std::make_unique<ShareTree>(std::move(branches), layout);
}

} // namespace

// A file system behind a wrapper that allows everything keeps all promises. Runs once with each
// wrapper: see main().
class TestWrappedFileSystem : public test::FileSystemContract {
    Q_OBJECT
public:
    explicit TestWrappedFileSystem(Wrap wrap, QByteArray below = {})
        : m_wrap(std::move(wrap))
        , m_base(std::move(below))
    {
    }

protected:
    std::unique_ptr<FileSystem> make() override
    {
        m_storage = std::make_unique<MemoryFileSystem>();
        return m_wrap(m_storage->share());
    }
    QByteArray base() const override { return m_base; }
    void plant(const VirtualPath& path, const QByteArray& content) override
    {
        const VirtualPath real = m_base.isEmpty() ? path : path.withoutFirst();
        for (VirtualPath above; above != real.parent();) {
            above = above.child(real.components().at(above.components().size()));
            (void)m_storage->makeDirectory(above, {});
        }
        auto file = m_storage->open(real, OpenFlags(OpenFlag::Write) | OpenFlag::Create, {});
        QVERIFY(file);
        QVERIFY((*file)->writeAt(0, std::as_bytes(std::span(content))));
    }

private:
    const Wrap m_wrap;
    const QByteArray m_base;
    std::unique_ptr<MemoryFileSystem> m_storage;
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    using Files = std::unique_ptr<FileSystem>;
    int failed = 0;
    const auto run = [&](const Wrap& wrap, const QByteArray& base = {}) {
        TestWrappedFileSystem test(wrap, base);
        failed += QTest::qExec(&test, argc, argv);
    };
    run([](Files files) { return std::make_unique<WrappedFileSystem>(std::move(files)); });
    run([](Files files) {
        return std::make_unique<AccessFileSystem>(
            std::move(files), Access::Full, "Photos",
            std::make_shared<Sender>(std::make_shared<CreatedFiles>(QString()), AccountId{"anna"},
                                     false));
    });
    run([](Files files) {
        return std::make_unique<LimitedFileSystem>(std::move(files), "Photos", std::nullopt);
    });
    run([](Files files) {
        return std::make_unique<LimitedFileSystem>(std::move(files), "Photos", quint64(1) << 40);
    });
    run([](Files files) {
        return std::move(withCharset(std::move(files), QStringLiteral("ISO-8859-1")).value());
    });
    run([](Files files) { return tree(std::move(files), ShareTree::Layout::Named); }, "/Photos");
    run([](Files files) { return tree(std::move(files), ShareTree::Layout::Single); });
    return failed;
}

#include "tst_wrapped_file_system.moc"
