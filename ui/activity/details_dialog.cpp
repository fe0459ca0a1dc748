#include "ui/activity/details_dialog.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QGridLayout>
#include <QScrollArea>

namespace sallyport {

DetailsDialog::DetailsDialog(const QString& heading, const QList<Fact>& facts, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("details"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Details"));
    auto* title = new TextLabel(heading, theme::Type::Heading, theme::Weight::Bold);
    title->setWordWrap(true);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(theme::block);
    grid->setVerticalSpacing(theme::gap);
    grid->setContentsMargins({});
    grid->setColumnStretch(1, 1);
    for (const Fact& fact : facts) {
        const int row = grid->rowCount();
        auto* value = new TextLabel(fact.value);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        value->setAccessibleName(fact.label);
        grid->addWidget(
            new TextLabel(fact.label, theme::Type::Body, theme::Weight::Normal, theme::Tint::Quiet),
            row, 0, Qt::AlignTop);
        grid->addWidget(value, row, 1, Qt::AlignTop);
    }

    auto* close = new PrimaryButton(tr("Close"));
    close->setObjectName(QStringLiteral("closeDetails"));
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    m_buttons = new QHBoxLayout;
    m_buttons->addStretch();
    m_buttons->addWidget(close);

    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(theme::margin, theme::margin, theme::margin, theme::block);
    all->setSpacing(theme::block);
    all->addWidget(title);
    all->addLayout(grid);
    all->addStretch();
    all->addLayout(m_buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * 60);
    close->setFocus();
}

QAbstractButton* DetailsDialog::addAction(const QString& text)
{
    auto* button = linkButton(text);
    button->setObjectName(QStringLiteral("detailsAction"));
    m_buttons->insertWidget(0, button);
    return button;
}

} // namespace sallyport

#include "moc_details_dialog.cpp"
