// What pages are built of: cards, bars of messages, empty states.
//
// Threads: the main thread.
#pragma once

#include "ui/widgets/theme.h"

#include <QFrame>
#include <QString>

class QAbstractButton;
class QBoxLayout;

namespace sallyport {

// A rounded surface with a line around it.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(QWidget* parent = nullptr);
    void setSurface(theme::Tint surface); // Card at first; AttentionSurface for what needs care

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    theme::Tint m_surface = theme::Tint::Card;
};

// One sentence of news across the window, with what to do about it. It is announced, takes no
// focus, and goes when its cause is gone: whoever showed it removes it.
class MessageBar final : public QFrame {
    Q_OBJECT
public:
    enum class Kind { Good, Attention, Problem };
    MessageBar(Kind kind, const QString& sentence, QWidget* parent = nullptr);
    void setSentence(const QString& sentence);
    const QString& sentence() const { return m_sentence; }
    void setDetail(const QString& detail);           // a second sentence, not bold
    QAbstractButton* addAction(const QString& text); // a link button at the right
    QAbstractButton* addPrimaryAction(const QString& text);
    void setClosable(); // with closed()
signals:
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    void add(QAbstractButton* action);
    Kind m_kind;
    QString m_sentence, m_detail;
    class TextLabel *m_text, *m_more;
    QBoxLayout *m_words, *m_actions;
};

// What an empty page says: a large icon, a heading, a sentence, one thing to do.
class EmptyState final : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString& iconName, const QString& heading, const QString& sentence,
               QWidget* parent = nullptr);
    void setTexts(const QString& heading, const QString& sentence);
    void setAction(QAbstractButton* button); // takes it over

private:
    class TextLabel *m_heading, *m_sentence;
    QBoxLayout* m_layout;
};

// The frame of a page: title, quiet line below it, controls at the right, body below. Margins
// follow the width (24, 16 when narrow).
class PageFrame final : public QWidget {
    Q_OBJECT
public:
    PageFrame(const QString& title, const QString& subtitle, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setSubtitle(const QString& subtitle);
    void addControl(QWidget* control); // at the right of the title
    QBoxLayout* body() const { return m_body; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    class TextLabel *m_title, *m_subtitle;
    QBoxLayout *m_controls, *m_body;
};

} // namespace sallyport
