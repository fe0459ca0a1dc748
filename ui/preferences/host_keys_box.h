// The host keys of this computer: fingerprints to compare, and the two ways to other keys. Those
// take effect at once, after a question, for they cannot be taken back by Cancel.
//
// Threads: the main thread. The parts outlive the box.
#pragma once

#include "core/result.h"
#include "ui/core_parts.h"

#include <QFuture>
#include <QWidget>

#include <functional>

class QGridLayout;
class QPushButton;

namespace sallyport {

class TextLabel;

class HostKeysBox final : public QWidget {
    Q_OBJECT
public:
    explicit HostKeysBox(const CoreParts& parts, QWidget* parent = nullptr);

private:
    void fill();
    void ask(const QString& heading, const QString& answer, std::function<void()> agreed);
    void import(const QString& file);
    void makeNew();
    void follow(const QFuture<Result<void>>& change);
    void say(const QString& sentence, bool isProblem);

    const CoreParts& m_parts;
    QWidget* m_rows = nullptr;
    QPushButton *m_import, *m_new;
    TextLabel* m_news;
};

} // namespace sallyport
