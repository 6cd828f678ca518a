// Pult itself: the release binary, with a data folder and ports of its own. Can be killed and started again in a test.
import { existsSync, writeFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Api } from '../lib/api.mjs'
import { Server, freePort, listening, removeRoom, run, tempRoom } from '../lib/process.mjs'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const BINARY = process.env.PULT_BIN ?? path.join(ROOT, 'dist/pult')

/** The one password of the seed profile `e2e`. */
export const PASSWORD = 'pult-e2e-Passw0rd'

/**
 * `profile`: what the database is filled with; null: it is filled already.
 * `database`: a PostgreSQL address; left out: SQLite in the data folder.
 * `mail`: a started mail server, through which Pult sends. `imap`: { login, queue } of mailboxes there that Pult fetches.
 * `smtp`, and what else stands in `imap`: settings that differ from those that the mail server wants.
 * `data`: the folder for its data, where it is not to be one of its own.
 */
export async function startPult({ profile = 'e2e', database, mail, imap = [], smtp = {}, lmtpPort, httpPort, data: given, env = {} } = {}) {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing; run: make build`)
  const room = tempRoom('pult')
  const data = given ?? path.join(room, 'data')
  const port = httpPort ?? (await freePort())
  const lmtp = lmtpPort ?? (await freePort())
  const origin = `http://127.0.0.1:${port}`
  const environment = { ...(database ? { PULT_DATABASE__URL: database } : {}), ...env }
  const command = (args, options = {}) => run(BINARY, args, { ...options, env: { ...process.env, ...environment } })

  const config = path.join(room, 'pult.toml')
  writeFileSync(config, configuration({ mail, imap, smtp }), { mode: 0o600 })
  command(['config', 'check', '--config', config])
  if (profile) command(['seed', '--profile', profile, '--data', data])

  let server
  const pult = {
    origin,
    data,
    room,
    lmtpPort: lmtp,
    command,
    /** What a pipe needs to hand in a mail: a program, its arguments and its environment. */
    pipe: [BINARY, ['mail', 'deliver', '--data', data, '--config', config], { ...process.env, ...environment }],
    get pid() {
      return server.pid
    },
    get running() {
      return server.running
    },
    async start() {
      const args = ['serve', '--data', data, '--listen', `127.0.0.1:${port}`, '--lmtp', `127.0.0.1:${lmtp}`, '--config', config]
      server = await Server.start('pult serve', BINARY, args, { logFile: path.join(room, 'log'), env: environment })
      await server.until(async () => (await answers(origin)) && (await listening(lmtp)))
    },
    /** As when the power goes. */
    async kill() {
      await server.signal('SIGKILL')
    },
    log: () => server.log(),
    as: (login) => Api.signIn(origin, login, PASSWORD),
    /** Resident memory in megabytes: now, and at most since the last `forgetPeak`. */
    memory: () => megabytes(server.pid, 'VmRSS'),
    peakMemory: () => megabytes(server.pid, 'VmHWM'),
    forgetPeak: () => writeFileSync(`/proc/${server.pid}/clear_refs`, '5'),
    async end() {
      return server.stop('SIGTERM')
    },
    async stop() {
      if (server?.running) await server.stop('SIGTERM')
      removeRoom(room)
    },
  }
  await pult.start()
  return pult
}

function megabytes(pid, what) {
  const [, kilobytes] = new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(kilobytes) / 1024
}

/** Nobody is signed in, and that is what it says. */
async function answers(origin) {
  const response = await fetch(`${origin}/api/v1/session`, { signal: AbortSignal.timeout(2000) })
  await response.arrayBuffer()
  return response.status === 401
}

function configuration({ mail, imap, smtp: wanted }) {
  if (!mail) return ''
  const server = { transport: 'smtp', host: 'localhost', port: mail.smtpPort, tls: 'starttls', ca_file: mail.caFile }
  const smtp = wanted.transport === 'files' ? wanted : { ...server, ...wanted }
  const mailbox = ({ login, ...more }) => ({
    host: 'localhost',
    port: mail.imapPort,
    tls: 'tls',
    user: login,
    password: mail.password,
    ca_file: mail.caFile,
    ...more,
  })
  const table = (heading, values) => `${heading}\n${Object.entries(values).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`).join('')}`
  return [table('[smtp]', smtp), ...imap.map((account) => table('[[imap]]', mailbox(account)))].join('\n')
}
