// A university's mail: Postfix takes mail by SMTP and knows the addresses, Dovecot keeps the mailboxes and shows them by IMAP over TLS.
// Both are Debian's own programs with a configuration of their own in a temporary folder, on free loopback ports.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Server, atExit, eventually, freePort, isRoot, listening, removeRoom, run, tail, tempRoom } from '../lib/process.mjs'
import { Mailbox } from '../lib/imap.mjs'
import { submit } from '../lib/smtp.mjs'
import { makeAuthority } from './authority.mjs'
import { dovecotConfig, postfixMain, postfixMaster } from './mail-config.mjs'

/** Who has a mailbox. The desks' mailboxes are those that Pult fetches when mail comes to it by IMAP. */
export const MAILBOXES = [
  'student@stud.hs-musterstadt.example',
  'other.student@stud.hs-musterstadt.example',
  'it-desk@hs-musterstadt.example',
  'wlan@hs-musterstadt.example',
  'library@hs-musterstadt.example',
  'agent.it@hs-musterstadt.example',
  'agent.lib@hs-musterstadt.example',
]

// Both masters must be root, because they give each of their processes the user that it needs.
const asRoot = (command, args) => (isRoot ? [command, args] : ['sudo', ['-n', command, ...args]])

function systemProgram(name) {
  const found = ['/usr/sbin', '/sbin', '/usr/bin'].map((dir) => path.join(dir, name)).find(existsSync)
  if (!found) throw new Error(`${name} is not installed; run: scripts/setup test`)
  return found
}

/**
 * `lmtpRoutes`: addresses whose mail Postfix hands to an LMTP port (Pult's) and not to a mailbox, as { address: port }.
 * `mailboxes`: addresses that have one beside the usual ones. `ghosts`: addresses that Postfix takes mail for and Dovecot does not know, so
 * that it comes back. `policyPort`: whom Postfix asks before it takes a recipient.
 */
export async function startMail({ lmtpRoutes = {}, mailboxes = [], ghosts = [], policyPort } = {}) {
  const addresses = [...MAILBOXES, ...mailboxes]
  const room = tempRoom('mail')
  const password = randomBytes(12).toString('hex')
  const authority = makeAuthority(path.join(room, 'tls'))
  const ports = { smtp: await freePort(), imap: await freePort(), lmtp: await freePort() }
  const dovecot = await startDovecot({ room, ports, authority, password, addresses })
  const postfix = await startPostfix({ room, ports, authority, lmtpRoutes, addresses: [...addresses, ...ghosts], policyPort }).catch(async (error) => {
    await dovecot.stop()
    throw error
  })

  // Written by root; readable for nobody else.
  const logs = () =>
    ['postfix.log', 'dovecot.log']
      .map((name) => path.join(room, name))
      .filter(existsSync)
      .map((file) => `${file}:\n${tail(run(...asRoot('cat', [file])))}`)
      .join('\n')
  return {
    room,
    smtpPort: ports.smtp,
    imapPort: ports.imap,
    password,
    caFile: authority.caFile,
    ca: authority.ca,
    logs,
    submit: (mail) => submit({ port: ports.smtp }, mail),
    /** Puts a mail into a mailbox without Postfix. */
    put: (login, raw, from = '') => submit({ port: ports.lmtp, lmtp: true }, { from, to: login, raw }),
    openMailbox: (login) => Mailbox.open({ port: ports.imap, ca: authority.ca, login, password }),
    /** Waits for a mail in somebody's mailbox that `matches`. */
    async awaitMail(login, matches, { seconds = 45, folder = 'INBOX', what = `a mail for ${login}` } = {}) {
      const mailbox = await Mailbox.open({ port: ports.imap, ca: authority.ca, login, password })
      try {
        return await eventually(what, async () => (await mailbox.mails(folder)).find(matches), seconds, 300)
      } catch (error) {
        throw new Error(`${error.message}\n${logs()}`, { cause: error })
      } finally {
        await mailbox.close()
      }
    },
    /** What Postfix still keeps, one line for each mail. */
    queue() {
      return run(...asRoot(systemProgram('postqueue'), ['-c', path.join(room, 'postfix'), '-j'])).split('\n').filter(Boolean).map((line) => JSON.parse(line))
    },
    flush: () => run(...asRoot(systemProgram('postqueue'), ['-c', path.join(room, 'postfix'), '-f'])),
    /** Postfix ends at once, in the middle of whatever it does. */
    haltPostfix: () => postfix.halt(),
    startPostfix: () => postfix.start(),
    async stop() {
      await postfix.stop()
      await dovecot.stop()
      if (isRoot) removeRoom(room)
      else run('sudo', ['-n', 'rm', '-rf', room])
    },
  }
}

async function startDovecot({ room, ports, authority, password, addresses }) {
  const home = path.join(room, 'dovecot')
  mkdirSync(path.join(home, 'run'), { recursive: true })
  mkdirSync(path.join(room, 'mailboxes'))
  run(...asRoot('chown', ['mail:mail', path.join(room, 'mailboxes')]))
  const users = path.join(home, 'users')
  writeFileSync(users, addresses.map((address) => `${address}:{PLAIN}${password}::::::\n`).join(''), { mode: 0o644 })
  const config = path.join(home, 'dovecot.conf')
  writeFileSync(config, dovecotConfig({ room, home, users, ports, authority }))
  const server = await Server.start('Dovecot', ...asRoot(systemProgram('dovecot'), ['-F', '-c', config]), { logFile: path.join(home, 'output') })
  await server.until(async () => (await listening(ports.imap)) && (await listening(ports.lmtp)))
  return server
}

async function startPostfix({ room, ports, authority, lmtpRoutes, addresses, policyPort }) {
  const home = path.join(room, 'postfix')
  mkdirSync(home)
  for (const folder of ['queue', 'data']) mkdirSync(path.join(room, 'postfix-state', folder), { recursive: true })
  run(...asRoot('chown', ['postfix', path.join(room, 'postfix-state', 'data')]))
  writeFileSync(path.join(home, 'mailboxes'), addresses.map((address) => `${address} ${address}\n`).join(''))
  writeFileSync(
    path.join(home, 'transport'),
    Object.entries(lmtpRoutes).map(([address, port]) => `${address} lmtp:inet:127.0.0.1:${port}\n`).join(''),
  )
  writeFileSync(path.join(home, 'main.cf'), postfixMain({ room, home, ports, authority, policyPort }))
  writeFileSync(path.join(home, 'master.cf'), postfixMaster({ ports }))
  // Makes the folders of the queue, each with the owner that it needs; complains on its output about a configuration that is none.
  run(...asRoot(systemProgram('postfix'), ['-c', home, 'check']))
  const command = (word) => asRoot(systemProgram('postfix'), ['-c', home, word])
  // On a busy machine the port answers, and the lock is held, before the master has written who it is: until then it cannot be stopped.
  const masterRuns = () => {
    const id = run(...asRoot('cat', [path.join(room, 'postfix-state', 'queue', 'pid', 'master.pid')])).trim()
    run(...asRoot('kill', ['-0', id]))
    run(...command('status'))
    return true
  }
  // Postfix' master leaves the process that started it, so it is stopped by its own command.
  let forget = () => {}
  let server
  const postfix = {
    async start() {
      server = await Server.start('Postfix', ...command('start-fg'), { logFile: path.join(room, 'postfix.output') })
      forget = atExit(() => spawnSync(...command('stop')))
      await server.until(async () => (await listening(ports.smtp)) && masterRuns())
    },
    /** `stop` lets sessions end, `abort` does not. */
    async end(word) {
      forget()
      run(...command(word))
      await server.ended
      // Processes that the master leaves behind hold the port for a moment: a new master would find it taken, end, and one of them would answer in its place.
      await eventually('nothing of Postfix answers any more', async () => !(await listening(ports.smtp)), 15, 50)
    },
    halt: () => postfix.end('abort'),
    async stop() {
      if (server?.running) await postfix.end('stop')
    },
  }
  try {
    await postfix.start()
  } catch (error) {
    await postfix.stop()
    throw error
  }
  return postfix
}
