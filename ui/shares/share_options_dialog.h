// ShareOptionsDialog holds what is seldom changed about a share: hidden names, links, safe writing,
// and its limits.
//
// Threads: the main thread. What `parts` refers to outlives it; it deletes itself when closed.
#pragma once

#include "core/settings.h"
#include "ui/core_parts.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QPlainTextEdit;
class QSpinBox;

namespace sallyport {

class PrimaryButton;
class TextLabel;

class ShareOptionsDialog final : public QDialog {
    Q_OBJECT
public:
    ShareOptionsDialog(const CoreParts& parts, const ShareId& share, QWidget* parent);

private:
    // A size that may be left out, in megabytes.
    struct Limit {
        QCheckBox* on;
        QSpinBox* size;

        void fill(const std::optional<quint64>& bytes) const;
        std::optional<quint64> megabytes() const;
    };
    QLayout* makeHide();
    QLayout* makeLinks();
    QLayout* makeUploads();
    QLayout* makeLimits();
    Limit makeLimit(QGridLayout* layout, const QString& text, const char* name,
                    const QString& accessibleName, int usual);
    QLayout* makeButtons();
    void fill(const Share& share);
    void fit();
    void save();

    CoreParts m_parts;
    ShareId m_share;
    QPlainTextEdit* m_hide;
    QComboBox* m_links;
    QCheckBox *m_safe, *m_atomic;
    Limit m_largest, m_quota, m_keepFree;
    TextLabel* m_problem;
    PrimaryButton* m_ok;
};

} // namespace sallyport
