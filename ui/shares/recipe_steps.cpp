#include "ui/shares/recipe_steps.h"

#include "ui/shares/code_line.h"
#include "ui/shares/qr_code_view.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>

namespace sallyport {

using theme::Tint;
using theme::Type;
using theme::Weight;

RecipeSteps::RecipeSteps(const Recipe& recipe, QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::gap, 0, 2, theme::gap);
    layout->setSpacing(theme::block);
    auto* title = new TextLabel(recipe.name, Type::Title, Weight::Bold);
    title->setObjectName(QStringLiteral("recipeTitle"));
    layout->addWidget(title);
    int number = 0;
    for (const RecipeStep& step : recipe.steps)
        layout->addWidget(makeStep(++number, step));
    layout->addStretch(1);
}

QWidget* RecipeSteps::makeStep(int number, const RecipeStep& step)
{
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::gap - 2);
    //: A step of a recipe: its number, what it is for.
    auto* title = new TextLabel(tr("%1.  %2").arg(QLocale().toString(number), step.title),
                                Type::Body, Weight::Bold);
    title->setWordWrap(true);
    layout->addWidget(title);
    if (!step.sentence.isEmpty()) {
        auto* sentence = new TextLabel(step.sentence, Type::Body, Weight::Normal, Tint::Quiet);
        sentence->setWordWrap(true);
        layout->addWidget(sentence);
    }
    switch (step.look) {
    case RecipeStep::Look::Code:
        for (const RecipeLine& line : step.lines)
            layout->addWidget(new CodeLine(line.name, line.text));
        break;
    case RecipeStep::Look::Fields:
        layout->addWidget(makeFields(step.lines));
        break;
    case RecipeStep::Look::QrCode:
        for (const RecipeLine& line : step.lines) {
            auto* code = new QrCodeView;
            code->setObjectName(QStringLiteral("recipeQrCode"));
            code->setAccessibleName(line.name);
            code->setText(line.text);
            layout->addWidget(code, 0, Qt::AlignLeft);
        }
        break;
    }
    return box;
}

QWidget* RecipeSteps::makeFields(const QList<RecipeLine>& fields)
{
    auto* card = new Card;
    auto* grid = new QGridLayout(card);
    grid->setContentsMargins(theme::rowGap + 2, theme::pairGap, theme::pairGap + 2, theme::pairGap);
    grid->setHorizontalSpacing(theme::block);
    grid->setVerticalSpacing(0);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const RecipeLine& field : fields) {
        auto* name = new TextLabel(field.name, Type::Body, Weight::Normal, Tint::Quiet);
        auto* value = new ElidedLabel(field.text);
        value->setFixedFont();
        value->setObjectName(QStringLiteral("field"));
        value->setAccessibleName(field.name);
        auto* copy = iconButton(QStringLiteral("copy"), tr("Copy: %1").arg(field.name));
        copy->setObjectName(QStringLiteral("copyField"));
        new CopyAction(*copy, [text = field.text] { return text; });
        grid->addWidget(name, row, 0);
        grid->addWidget(value, row, 1);
        grid->addWidget(copy, row, 2);
        grid->setRowMinimumHeight(row++, theme::control);
    }
    return card;
}

} // namespace sallyport

#include "moc_recipe_steps.cpp"
