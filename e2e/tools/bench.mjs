// `make bench`: what the doors for mail take in, beside what the disk allows in the same minutes, and the memory that a large mail costs.
//
// Intake by LMTP and by IMAP, on SQLite and on PostgreSQL, over one connection and over four. *Recorded* is until the last mail is safe in the
// ledger and the door has let go of it; *worked on* until the last one is a ticket with its receipt in the outbox. The measure is a bare loop of
// durable SQLite transactions with the same bytes, in the same folder: the ratio says what is the program's and what is the disk's.
import { fileURLToPath } from 'node:url'
import { randomBytes } from 'node:crypto'
import { textMail } from '../lib/mail.mjs'
import { eventually, removeRoom, run, sleep, tempRoom } from '../lib/process.mjs'
import { eachOf } from '../lib/reconcile.mjs'
import { Submission, submit } from '../lib/smtp.mjs'
import { startMail } from '../servers/mail.mjs'
import { startPostgres } from '../servers/postgres.mjs'
import { startPult } from '../servers/pult.mjs'

const MAILS = Number(process.env.MAILS ?? 1000)
const CONNECTIONS = (process.env.CONNECTIONS ?? '1,4').split(',').map(Number)
const DATABASES = (process.env.DATABASES ?? 'SQLite,PostgreSQL').split(',')
const LARGE_BYTES = 30 * 1024 * 1024
const MEMORY_BAR_MB = 200
const STRICT = process.env.STRICT === 'yes'
const DESK = 'it-desk@hs-musterstadt.example'
const TEXT = 'Sehr geehrte Damen und Herren,\r\n\r\nseit heute Morgen komme ich nicht mehr ins WLAN.\r\n'.repeat(40)
const MAILBOXES = [1, 2, 3, 4].map((n) => `bench-${n}@hs-musterstadt.example`)

function letter(n) {
  const from = `bench+${n}@stud.hs-musterstadt.example`
  return { from, to: DESK, raw: textMail({ from, to: DESK, subject: `Messung ${n}`, text: TEXT }).raw }
}
const letters = (count) => Array.from({ length: count }, (_, n) => letter(n))
const seconds = (since) => (performance.now() - since) / 1000

/** Durable transactions a second in a bare loop. */
function bareLoop() {
  const room = tempRoom('bare')
  const script = fileURLToPath(new URL('fsync-loop.py', import.meta.url))
  try {
    return Number(run('python3', [script, room, String(MAILS), String(letter(0).raw.length)]))
  } finally {
    removeRoom(room)
  }
}

/** A server with a database of its own, durable as in operation. Receipts are written to files, so that no other server is measured. */
async function onDatabase(kind, options, act) {
  const postgres = kind === 'PostgreSQL' ? await startPostgres({ durable: true }) : null
  let pult
  try {
    pult = await startPult({ database: postgres?.createDatabase('pult'), smtp: { transport: 'files' }, env: { RUST_LOG: 'warn' }, ...options })
    return await act(pult)
  } finally {
    await pult?.stop()
    await postgres?.stop()
  }
}

/** Waits until the ledger has so many rows, and none waits. */
async function workedOn(pult, count) {
  const admin = await pult.as('admin')
  const found = async () => Number((await admin.get('/incoming-mails/count')).received)
  // The count of all rows is asked seldom: it is a list.
  await eventually('every mail is worked on', async () => (await found()) === 0 && (await admin.all('/incoming-mails?limit=200')).length >= count, 600, 250)
}

async function byLmtp(kind, connections) {
  return onDatabase(kind, {}, async (pult) => {
    const pile = letters(MAILS)
    const start = performance.now()
    await Promise.all(
      Array.from({ length: connections }, async () => {
        const submission = await Submission.open({ port: pult.lmtpPort, lmtp: true, seconds: 120 })
        for (let mail = pile.pop(); mail; mail = pile.pop()) await submission.send(mail)
        await submission.quit()
      }),
    )
    const recorded = MAILS / seconds(start)
    await workedOn(pult, MAILS)
    return { recorded, worked: MAILS / seconds(start), memory: pult.memory() }
  })
}

/** A connection is a mailbox that is watched; the mails lie there before the server starts. */
async function byImap(kind, connections) {
  const mail = await startMail({ mailboxes: MAILBOXES })
  try {
    const accounts = MAILBOXES.slice(0, connections)
    await eachOf(letters(MAILS).entries(), 4, ([n, { from, raw }]) => mail.put(accounts[n % connections], raw, from))
    return await onDatabase(kind, { mail, imap: accounts.map((login) => ({ login, queue: 'it' })) }, async (pult) => {
      const start = performance.now()
      await Promise.all(accounts.map((login) => fetched(mail, login)))
      const recorded = MAILS / seconds(start)
      await workedOn(pult, MAILS)
      return { recorded, worked: MAILS / seconds(start), memory: pult.memory() }
    })
  } finally {
    await mail.stop()
  }
}

async function fetched(mail, login) {
  const mailbox = await mail.openMailbox(login)
  await eventually('the mailbox is empty', async () => (await mailbox.count()) === 0, 900, 100)
  await mailbox.close()
}

/** Peak of resident memory while a mail of 30 MB passes, by one door, from handing in to its ticket. */
async function largeMail(kind, door) {
  const mail = door === 'IMAP' ? await startMail() : null
  const login = 'library@hs-musterstadt.example'
  try {
    return await onDatabase(kind, mail ? { mail, imap: [{ login, queue: 'it' }] } : {}, async (pult) => {
      const from = 'student@stud.hs-musterstadt.example'
      // Base64 makes four bytes of three, and a line end of 76.
      const bytes = randomBytes(Math.floor((LARGE_BYTES - 2000) * (3 / 4) * (76 / 78)))
      const { raw } = textMail({ from, to: DESK, subject: 'Ein großer Anhang', text: TEXT, attachments: [{ name: 'aufnahme.bin', type: 'application/octet-stream', bytes }] })
      await workedOn(pult, 0)
      await sleep(1000)
      const before = pult.memory()
      pult.forgetPeak()
      const start = performance.now()
      if (mail) await mail.put(login, raw, from)
      else await submit({ port: pult.lmtpPort, lmtp: true, seconds: 120 }, { from, to: DESK, raw })
      await workedOn(pult, 1)
      const took = seconds(start)
      const agent = await pult.as('agent.it')
      const [ticket] = await agent.tickets('Anhang')
      const [article] = await agent.articles(ticket.number)
      if (article.attachments[0].size !== bytes.length) throw new Error(`the attachment has ${article.attachments[0].size} bytes, not ${bytes.length}`)
      await sleep(3000)
      return { size: raw.length, before, peak: pult.peakMemory(), after: pult.memory(), took }
    })
  } finally {
    await mail?.stop()
  }
}

const print = (columns, widths) => console.log(`    ${columns.map((text, n) => (n < 2 ? String(text).padEnd(widths[n]) : String(text).padStart(widths[n]))).join('  ')}`)

console.log(`==> intake of ${MAILS} mails of ${letter(0).raw.length} bytes (a quiet machine, or the numbers mean nothing)`)
const WIDTHS = [10, 5, 11, 11, 8, 11, 8, 12, 9]
print(['database', 'door', 'connections', 'recorded/s', 'ratio', 'worked on/s', 'ratio', 'bare loop/s', 'memory MB'], WIDTHS)
for (const kind of DATABASES) {
  for (const [door, measure] of Object.entries({ LMTP: byLmtp, IMAP: byImap })) {
    for (const connections of CONNECTIONS) {
      // Beside each measurement, since a shared disk is not the same from one minute to the next.
      const limit = bareLoop()
      const { recorded, worked, memory } = await measure(kind, connections)
      print([kind, door, connections, recorded.toFixed(0), (recorded / limit).toFixed(2), worked.toFixed(0), (worked / limit).toFixed(2), limit.toFixed(0), memory.toFixed(0)], WIDTHS)
    }
  }
}

console.log(`==> memory while a mail of 30 MB passes (bar: ${MEMORY_BAR_MB} MB in all)`)
const LARGE_WIDTHS = [10, 5, 9, 9, 9, 9, 8]
print(['database', 'door', 'before MB', 'peak MB', 'after MB', 'seconds', 'bar'], LARGE_WIDTHS)
let missed = 0
for (const kind of DATABASES) {
  for (const door of ['LMTP', 'IMAP']) {
    const { before, peak, after, took } = await largeMail(kind, door)
    const held = peak < MEMORY_BAR_MB
    missed += held ? 0 : 1
    print([kind, door, before.toFixed(0), peak.toFixed(0), after.toFixed(0), took.toFixed(1), held ? 'held' : 'MISSED'], LARGE_WIDTHS)
  }
}
console.log(missed ? `${missed} times above the bar` : 'all below the bar')
if (missed && STRICT) process.exitCode = 1
