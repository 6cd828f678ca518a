// The load profile on a PostgreSQL of its own, durable as in operation: what the measurements run on.
import { spawnSync } from 'node:child_process'
import { startPostgres } from '../servers/postgres.mjs'
import { BINARY, startPult } from '../servers/pult.mjs'

/** The password of the seed profile `load`. */
export const PASSWORD = 'pult-demo-Passw0rd'
/** Works in every queue, and is no administrator. */
export const LEAD = 'lead'

const TICKETS = Number(process.env.TICKETS ?? 200_000)
const SETTINGS = ['-c', 'shared_buffers=512MB', '-c', 'max_wal_size=2GB']

/** Fills a database; returns what the seed says about it. */
export function seed(args, env = {}) {
  const done = spawnSync(BINARY, ['seed', '--profile', 'load', '--tickets', String(TICKETS), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  if (done.status !== 0) throw new Error(`the seed ended with ${done.status}`)
  return done.stdout.split('\n')[0]
}

export async function startLoad() {
  const postgres = await startPostgres({ durable: true, settings: SETTINGS })
  const database = postgres.createDatabase('load')
  console.log(`PostgreSQL: ${seed([], { PULT_DATABASE__URL: database })}`)
  const pult = await startPult({ profile: null, database, env: { RUST_LOG: 'warn' } })
  return {
    postgres,
    pult,
    database,
    query: (sql) => postgres.query('load', sql),
    async stop() {
      await pult.stop()
      await postgres.stop()
    },
  }
}

/** The value below which a share of them lies. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]
}
