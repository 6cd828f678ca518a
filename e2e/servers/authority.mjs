// A certificate authority of the test's own, and a certificate for localhost signed by it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { run } from '../lib/process.mjs'

export function makeAuthority(folder) {
  mkdirSync(folder, { recursive: true })
  const file = (name) => path.join(folder, name)
  const openssl = (...args) => run('openssl', args, { cwd: folder })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl('req', '-x509', ...key, '-keyout', file('ca.key'), '-out', file('ca.pem'), '-days', '7', '-subj', '/CN=Test authority of HS Musterstadt', '-addext', 'keyUsage=critical,keyCertSign,cRLSign')
  openssl('req', ...key, '-keyout', file('server.key'), '-out', file('server.csr'), '-subj', '/CN=localhost')
  writeFileSync(file('server.ext'), 'subjectAltName=DNS:localhost,DNS:mx.hs-musterstadt.example,IP:127.0.0.1\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n')
  openssl('x509', '-req', '-in', file('server.csr'), '-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-out', file('server.pem'), '-days', '7', '-extfile', file('server.ext'))
  return { ca: readFileSync(file('ca.pem')), caFile: file('ca.pem'), certFile: file('server.pem'), keyFile: file('server.key') }
}
