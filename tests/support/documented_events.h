// The vocabulary of the events, an example each: what README and tests agree on.
//
// Threads: constants.
#pragma once

namespace sallyport::test {

// One line for each kind, as the documentation of the events shows it.
inline constexpr const char* documented[] = {
    R"({"time":"2026-01-02T09:00:00.000Z","kind":"listening","message":"listening on 0.0.0.0 port 2022"})",
    R"({"time":"2026-01-02T09:01:00.000Z","kind":"connected","connection":7,"peer":"192.168.1.7:50112","client":"SSH-2.0-OpenSSH_9.2"})",
    R"({"time":"2026-01-02T09:01:01.000Z","kind":"turnedAway","peer":"203.0.113.9:40001","result":"refused","message":"Only this network may connect"})",
    R"({"time":"2026-01-02T09:01:02.000Z","kind":"loggedIn","connection":7,"peer":"192.168.1.7:50112","user":"guest","result":"ok","message":"password"})",
    R"({"time":"2026-01-02T09:01:03.000Z","kind":"loginRefused","connection":8,"peer":"192.168.1.30:50113","user":"anna","result":"refused","message":"wrong password"})",
    R"({"time":"2026-01-02T09:05:00.000Z","kind":"disconnected","connection":7,"peer":"192.168.1.7:50112","user":"guest","bytes":52428800,"elapsed":240000,"result":"ok"})",
    R"({"time":"2026-01-02T09:02:00.000Z","kind":"download","connection":7,"id":31,"peer":"192.168.1.7:50112","user":"guest","share":"Photos","path":"/Photos/a.jpg","bytes":4194304,"elapsed":41,"result":"ok"})",
    R"({"time":"2026-01-02T09:02:01.000Z","kind":"upload","connection":7,"id":32,"peer":"192.168.1.7:50112","user":"guest","share":"Inbox","path":"/Inbox/b\\xff.bin","pathBytes":"L0luYm94L2L/LmJpbg==","bytes":1048576,"elapsed":300,"result":"cut short","message":"The connection was lost"})",
    R"({"time":"2026-01-02T09:02:02.000Z","kind":"madeDirectory","connection":7,"peer":"192.168.1.7:50112","user":"guest","share":"Inbox","path":"/Inbox/new","elapsed":0,"result":"ok"})",
    R"({"time":"2026-01-02T09:02:03.000Z","kind":"removed","connection":7,"peer":"192.168.1.7:50112","user":"guest","share":"Photos","path":"/Photos/a.jpg","result":"refused","message":"Photos may only be viewed"})",
    R"({"time":"2026-01-02T09:02:04.000Z","kind":"renamed","connection":7,"peer":"192.168.1.7:50112","user":"guest","share":"Inbox","path":"/Inbox/b.filepart","target":"/Inbox/b","result":"ok"})",
    R"({"time":"2026-01-02T09:02:05.000Z","kind":"linked","connection":7,"peer":"192.168.1.7:50112","user":"anna","share":"Work","path":"/Work/now","target":"2026","result":"ok"})",
    R"({"time":"2026-01-02T09:02:06.000Z","kind":"changedAttributes","connection":7,"peer":"192.168.1.7:50112","user":"guest","share":"Inbox","path":"/Inbox/b","result":"ok","message":"mode 0644"})",
    R"({"time":"2026-01-02T09:02:07.000Z","kind":"escape","connection":7,"peer":"192.168.1.7:50112","user":"guest","share":"Photos","path":"/Photos/out","result":"refused","message":"The link leads out of the share"})",
    R"({"time":"2026-01-02T09:02:08.000Z","kind":"denied","connection":9,"peer":"192.168.1.7:50114","user":"guest","result":"refused","message":"exec"})",
    R"({"time":"2026-01-02T09:02:09.000Z","kind":"protocol","connection":9,"peer":"192.168.1.7:50114","result":"failed","message":"SFTP packet longer than 256 KiB"})",
    R"({"time":"2026-01-02T09:03:00.000Z","kind":"limit","connection":10,"peer":"192.168.1.9:50200","elapsed":60000,"result":"refused","message":"No login within 60 s"})",
    R"({"time":"2026-01-02T09:03:01.000Z","kind":"blocked","peer":"192.168.1.30","elapsed":60000,"message":"10 failed logins"})",
    R"({"time":"2026-01-02T09:04:01.000Z","kind":"unblocked","peer":"192.168.1.30"})",
    R"({"time":"2026-01-02T09:04:02.000Z","kind":"shareLost","share":"Stick","message":"The folder is gone"})",
    R"({"time":"2026-01-02T09:04:03.000Z","kind":"shareBack","share":"Stick"})",
    R"({"time":"2026-01-02T09:04:04.000Z","kind":"fault","connection":7,"share":"Inbox","path":"/Inbox/b","result":"failed","message":"No space left on Inbox"})",
    R"({"time":"2026-01-02T09:04:05.000Z","kind":"settings","result":"ok","message":"Reloaded; 1 connection ended"})",
    R"({"time":"2026-01-02T09:05:01.000Z","kind":"stopped","elapsed":301000,"result":"ok"})",
};

} // namespace sallyport::test
