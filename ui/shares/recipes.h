// Recipes are the ready lines and fields for each client program, filled in for one invite.
//
// Threads: the main thread; a pure function.
#pragma once

#include "core/invite.h"

#include <QList>
#include <QString>

namespace sallyport {

struct RecipeLine {
    QString name; // of a field: "Host"; of a line: what it is for, to a screen reader
    QString text; // what is copied
    bool operator==(const RecipeLine&) const = default;
};

struct RecipeStep {
    enum class Look { Code, Fields, QrCode };
    QString title, sentence; // the sentence may be empty
    Look look = Look::Code;
    QList<RecipeLine> lines;
    bool operator==(const RecipeStep&) const = default;
};

struct Recipe {
    QString id; // "filezilla"
    QString group, name, icon;
    QList<RecipeStep> steps;
    bool operator==(const Recipe&) const = default;
};

QList<Recipe> recipesFor(const Invite& invite); // in the order they are listed

} // namespace sallyport
