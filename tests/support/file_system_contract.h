// What every FileSystem promises, as tests. A test of a kind of storage derives from this class and
// says only how to make one; the slots below run with it.
//
// Threads: the test's own.
#pragma once

#include "core/file_system.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace sallyport::test {

class FileSystemContract : public QObject {
    Q_OBJECT
public:
    ~FileSystemContract() override;

protected:
    // A writable tree with nothing below base(), new for each test. If it can hide names, it hides
    // those that end in ".hidden".
    virtual std::unique_ptr<FileSystem> make() = 0;
    virtual QByteArray base() const { return {}; } // "/Photos", or empty for the root
    virtual bool hidesNames() const { return false; }
    // False: what is written anew is another file from then on, and takes one name of several.
    virtual bool writesInPlace() const { return true; }
    // Puts a file there, past the FileSystem, so that it may have a hidden name.
    virtual void plant(const VirtualPath& path, const QByteArray& content) = 0;
    // The same for a link. By default through the FileSystem, for those that hide nothing.
    virtual void plantLink(const VirtualPath& path, const QByteArray& target);

    FileSystem& files() { return *m_files; }
    VirtualPath path(const QByteArray& relative) const;
    // For a test's own use: the whole file, or the name of the error in angle brackets.
    QByteArray contentOf(const QByteArray& relative);
    QByteArray write(const QByteArray& relative, const QByteArray& content);
    QByteArrayList listing(const QByteArray& relative); // sorted

private slots:
    void init();
    void cleanup();

    void whatIsWrittenIsRead();
    void writesInAnyOrderLeaveNoHole();
    void bytesNeverWrittenAreZero();
    void appendingIgnoresTheOffset();
    void aHandleDoesOnlyWhatItWasOpenedFor();
    void openFollowsItsFlags_data();
    void openFollowsItsFlags();
    void aModeIsForNewFilesOnly();
    void foldersAreNotOpened();
    void everyByteMayBeInAName();
    void aFileIsNotAFolder();

    void attributesTellWhatIsThere();
    void sizeModeAndTimesAreSet();
    void specialBitsAreStripped();
    void theOwnerMayOnlyBeNamed();
    void anOpenFileTakesAttributes();

    void foldersAreMadeOnce();
    void foldersAreRemovedWhenEmpty();
    void removingKnowsFilesFromFolders();
    void aListingGivesEveryNameOnce();
    void aListingOutlivesItsFolder();

    void renameDoesNotReplace();
    void renameReplacesWhenTold_data();
    void renameReplacesWhenTold();
    void foldersMoveWithWhatIsInThem();
    void openFilesLiveOn();
    void theRootStays();

    void linksLeadToFilesAndFolders();
    void linksAreSeenAsLinks();
    void attributesOfALinkItself();
    void linksInCirclesLeadNowhere();
    void linksThatLeadOutAreRefused_data();
    void linksThatLeadOutAreRefused();
    void aMovedLinkThatLeadsOutIsNotFollowed();
    void anAbsoluteLinkStartsAtTheRoot();
    void aHardLinkIsASecondName();
    void onlyFilesGetHardLinks();

    void aHiddenNameIsNotThere();
    void aLinkDoesNotUncoverAHiddenName();
    void aHiddenNameIsNotMade();

    void bytesAreCopiedBetweenFiles();
    void aFileKnowsItself();
    void spaceIsToldInBlocks();

private:
    QByteArray makeLink(const QByteArray& link, const QByteArray& target);
    QByteArray opened(const QByteArray& relative, OpenFlags flags);

    std::unique_ptr<FileSystem> m_files;
};

} // namespace sallyport::test
