// The load profile on a PostgreSQL of its own, durable as in operation: what the measurements run on.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { startPostgres } from '../servers/postgres.mjs'
import { BINARY, startPult } from '../servers/pult.mjs'
import { run } from './process.mjs'

/** The password of the seed profile `load`. */
export const PASSWORD = 'pult-demo-Passw0rd'
/** Works in every queue, and is no administrator. */
export const LEAD = 'lead'

const TICKETS = Number(process.env.TICKETS ?? 200_000)
const SETTINGS = ['-c', 'shared_buffers=512MB', '-c', 'max_wal_size=2GB']

/** What the profile promises, in seconds and rows. */
const SEED_SECONDS = 300
const COUNTS = { tickets: TICKETS, articles: 3 * TICKETS, queues: 200 }

/** Fills a database; returns what the seed says about it, and whether it took no longer than it may. */
export function seed(args, env = {}) {
  const done = spawnSync(BINARY, ['seed', '--profile', 'load', '--tickets', String(TICKETS), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  if (done.status !== 0) throw new Error(`the seed ended with ${done.status}`)
  const [said] = done.stdout.split('\n')
  const seconds = Number(/ in (\d+) s/.exec(said)?.[1] ?? Infinity)
  return `${said} (bar for 200,000: under ${SEED_SECONDS} s: ${seconds < SEED_SECONDS ? 'held' : 'MISSED'})`
}

/** A measurement on less than was promised would be none. */
function refuseLess(query) {
  for (const [table, promised] of Object.entries(COUNTS)) {
    const found = Number(query(`SELECT COUNT(*) FROM ${table}`))
    if (found < promised) throw new Error(`${table}: ${found} rows, ${promised} promised`)
  }
}

/** `LOAD_DATABASE` names a database that a run before has filled (`KEEP=yes`); without it one is filled for this run alone. */
export async function startLoad() {
  const kept = process.env.LOAD_DATABASE
  const postgres = kept ? null : await startPostgres({ durable: true, settings: SETTINGS })
  const database = kept ?? postgres.createDatabase('load')
  if (!kept) console.log(`PostgreSQL: ${seed([], { PULT_DATABASE__URL: database })}`)
  const query = (sql) => run('psql', [database, '-Atc', sql]).trim()
  refuseLess(query)
  const pult = await startPult({ profile: null, database, env: { RUST_LOG: 'warn' } })
  return {
    pult,
    database,
    query,
    async stop() {
      await pult.stop()
      if (process.env.KEEP === 'yes') console.log(`The database stays until this program is interrupted: LOAD_DATABASE=${database}`)
      if (process.env.KEEP === 'yes') await once(process, 'SIGINT')
      await postgres?.stop()
    },
  }
}

/** The value below which a share of them lies. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]
}
