// A directory over LDAPS: people bind as themselves, without a service account; a certificate of somebody else's authority is not trusted.
// req: A15, A16
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { Api } from '../lib/api.mjs'
import { freePort, removeRoom, tempRoom } from '../lib/process.mjs'
import { makeAuthority } from '../servers/authority.mjs'
import { SUFFIX, manyPeople, passwordOf, settingsFor, startDirectory } from '../servers/directory.mjs'
import { PASSWORD, startPult } from '../servers/pult.mjs'

const started = []
let directory, stranger

before(async () => {
  started.push((directory = await startDirectory({ content: manyPeople(20) })))
  const room = tempRoom('authority')
  started.push({ stop: () => removeRoom(room) })
  stranger = makeAuthority(path.join(room, 'stranger'))
})
after(async () => {
  for (const server of started.reverse()) await server.stop()
})

/** Pult with this directory, asked as whoever signs in. */
async function pultWith(more) {
  const env = settingsFor([directory], { SERVERS: `localhost:${directory.tlsPort}`, TLS: 'tls', USER_DN: `uid={login},ou=people,${SUFFIX}`, ...more })
  delete env.PULT_DIRECTORY__0__USER
  delete env.PULT_DIRECTORY__0__PASSWORD
  const pult = await startPult({ env })
  started.push(pult)
  return pult
}

async function attempt(pult, login, password) {
  const response = await fetch(`${pult.origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  return { status: response.status, code: response.ok ? undefined : (await response.json()).code }
}

test('people bind as themselves over LDAPS, and are known from their own entry', async () => {
  const pult = await pultWith({})
  const session = await (await Api.signIn(pult.origin, 'p00010', passwordOf('p00010'))).get('/session')
  assert.equal(session.person.name, 'Person Nummer 10 Müller')
  assert.deepEqual(await attempt(pult, 'p00010', 'wrong'), { status: 401, code: 'wrong_credentials' })
  // What means something in a name (RFC 4514) is nobody's account id.
  for (const login of ['p00010,ou=people', 'p00010+cn=x', '*']) assert.equal((await attempt(pult, login, passwordOf('p00010'))).status, 401, login)
})

for (const [name, tls, port] of [['LDAPS', 'tls', 'tlsPort'], ['StartTLS', 'starttls', 'port']]) {
  test(`${name}: no password is told to a server whose certificate nobody trusts`, async () => {
    const pult = await pultWith({ SERVERS: `localhost:${directory[port]}`, TLS: tls, CA_FILE: stranger.caFile })
    assert.deepEqual(await attempt(pult, 'p00010', passwordOf('p00010')), { status: 503, code: 'directory_unavailable' })
    const admin = await Api.signIn(pult.origin, 'admin', PASSWORD)
    const [view] = (await admin.get('/directories')).items
    assert.match(view.servers[0].fault, /certificate|UnknownIssuer/i, 'the administrator reads why')
  })
}

test('a server that speaks no TLS gets no password either', async () => {
  const heard = []
  const plain = createServer((socket) => socket.on('data', (data) => heard.push(data)).on('error', () => {}))
  const port = await freePort()
  await new Promise((done) => plain.listen(port, '127.0.0.1', done))
  started.push({ stop: () => plain.close() })
  const pult = await pultWith({ SERVERS: `localhost:${port}` })
  const { status } = await attempt(pult, 'p00010', passwordOf('p00010'))
  assert.equal(status, 503)
  assert.ok(heard.length > 0 && !Buffer.concat(heard).includes(passwordOf('p00010')))
})
