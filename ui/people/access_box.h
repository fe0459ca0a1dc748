// AccessBox is the choice of what somebody may do in one share, as it stands in the cells of the
// people table and in the dialog of a person.
//
// Threads: the main thread.
#pragma once

#include "core/settings.h"

#include <QComboBox>

#include <optional>

namespace sallyport {

class AccessBox final : public QComboBox {
    Q_OBJECT
public:
    // Without a password there is View, or nothing.
    enum class Choices { All, ViewAlone };

    explicit AccessBox(QWidget* parent = nullptr);
    void setChoices(Choices choices); // what is no longer among them becomes View
    void setAccess(const std::optional<Access>& access);
    std::optional<Access> access() const;
    void hidePopup() override;
signals:
    void popupClosed(); // after activated(), where something was chosen

private:
    void fill(Choices choices);
    Choices m_choices = Choices::All;
};

} // namespace sallyport
