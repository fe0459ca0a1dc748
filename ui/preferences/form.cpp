#include "ui/preferences/form.h"

#include "ui/widgets/speech.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QComboBox>
#include <QLineEdit>
#include <QRadioButton>
#include <QStyle>
#include <QVBoxLayout>

namespace sallyport {

FieldHint::FieldHint(QWidget& control, const QString& meaning, QWidget* parent)
    : TextLabel({}, theme::Type::Small, theme::Weight::Normal, theme::Tint::Quiet, parent)
    , m_control(control)
{
    setWordWrap(true);
    setMeaning(meaning);
}

void FieldHint::setMeaning(const QString& meaning)
{
    m_meaning = meaning;
    if (!m_complains)
        show(meaning, theme::Tint::Quiet);
}

void FieldHint::complain(const QString& sentence)
{
    m_complains = true;
    show(sentence, theme::Tint::Problem);
    announce(m_control, sentence);
}

void FieldHint::relax()
{
    if (std::exchange(m_complains, false))
        show(m_meaning, theme::Tint::Quiet);
}

void FieldHint::show(const QString& text, theme::Tint tint)
{
    setTint(tint);
    setText(text);
    // Showing what has no parent yet would make a window of it.
    if (text.isEmpty() || parentWidget())
        setVisible(!text.isEmpty());
    m_control.setAccessibleDescription(text);
}

namespace form {

namespace {

int indicatorWidth(const QAbstractButton& control)
{
    const QStyle& style = *control.style();
    const bool isRadio = qobject_cast<const QRadioButton*>(&control) != nullptr;
    return isRadio ? style.pixelMetric(QStyle::PM_ExclusiveIndicatorWidth, nullptr, &control)
            + style.pixelMetric(QStyle::PM_RadioButtonLabelSpacing, nullptr, &control)
                   : style.pixelMetric(QStyle::PM_IndicatorWidth, nullptr, &control)
            + style.pixelMetric(QStyle::PM_CheckBoxLabelSpacing, nullptr, &control);
}

} // namespace

QWidget* indented(QWidget* below, const QAbstractButton& control)
{
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(indicatorWidth(control), 0, 0, 0);
    layout->addWidget(below);
    return box;
}

QWidget* option(QAbstractButton* control, const QString& meaning)
{
    auto* both = new QWidget;
    auto* layout = new QVBoxLayout(both);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(control);
    auto* words =
        new TextLabel(meaning, theme::Type::Small, theme::Weight::Normal, theme::Tint::Quiet);
    words->setWordWrap(true);
    layout->addWidget(indented(words, *control));
    control->setAccessibleDescription(meaning);
    return both;
}

void exclude(QWidget& owner, const QList<QAbstractButton*>& buttons)
{
    auto* group = new QButtonGroup(&owner);
    for (QAbstractButton* button : buttons)
        group->addButton(button);
    QObject::connect(group, &QButtonGroup::buttonToggled, group,
                     [](QAbstractButton* button, bool checked) {
                         button->setFocusPolicy(checked ? Qt::StrongFocus : Qt::ClickFocus);
                     });
    for (QAbstractButton* button : buttons)
        button->setFocusPolicy(button->isChecked() ? Qt::StrongFocus : Qt::ClickFocus);
}

TextLabel* heading(const QString& text)
{
    return new TextLabel(text, theme::Type::Body, theme::Weight::Bold);
}

QGridLayout* grid()
{
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(theme::block);
    grid->setVerticalSpacing(theme::gap);
    grid->setColumnStretch(2, 1);
    return grid;
}

void addRow(QGridLayout& grid, const QString& name, QWidget* control, FieldHint* hint)
{
    const int row = grid.rowCount();
    auto* label = new TextLabel(name);
    label->setBuddy(control);
    if (control->accessibleName().isEmpty())
        control->setAccessibleName(name);
    control->setMinimumHeight(theme::control);
    grid.addWidget(label, row, 0);
    grid.addWidget(control, row, 1);
    if (hint)
        grid.addWidget(hint, row, 2);
}

QComboBox* comboBox(const QString& objectName, const QString& name)
{
    auto* box = new QComboBox;
    box->setObjectName(objectName);
    box->setAccessibleName(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setMinimumHeight(theme::control);
    return box;
}

QLineEdit* lineEdit(const QString& objectName, const QString& name)
{
    auto* edit = new QLineEdit;
    edit->setObjectName(objectName);
    edit->setAccessibleName(name);
    edit->setMinimumHeight(theme::control);
    return edit;
}

} // namespace form

} // namespace sallyport

#include "moc_form.cpp"
