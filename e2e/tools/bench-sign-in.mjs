// `make bench-sign-in`: what a rush of sign-ins costs those who work. The first page of the ticket list is asked without pause, first alone, then
// while 200 people sign in at the same moment, again and again; by turns, on both databases. The 95th percentiles are compared. TICKETS says
// how many tickets there are.
import http from 'node:http'
import { Api } from '../lib/api.mjs'
import { LEAD, PASSWORD, percentile, seed } from '../lib/load.mjs'
import { removeRoom, tempRoom } from '../lib/process.mjs'
import { startPostgres } from '../servers/postgres.mjs'
import { startPult } from '../servers/pult.mjs'

const AT_ONCE = 200
const ROUNDS = Number(process.env.ROUNDS ?? 5)
/** How long the list is asked alone, in milliseconds; with the rush it is asked until everybody is in. */
const ALONE = 4000
const BAR = 2

await measure('SQLite')
const postgres = await startPostgres({ durable: true })
try {
  await measure('PostgreSQL', postgres.createDatabase('sign_in'))
} finally {
  await postgres.stop()
}

async function measure(what, database) {
  const data = tempRoom('sign-in')
  seed(['--data', data], database ? { PULT_DATABASE__URL: database } : {})
  const pult = await startPult({ profile: null, data, database, env: { RUST_LOG: 'warn', PULT_HTTP__TRUSTED_PROXIES: '127.0.0.1' } })
  const reader = new http.Agent({ keepAlive: true, maxSockets: 1 })
  try {
    const { cookie } = await Api.signIn(pult.origin, LEAD, PASSWORD)
    const list = () => request(pult.origin, { agent: reader, path: '/api/v1/tickets?limit=50', headers: { cookie } }, 200)
    for (let n = 0; n < 50; n += 1) await list()
    const [alone, rush] = [[], []]
    let signedIn = 0
    let seconds = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      const until = performance.now() + ALONE
      alone.push(...(await timed(list, () => performance.now() < until)))
      let waiting = true
      const start = performance.now()
      const everybody = Promise.all(Array.from({ length: AT_ONCE }, (_, n) => signIn(pult.origin, n))).finally(() => (waiting = false))
      rush.push(...(await timed(list, () => waiting)))
      signedIn += (await everybody).length
      seconds += (performance.now() - start) / 1000
    }
    const [idle, busy] = [percentile(alone, 0.95), percentile(rush, 0.95)]
    const held = busy < BAR * idle
    console.log(
      `${what}: ${signedIn} sign-ins, ${AT_ONCE} at once, ${(signedIn / seconds).toFixed(0)}/s; list p95 alone ${idle.toFixed(1)} ms (${alone.length} asked), ` +
        `with them ${busy.toFixed(1)} ms (${rush.length} asked), ratio ${(busy / idle).toFixed(2)} (bar: under ${BAR}: ${held ? 'held' : 'MISSED'})`,
    )
    if (!held && process.env.STRICT === 'yes') process.exitCode = 1
  } finally {
    reader.destroy()
    await pult.stop()
    removeRoom(data)
  }
}

/** The times of a request that is made again and again, in milliseconds. */
async function timed(ask, goOn) {
  const times = []
  while (goOn()) {
    const start = performance.now()
    await ask()
    times.push(performance.now() - start)
  }
  return times
}

/** As the proxy in front of Pult passes it on: each from a computer of their own, or they would be slowed down as one who guesses. */
function signIn(origin, n) {
  const body = JSON.stringify({ login: LEAD, password: PASSWORD })
  return request(origin, { method: 'POST', path: '/api/v1/session', headers: { 'content-type': 'application/json', origin, 'x-forwarded-for': `10.0.0.${n + 1}` }, body }, 201)
}

function request(origin, { body, ...options }, wanted) {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const sent = http.request({ hostname, port, ...options }, (response) => {
      response.on('data', () => {}).on('error', reject)
      response.on('end', () => (response.statusCode === wanted ? resolve() : reject(new Error(`${options.path}: ${response.statusCode}`))))
    })
    sent.on('error', reject)
    sent.setTimeout(120_000, () => sent.destroy(new Error(`${options.path}: no answer in two minutes`)))
    sent.end(body)
  })
}
