#include "ui/window/about_dialog.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace sallyport {

namespace {

// The program's sign in its own colours.
class Sign final : public QWidget {
public:
    Sign()
    {
        constexpr int side = 64;
        setFixedSize(side, side);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        applicationIcon().paint(&painter, rect());
    }
};

} // namespace

AboutDialog::AboutDialog(QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("aboutDialog"));
    setWindowTitle(tr("About Sallyport"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* words = new QVBoxLayout;
    words->setSpacing(theme::pairGap);
    words->addWidget(
        new TextLabel(QStringLiteral("Sallyport"), theme::Type::Question, theme::Weight::Bold));
    words->addWidget(new TextLabel(tr("Version %1").arg(QStringLiteral(SALLYPORT_VERSION)),
                                   theme::Type::Body, theme::Weight::Normal, theme::Tint::Quiet));
    words->addSpacing(theme::gap);
    words->addWidget(new TextLabel(tr("Shares folders over SFTP, and says who does what.")));
    words->addWidget(new TextLabel(tr("Free software under the MIT license."), theme::Type::Small,
                                   theme::Weight::Normal, theme::Tint::Quiet));
    auto* top = new QHBoxLayout;
    top->setSpacing(theme::block);
    top->addWidget(new Sign, 0, Qt::AlignTop);
    top->addLayout(words);
    auto* close = new PrimaryButton(tr("Close"));
    close->setObjectName(QStringLiteral("closeAbout"));
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(theme::margin, theme::margin, theme::margin, theme::block);
    page->setSpacing(theme::block);
    page->addLayout(top);
    page->addWidget(close, 0, Qt::AlignRight);
    setSizeGripEnabled(false);
    layout()->setSizeConstraint(QLayout::SetFixedSize);
}

} // namespace sallyport

#include "moc_about_dialog.cpp"
