// The stage is a computer that pictures look good of: a home folder "/home/anna", and the addresses
// of a network at home, in namespaces that nobody else sees. Where the system does not let a
// program have those, the pictures are of temporary folders and 127.0.0.1.
//
// Threads: early in main(), before there are others.
// Source: user_namespaces(7), network_namespaces(7), mount_namespaces(7).
#pragma once

#include <QString>

namespace sallyport::shots {

struct Stage {
    bool isOwn = false;
    QString home; // where folders are made; empty: a temporary one
    QString server, laptop, phone, scanner, stranger; // addresses
};

Stage enterStage();

} // namespace sallyport::shots
