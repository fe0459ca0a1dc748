// RecipeSteps shows the steps of one recipe, numbered, each line with its Copy button.
//
// Threads: the main thread.
#pragma once

#include "ui/shares/recipes.h"

#include <QWidget>

namespace sallyport {

class RecipeSteps final : public QWidget {
    Q_OBJECT
public:
    explicit RecipeSteps(const Recipe& recipe, QWidget* parent = nullptr);

private:
    QWidget* makeStep(int number, const RecipeStep& step);
    QWidget* makeFields(const QList<RecipeLine>& fields);
};

} // namespace sallyport
