#include "ui/widgets/question_dialog.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/speech.h"
#include "ui/widgets/surfaces.h"

#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace sallyport {

namespace {

constexpr int outer = 20; // around the dialog
constexpr int largeIcon = 32, smallIcon = 16;
constexpr int lineLength = 80; // characters: a comfortable line and its margins

// A drawing that only repeats what the words say, so it has no name of its own.
class Drawing final : public QWidget {
public:
    Drawing(const QString& iconName, theme::Tint tint, int size, QWidget* parent)
        : QWidget(parent)
        , m_icon(iconName)
        , m_tint(tint)
        , m_size(size)
    {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    QSize sizeHint() const override { return {m_size, m_size}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        paintIcon(painter, rect(), m_icon, m_tint);
    }

private:
    QString m_icon;
    theme::Tint m_tint;
    int m_size;
};

theme::Tint tintOf(const QString& iconName)
{
    return iconName == QLatin1String("warning") ? theme::Tint::Attention : theme::Tint::AccentText;
}

TextLabel* wrapped(const QString& text, theme::Type type, theme::Weight weight, theme::Tint tint,
                   QWidget* parent)
{
    auto* const label = new TextLabel(text, type, weight, tint, parent);
    label->setWordWrap(true);
    return label;
}

QVBoxLayout* frame(QDialog* dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QuestionDialog::tr("Sallyport"));
    auto* const layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(outer, outer, outer, theme::block);
    layout->setSpacing(theme::rowGap);
    return layout;
}

QLayout* head(const QString& iconName, const QString& heading, const QString& text, QWidget* parent)
{
    auto* const row = new QHBoxLayout;
    row->setSpacing(theme::block);
    if (!iconName.isEmpty())
        row->addWidget(new Drawing(iconName, tintOf(iconName), largeIcon, parent), 0, Qt::AlignTop);
    auto* const words = new QVBoxLayout;
    words->setSpacing(theme::pairGap);
    words->addWidget(
        wrapped(heading, theme::Type::Question, theme::Weight::Bold, theme::Tint::Text, parent));
    if (!text.isEmpty())
        words->addWidget(
            wrapped(text, theme::Type::Body, theme::Weight::Normal, theme::Tint::Quiet, parent));
    row->addLayout(words, 1);
    return row;
}

QWidget* card(const QStringList& lines, QWidget* parent)
{
    auto* const card = new Card(parent);
    auto* const layout = new QVBoxLayout(card);
    layout->setContentsMargins(theme::block, theme::rowGap, theme::block, theme::rowGap);
    layout->setSpacing(theme::gap);
    for (const QString& line : lines) {
        auto* const label = new ElidedLabel(QString(), theme::Type::Body, theme::Weight::Normal,
                                            theme::Tint::Text, card);
        label->setFullText(line);
        layout->addWidget(label);
    }
    return card;
}

QLayout* warning(const QString& sentence, QWidget* parent)
{
    auto* const row = new QHBoxLayout;
    row->setSpacing(theme::gap);
    row->addWidget(
        new Drawing(QStringLiteral("warning"), theme::Tint::Attention, smallIcon, parent), 0,
        Qt::AlignTop);
    row->addWidget(
        wrapped(sentence, theme::Type::Body, theme::Weight::Normal, theme::Tint::Quiet, parent), 1);
    return row;
}

// Wide enough for a comfortable line in any font, and as high as the wrapped words need then.
void fit(QDialog* dialog)
{
    const int words = dialog->fontMetrics().averageCharWidth() * lineLength;
    const int width = std::max(dialog->layout()->minimumSize().width(), words);
    dialog->resize(width, dialog->layout()->totalHeightForWidth(width));
}

} // namespace

QuestionDialog::QuestionDialog(const Question& question, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(question.name);
    setAccessibleName(question.heading);
    setAccessibleDescription(question.text);
    // The first sentence stands below the heading; what more there is to know, last.
    const QString first = question.text.section(u'\n', 0, 0);
    const QString rest = question.text.section(u'\n', 1);
    QVBoxLayout* const layout = frame(this);
    layout->addLayout(head(question.icon, question.heading, first, this));
    if (!question.details.isEmpty())
        layout->addWidget(card(question.details, this));
    if (!rest.isEmpty())
        layout->addLayout(warning(rest, this));
    layout->addStretch();
    auto* const answers = new QHBoxLayout;
    answers->setSpacing(theme::gap);
    answers->setContentsMargins(0, theme::pairGap, 0, 0);
    addAnswers(question, answers);
    layout->addLayout(answers);
    fit(this);
}

void QuestionDialog::addAnswers(const Question& question, QBoxLayout* layout)
{
    using Role = Question::Role;
    QPushButton* byDefault = nullptr;
    QPushButton* cancel = nullptr;
    qsizetype cancelled = -1;
    for (const Role role : {Role::Cancel, Role::Drastic, Role::Safe}) {
        for (qsizetype i = 0; i < question.answers.size(); ++i) {
            const Question::Answer& answer = question.answers.at(i);
            if (answer.role != role)
                continue;
            const bool isPrimary = role == Role::Safe && !byDefault;
            QPushButton* const button = isPrimary
                ? new PrimaryButton(answer.text, {}, this)
                : pushButton(answer.text, {}, theme::Tint::Text, this);
            button->setObjectName(QStringLiteral("answer%1").arg(i));
            button->setAutoDefault(true); // Enter takes the one that has the focus
            connect(button, &QPushButton::clicked, this, [this, i] { this->answer(i); });
            if (isPrimary)
                byDefault = button;
            if (role == Role::Cancel && !cancel) {
                cancel = button;
                cancelled = i;
            }
            layout->addWidget(button);
        }
        if (role == Role::Cancel)
            layout->addStretch();
    }
    // Where nothing on the right is safe, not doing it is.
    if (!byDefault)
        byDefault = cancel;
    if (byDefault) {
        byDefault->setDefault(true);
        byDefault->setFocus();
    }
    connect(this, &QDialog::rejected, this, [this, cancelled] {
        if (cancelled >= 0)
            answer(cancelled);
    });
}

void QuestionDialog::answer(qsizetype index)
{
    if (std::exchange(m_isAnswered, true))
        return;
    close();
    emit answered(index);
}

TextDialog::TextDialog(const QString& heading, const QString& label, const QString& text,
                       std::function<QString(const QString&)> check, QWidget* parent)
    : QDialog(parent)
    , m_check(std::move(check))
    , m_field(new QLineEdit(text, this))
    , m_complaint(wrapped({}, theme::Type::Body, theme::Weight::Normal, theme::Tint::Problem, this))
{
    setObjectName(QStringLiteral("textQuestion"));
    setAccessibleName(heading);
    QVBoxLayout* const layout = frame(this);
    layout->addLayout(head({}, heading, {}, this));
    auto* const name =
        new TextLabel(label, theme::Type::Body, theme::Weight::Normal, theme::Tint::Text, this);
    name->setBuddy(m_field);
    m_field->setObjectName(QStringLiteral("text"));
    m_field->setAccessibleName(label);
    m_field->setMinimumHeight(theme::control);
    m_field->selectAll();
    m_complaint->setObjectName(QStringLiteral("complaint"));
    m_complaint->hide();
    auto* const field = new QVBoxLayout;
    field->setSpacing(theme::pairGap);
    field->addWidget(name);
    field->addWidget(m_field);
    field->addWidget(m_complaint);
    layout->addLayout(field);
    layout->addStretch();

    auto* const answers = new QHBoxLayout;
    answers->setSpacing(theme::gap);
    QPushButton* const cancel = pushButton(tr("Cancel"), {}, theme::Tint::Text, this);
    cancel->setObjectName(QStringLiteral("cancel"));
    cancel->setAutoDefault(true);
    auto* const accept = new PrimaryButton(tr("OK"), {}, this);
    accept->setObjectName(QStringLiteral("accept"));
    accept->setDefault(true);
    answers->addWidget(cancel);
    answers->addStretch();
    answers->addWidget(accept);
    layout->addLayout(answers);

    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(accept, &QPushButton::clicked, this, &TextDialog::tryText);
    // What was wrong stays until it is right; nothing complains about a word half typed.
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString& now) {
        if (m_complaint->isVisible())
            showComplaint(m_check(now));
    });
    m_field->setFocus();
    fit(this);
}

void TextDialog::showComplaint(const QString& sentence)
{
    if (sentence == m_complaint->text())
        return;
    m_complaint->setText(sentence);
    m_complaint->setVisible(!sentence.isEmpty());
    m_field->setAccessibleDescription(sentence);
    if (sentence.isEmpty())
        return;
    announce(*m_field, sentence);
    const int height = layout()->totalHeightForWidth(width());
    if (height > this->height())
        resize(width(), height);
}

void TextDialog::tryText()
{
    const QString text = m_field->text();
    const QString sentence = m_check(text);
    showComplaint(sentence);
    if (!sentence.isEmpty()) {
        m_field->setFocus();
        return;
    }
    accept();
    emit answered(text);
}

} // namespace sallyport

#include "moc_question_dialog.cpp"
