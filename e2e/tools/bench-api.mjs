// `make bench-api`: what the agent's pages ask most, on 200,000 tickets in PostgreSQL, beside a bare SELECT of the same rows by PostgreSQL's
// own client, in the same run. 200 warm requests, 8 at a time; the 95th percentile counts.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { Api } from '../lib/api.mjs'
import { LEAD, PASSWORD, percentile, seed, startLoad } from '../lib/load.mjs'
import { removeRoom, run, tempRoom } from '../lib/process.mjs'

const REQUESTS = 200
const AT_ONCE = 8
/** Different tickets and queues; PostgreSQL's client takes 128 scripts. */
const KINDS = 100
const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE })

if (process.env.SQLITE === 'yes') {
  const room = tempRoom('load')
  console.log(`SQLite: ${seed(['--data', room])}`)
  removeRoom(room)
}
const load = await startLoad()
try {
  const api = await Api.signIn(load.pult.origin, LEAD, PASSWORD)
  const missed = [await screens(api), await queuePages(api), await counters(api)].filter((held) => !held)
  if (missed.length && process.env.STRICT === 'yes') process.exitCode = 1
} finally {
  agent.destroy()
  await load.stop()
}

async function screens(api) {
  const numbers = load.query(`SELECT number FROM tickets ORDER BY md5(number) LIMIT ${KINDS}`).split('\n')
  const ticket = (number) => `(SELECT id FROM tickets WHERE number = '${number}')`
  const bare = (number) => `
SELECT * FROM tickets WHERE number = '${number}';
SELECT * FROM articles WHERE ticket_id = ${ticket(number)} ORDER BY created_at DESC, id DESC LIMIT 30;
SELECT f.* FROM attachments f JOIN articles a ON a.id = f.article_id WHERE a.ticket_id = ${ticket(number)};
SELECT * FROM ticket_tags WHERE ticket_id = ${ticket(number)};
SELECT * FROM ticket_fields WHERE ticket_id = ${ticket(number)};
SELECT * FROM ticket_people WHERE ticket_id = ${ticket(number)};
SELECT p.id, p.name, a.address FROM tickets t JOIN people p ON p.id IN (t.requester_id, t.owner_id) JOIN person_addresses a ON a.person_id = p.id WHERE t.number = '${number}';
SELECT * FROM tickets WHERE requester_id = (SELECT requester_id FROM tickets WHERE number = '${number}') LIMIT 10;`
  return compare('ticket page', api, numbers.map((number) => `/tickets/${number}/screen`), numbers.map(bare), 4)
}

async function queuePages(api) {
  const { items } = await api.get('/queues')
  const inner = items.filter((queue) => queue.path.split('/').length < 3 && queue.counts?.active !== 0).slice(0, KINDS)
  const below = ({ path: top }) => items.filter((queue) => queue.path === top || queue.path.startsWith(`${top}/`)).map(({ id }) => `'${id}'`)
  const bare = (queue) => `
SELECT t.*, p.name, o.name FROM (SELECT * FROM tickets WHERE queue_id IN (${below(queue).join(', ')}) ORDER BY updated_at DESC, id DESC LIMIT 50) t
JOIN people p ON p.id = t.requester_id LEFT JOIN people o ON o.id = t.owner_id;`
  const paths = inner.map((queue) => `/tickets?filter=${encodeURIComponent(`queue:${queue.path}`)}&limit=50`)
  return compare('first page of a queue', api, paths, inner.map(bare), 4)
}

async function counters(api) {
  const p95 = await asked(api, ['/queues'])
  return verdict(`counters of the whole tree: ${p95.toFixed(1)} ms`, p95 < 150, 'under 150 ms')
}

async function compare(what, api, paths, scripts, bar) {
  // By turns and twice, so that whatever else the machine does meets both.
  const p95 = []
  const limit = []
  for (let round = 0; round < 2; round += 1) {
    p95.push(await asked(api, paths))
    limit.push(selected(scripts))
  }
  const [served, bare] = [Math.min(...p95), Math.min(...limit)]
  const ratio = served / bare
  return verdict(`${what}: ${served.toFixed(1)} ms, bare SELECT ${bare.toFixed(1)} ms, ratio ${ratio.toFixed(2)}`, ratio < bar, `under ${bar}`)
}

function verdict(text, held, bar) {
  console.log(`${text} (p95; bar: ${bar}: ${held ? 'held' : 'MISSED'})`)
  return held
}

/** Until the last byte is there: what a client makes of it is not the server's time, and pgbench makes nothing of it either. */
function get(api, path) {
  const headers = { cookie: api.cookie, 'accept-encoding': 'gzip' }
  return new Promise((resolve, reject) => {
    const request = http.get(`${api.origin}/api/v1${path}`, { agent, headers }, (response) => {
      response.on('data', () => {}).on('error', reject).on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${path}: ${response.statusCode}`))))
    })
    request.on('error', reject)
  })
}

/** The 95th percentile in milliseconds, after everything was asked once. */
async function asked(api, paths) {
  await all(api, paths)
  return percentile(await all(api, Array.from({ length: REQUESTS }, (_, n) => paths[n % paths.length])), 0.95)
}

async function all(api, paths) {
  const waiting = [...paths]
  const times = []
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const start = performance.now()
      await get(api, next)
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return times
}

/** The same by PostgreSQL's own client. */
function selected(scripts) {
  const room = tempRoom('pgbench')
  const files = scripts.map((sql, n) => {
    const file = path.join(room, `${n}.sql`)
    writeFileSync(file, sql)
    return file
  })
  const turn = () => {
    const args = ['-n', '-c', String(AT_ONCE), '-j', '2', '-t', String(REQUESTS / AT_ONCE), '-l', `--log-prefix=${path.join(room, 'log')}`]
    run('pgbench', [...args, ...files.flatMap((file) => ['-f', file]), load.database])
  }
  turn()
  for (const log of logs(room)) writeFileSync(log, '')
  turn()
  // The third column is the time of a transaction in microseconds.
  const times = logs(room).flatMap((log) => readFileSync(log, 'utf8').trim().split('\n').filter(Boolean).map((line) => Number(line.split(' ')[2]) / 1000))
  removeRoom(room)
  return percentile(times, 0.95)
}

function logs(room) {
  return readdirSync(room).filter((name) => name.startsWith('log')).map((name) => path.join(room, name))
}
