// A PostgreSQL of its own: temporary folder, free loopback port, no fsync unless asked for. Can be stopped and started again in a test.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Server, freePort, isRoot, listening, removeRoom, run, tempRoom } from '../lib/process.mjs'

/** PostgreSQL refuses to run as root. */
const asPostgres = (command, args) => (isRoot ? ['runuser', ['-u', 'postgres', '--', command, ...args]] : [command, args])

/** Debian keeps the programs of each version outside PATH. */
function program(name) {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').sort((a, b) => b - a) : []
  const found = versions.map((version) => `/usr/lib/postgresql/${version}/bin/${name}`).find(existsSync)
  return found ?? name
}

export async function startPostgres({ durable = false, settings: more = [] } = {}) {
  const room = tempRoom('postgres')
  const data = path.join(room, 'data')
  const password = randomBytes(16).toString('hex')
  const port = await freePort()
  writeFileSync(path.join(room, 'password'), password)
  if (isRoot) run('chown', ['-R', 'postgres', room])
  chmodSync(path.join(room, 'password'), 0o600)
  const init = ['-D', data, '-U', 'pult', '--auth=scram-sha-256', `--pwfile=${path.join(room, 'password')}`, '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
  run(...asPostgres(program('initdb'), init))

  let server
  const client = (args) => run('psql', args, { env: { ...process.env, PGPASSWORD: password } })
  const url = (database) => `postgres://pult:${password}@127.0.0.1:${port}/${database}`

  const postgres = {
    port,
    url,
    async start() {
      const settings = durable ? [] : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']
      const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', room, ...settings, ...more]
      server = await Server.start('PostgreSQL', ...asPostgres(program('postgres'), args), { logFile: path.join(room, 'log') })
      await server.until(async () => (await listening(port)) && client([url('postgres'), '-Atc', 'select 1']).trim() === '1')
    },
    /** Gone at once, as after a crash of its machine. */
    async halt() {
      run(...asPostgres(program('pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop']))
      await server.ended
    },
    createDatabase(name) {
      client([url('postgres'), '-c', `create database "${name}"`])
      return url(name)
    },
    query: (database, sql) => client([url(database), '-Atc', sql]).trim(),
    log: () => server.log(),
    async stop() {
      if (server?.running) await postgres.halt()
      removeRoom(room)
    },
  }
  await postgres.start()
  return postgres
}
