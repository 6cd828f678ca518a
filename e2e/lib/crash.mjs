// Mails arrive by LMTP and by IMAP while the server is killed again and again; afterwards each is one ticket, none twice, none lost.
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { textMail } from './mail.mjs'
import { eventually, freePort, sleep } from './process.mjs'
import { startMail } from '../servers/mail.mjs'
import { startPult } from '../servers/pult.mjs'

const BY_LMTP = 'it-desk@hs-musterstadt.example'
const BY_IMAP = 'library@hs-musterstadt.example'

/** `database`: PostgreSQL's address, else SQLite. `say` hears how far it is. */
export async function crashRun({ mails, kills, pause, database, say }) {
  const lmtpPort = await freePort()
  const mail = await startMail({ lmtpRoutes: { [BY_LMTP]: lmtpPort } })
  let pult
  try {
    pult = await startPult({ mail, lmtpPort, database, imap: [{ login: BY_IMAP, queue: 'library' }] })
    const subjects = Array.from({ length: mails }, (_, n) => `Absturzprobe ${String(n + 1).padStart(4, '0')}`)
    const sending = send(mail, subjects, pause)
    await killAgainAndAgain(pult, kills, (mails * pause) / kills, say)
    await sending
    say(`${mails} mails handed in, ${kills} kills done; waiting until all have arrived`)
    await settle(mail, pult)
    return await inspect(pult, subjects)
  } catch (error) {
    throw new Error(`${error.message}\n--- pult\n${pult?.log().split('\n').slice(-60).join('\n')}\n--- mail\n${mail.logs()}`, { cause: error })
  } finally {
    await pult?.stop()
    await mail.stop()
  }
}

/** Every second mail takes the other door. Each has a sender of its own, so that no loop guard steps in. */
async function send(mail, subjects, pause) {
  for (const [n, subject] of subjects.entries()) {
    const from = `student+${n}@stud.hs-musterstadt.example`
    const to = n % 2 ? BY_LMTP : BY_IMAP
    await mail.submit({ from, to, raw: textMail({ from, to, subject, text: `Mail ${n}\r\n${'Zeile mit etwas Text\r\n'.repeat(40)}` }).raw })
    await sleep(pause)
  }
}

async function killAgainAndAgain(pult, kills, meanPause, say) {
  for (let n = 1; n <= kills; n += 1) {
    const wait = randomInt(50, Math.max(100, Math.round(meanPause * 1.6)))
    await sleep(wait)
    await pult.kill()
    say(`kill -9 number ${n} of ${kills}, ${wait} ms after the last start`)
    await pult.start()
  }
}

/** Nothing is under way any more: Postfix has handed over everything, the fetched mailbox is empty, the ledger has no open row. */
async function settle(mail, pult) {
  await eventually('Postfix has handed over everything', () => mail.queue().length === 0, 180, 1000)
  const mailbox = await mail.openMailbox(BY_IMAP)
  try {
    await eventually('the fetched mailbox is empty', async () => (await mailbox.count()) === 0, 180, 1000)
  } finally {
    await mailbox.close()
  }
  const admin = await pult.as('admin')
  await eventually('no row of the ledger waits', async () => (await admin.incomingMails()).every((row) => row.outcome !== 'received'), 60, 1000)
}

async function inspect(pult, subjects) {
  const admin = await pult.as('admin')
  const ledger = await admin.incomingMails()
  const opened = ledger.filter((row) => subjects.includes(row.subject))
  assert.deepEqual(duplicates(opened.map((row) => row.subject)), [], 'one row of the ledger for each mail')
  assert.deepEqual(opened.map((row) => row.subject).sort(), subjects, 'every mail is in the ledger')
  assert.deepEqual([...new Set(opened.map((row) => row.outcome))], ['new_ticket'], 'every mail opened a ticket')
  const doors = new Set(opened.map((row) => row.door))
  assert.ok(doors.has('lmtp') && doors.has('imap'), `both doors were used: ${[...doors]}`)

  const tickets = []
  for (const login of ['agent.it', 'agent.lib']) tickets.push(...(await (await pult.as(login)).tickets('Absturzprobe')))
  const found = tickets.map((ticket) => ticket.subject)
  assert.deepEqual(duplicates(found), [], 'no ticket twice')
  assert.deepEqual(found.sort(), subjects, 'no ticket lost')
  assert.deepEqual(duplicates(tickets.map((ticket) => ticket.number)), [], 'no number twice')
  await oneIncomingArticleEach(pult, tickets)
  return { tickets: tickets.length }
}

async function oneIncomingArticleEach(pult, tickets) {
  const agents = { it: await pult.as('agent.it'), library: await pult.as('agent.lib') }
  for (const ticket of tickets) {
    const agent = agents[ticket.queue.path.split('/')[0]]
    const incoming = (await agent.articles(ticket.number)).filter((article) => article.direction === 'incoming')
    assert.equal(incoming.length, 1, `ticket ${ticket.number} has one message of the customer`)
  }
}

function duplicates(values) {
  const seen = new Set()
  return values.filter((value) => seen.has(value) || !seen.add(value))
}
