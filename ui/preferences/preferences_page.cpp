#include "ui/preferences/preferences_page.h"

#include "ui/widgets/labels.h"

#include <QVBoxLayout>

namespace sallyport {

PreferencesPage::PreferencesPage(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_body(new QVBoxLayout(this))
{
    m_body->setContentsMargins(0, 0, theme::gap, 0);
    m_body->setSpacing(theme::rowGap);
    m_body->addWidget(new TextLabel(title, theme::Type::Title, theme::Weight::Bold));
}

} // namespace sallyport

#include "moc_preferences_page.cpp"
