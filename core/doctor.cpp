#include "core/doctor.h"

#include "core/doctor_checks.h"
#include "core/doctor_run.h"
#include "core/reports.h"

#include <memory>
#include <optional>

namespace sallyport {

struct Doctor::Impl {
    QPointer<QThread> looking;
    std::optional<DoctorRun> run;
    bool isBusy = false;
    Reports reports;

    ~Impl() { letGo(looking); }
};

Doctor::Doctor(QObject* parent)
    : QObject(parent)
    , m_impl(std::make_unique<Impl>())
{
}

Doctor::~Doctor() = default;

void Doctor::examine(Subject subject)
{
    if (m_impl->isBusy)
        return;
    m_impl->isBusy = true;
    m_impl->looking =
        startThread([this, subject = std::move(subject), sender = m_impl->reports.sender()] {
            const auto seen =
                std::make_shared<const doctor::Situation>(doctor::lookAround(subject));
            sender.post([this, seen] {
                m_impl->run.emplace(doctor::allChecks(seen), patience,
                                    [this](const QList<Finding>& findings) {
                                        m_impl->isBusy = false;
                                        emit examined(findings);
                                    });
            });
        });
}

} // namespace sallyport

#include "moc_doctor.cpp"
