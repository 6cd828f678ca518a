// `make bench`: 2,000 mails through LMTP into SQLite (synchronous=FULL), beside the machine's own limit: the same count of durable
// SQLite transactions of like size in a bare loop, in the same folder.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { textMail } from '../lib/mail.mjs'
import { eventually, removeRoom, run, tempRoom } from '../lib/process.mjs'
import { Submission } from '../lib/smtp.mjs'
import { startPult } from '../servers/pult.mjs'

const MAILS = Number(process.env.MAILS ?? 2000)
const CONNECTIONS = process.env.CONNECTIONS ? [Number(process.env.CONNECTIONS)] : [1, 8]
const DESK = 'it-desk@hs-musterstadt.example'
const TEXT = 'Sehr geehrte Damen und Herren,\r\n\r\nseit heute Morgen komme ich nicht mehr ins WLAN.\r\n'.repeat(40)

function letter(n) {
  const from = `bench+${n}@stud.hs-musterstadt.example`
  return { from, to: DESK, raw: textMail({ from, to: DESK, subject: `Messung ${n}`, text: TEXT }).raw }
}

function bareLoop() {
  if (spawnSync('python3', ['--version']).status !== 0) throw new Error('the bare loop needs python3; install it and run again')
  const room = tempRoom('bare')
  const script = fileURLToPath(new URL('fsync-loop.py', import.meta.url))
  const rate = Number(run('python3', [script, room, String(MAILS), String(letter(0).raw.length)]))
  removeRoom(room)
  return rate
}

/** Mails a second, from the first word to the last 250. */
async function throughLmtp(connections) {
  const pult = await startPult()
  try {
    const letters = Array.from({ length: MAILS }, (_, n) => letter(n))
    const start = performance.now()
    await Promise.all(Array.from({ length: connections }, () => sendAll(pult.lmtpPort, letters)))
    const rate = MAILS / ((performance.now() - start) / 1000)
    const admin = await pult.as('admin')
    await eventually('every mail is a ticket', async () => (await admin.incomingMails()).filter((row) => row.outcome === 'new_ticket').length === MAILS, 120, 2000)
    const database = run('du', ['-sh', '--apparent-size', path.join(pult.data)]).split('\t')[0]
    return { rate, memory: pult.memory(), database }
  } finally {
    await pult.stop()
  }
}

/** One connection, as a mail server keeps it: one mail after the other from the common pile. */
async function sendAll(port, letters) {
  const submission = await Submission.open({ port, lmtp: true, seconds: 120 })
  for (let mail = letters.pop(); mail; mail = letters.pop()) await submission.send(mail)
  await submission.quit()
}

const bytes = letter(0).raw.length
console.log(`${MAILS} mails of ${bytes} bytes each`)
const limit = bareLoop()
console.log(`bare loop: ${limit.toFixed(0)} durable SQLite transactions a second`)
for (const connections of CONNECTIONS) {
  const { rate, memory, database } = await throughLmtp(connections)
  const s = connections === 1 ? '' : 's'
  console.log(
    `LMTP, ${connections} connection${s}: ${rate.toFixed(0)} mails a second, ${(rate / limit).toFixed(2)} of the bare loop (resident ${memory.toFixed(0)} MB, data ${database})`,
  )
}
