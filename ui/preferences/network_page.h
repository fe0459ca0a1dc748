// Network: the port, who may connect, which address invites show, what others nearby see.
//
// Threads: the main thread. The parts outlive the page.
#pragma once

#include "ui/core_parts.h"
#include "ui/preferences/preferences_page.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QRadioButton;
class QSpinBox;
class QToolButton;

namespace sallyport {

class FieldHint;

class NetworkPage final : public PreferencesPage {
    Q_OBJECT
public:
    explicit NetworkPage(const CoreParts& parts, QWidget* parent = nullptr);
    void load(const Settings& settings) override;
    QWidget* write(Settings& settings) override;

private:
    void makeWho();
    void makeNearby();
    void makeAdvanced();
    void showAdvanced(bool shown);
    void fillAddresses();
    QWidget* writePort(Settings& settings);
    QWidget* writeInviteAddress(Settings& settings);
    QWidget* writeWho(Settings& settings);
    QWidget* writeList(Settings& settings, QLineEdit* edit, FieldHint* hint, const QString& path);

    const CoreParts& m_parts;
    QSpinBox* m_port;
    QComboBox* m_invite;
    QRadioButton *m_lan, *m_any, *m_only;
    QLineEdit *m_onlyThese, *m_proxies, *m_listen;
    QCheckBox *m_announce, *m_announceUser;
    QToolButton* m_more;
    QWidget* m_advanced;
    FieldHint *m_portHint, *m_inviteHint, *m_anyHint, *m_onlyHint, *m_proxiesHint, *m_listenHint;
    quint16 m_loadedPort = 0;
};

} // namespace sallyport
