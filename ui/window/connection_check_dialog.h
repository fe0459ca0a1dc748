// ConnectionCheckDialog says why nobody can reach this computer, or that somebody can: what core's
// Doctor finds, the worst first, with what to do.
//
// Threads: the main thread. What `parts` refers to outlives it; it deletes itself when closed.
#pragma once

#include "core/doctor.h"
#include "ui/core_parts.h"

#include <QDialog>

class QScrollArea;
class QToolButton;

namespace sallyport {

class TextLabel;

class ConnectionCheckDialog final : public QDialog {
    Q_OBJECT
public:
    explicit ConnectionCheckDialog(const CoreParts& parts, QWidget* parent);
    void examine(); // once more
    bool isDone() const { return !m_findings.isEmpty(); }
    void showFindings(const QList<Finding>& findings);

private:
    QLayout* makeFoot();
    QWidget* makeRow(const Finding& finding) const;
    QString report() const;

    const CoreParts m_parts;
    Doctor m_doctor;
    QList<Finding> m_findings; // as shown
    TextLabel* m_heading;
    QScrollArea* m_list;
    QToolButton* m_again;
};

} // namespace sallyport
