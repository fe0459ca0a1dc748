// Drives node's ssh2 for test_ssh2.py: reads one JSON object {host, port, username, privateKey, hostHash, fingerprint, steps} on
// stdin, does the steps in turn and prints one JSON line for each: {"ok": result} or {"code": status, "message": words}.
'use strict';
const fs = require('fs');
const { Client } = require('ssh2');

const order = JSON.parse(fs.readFileSync(0, 'utf8'));

function attributes(stats) {
  return { size: stats.size, mode: stats.mode, mtime: stats.mtime, uid: stats.uid, gid: stats.gid };
}

// A step is [method, ...arguments]; a Buffer is {"base64": ...}.
function perform(sftp, step) {
  const [method, ...raw] = step;
  const words = raw.map((word) => (word && word.base64 !== undefined ? Buffer.from(word.base64, 'base64') : word));
  return new Promise((resolve) => {
    sftp[method](...words, (error, result) => {
      if (error) {
        resolve({ code: error.code, message: error.message });
      } else if (method === 'readdir') {
        resolve({ ok: result.map((entry) => ({ name: entry.filename, ...attributes(entry.attrs) })) });
      } else if (method === 'stat' || method === 'lstat') {
        resolve({ ok: attributes(result) });
      } else {
        resolve({ ok: result === undefined || Buffer.isBuffer(result) ? null : result });
      }
    });
  });
}

const client = new Client();
client.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
client.on('ready', () => {
  client.sftp(async (error, sftp) => {
    if (error) {
      throw error;
    }
    for (const step of order.steps) {
      console.log(JSON.stringify(await perform(sftp, step)));
    }
    client.end();
  });
});
client.connect({
  host: order.host,
  port: order.port,
  username: order.username,
  privateKey: order.privateKey,
  password: order.password,
  hostHash: 'sha256',
  hostVerifier: (hash) => hash === order.fingerprint,
});
