// RecipeList lists the client programs in their groups.
//
// Threads: the main thread.
#pragma once

#include "ui/shares/recipes.h"

#include <QListWidget>

namespace sallyport {

class RecipeList final : public QListWidget {
    Q_OBJECT
public:
    explicit RecipeList(QWidget* parent = nullptr);
    void fill(const QList<Recipe>& recipes); // once; later calls change nothing
    void select(const QString& id);
    QString selected() const; // empty: none
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;
};

} // namespace sallyport
