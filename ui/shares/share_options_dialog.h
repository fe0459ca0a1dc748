// ShareOptionsDialog holds what is seldom changed about a share: hidden names, links, safe writing,
// the largest file.
//
// Threads: the main thread. What `parts` refers to outlives it; it deletes itself when closed.
#pragma once

#include "core/settings.h"
#include "ui/core_parts.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
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
    QLayout* makeHide();
    QLayout* makeLinks();
    QLayout* makeLargest();
    QLayout* makeButtons();
    void fill(const Share& share);
    void save();

    CoreParts m_parts;
    ShareId m_share;
    QPlainTextEdit* m_hide;
    QComboBox* m_links;
    QCheckBox *m_safe, *m_limited;
    QSpinBox* m_largest;
    TextLabel* m_problem;
    PrimaryButton* m_ok;
};

} // namespace sallyport
