// Connections that break at every command, in three ways: before it arrives, in the middle of the answer, with the answer lost. In the
// end every mail is one row, one ticket and one receipt, and every fetched mail is in the done folder once.
// req: B1, B22, E19
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startCutter } from '../lib/cutter.mjs'
import { textMail } from '../lib/mail.mjs'
import { freePort } from '../lib/process.mjs'
import { Book, passTime, reconcile, settle, table } from '../lib/reconcile.mjs'
import { submit } from '../lib/smtp.mjs'
import { startMail } from '../servers/mail.mjs'
import { startPostgres } from '../servers/postgres.mjs'
import { startPult } from '../servers/pult.mjs'

const LIBRARY = 'library@hs-musterstadt.example'
const STUDENT = 'student@stud.hs-musterstadt.example'
/** More commands than any of these conversations has, so that the last plans are never carried out. */
const IMAP_COMMANDS = 21
const LMTP_COMMANDS = 7
const SMTP_COMMANDS = 6
/** In the mailbox before Pult comes. */
const MAILS_EACH = 2

const started = []
const start = async (server) => (started.push(server), server)
const imapAccounts = plans(IMAP_COMMANDS, ['before', 'during', 'after']).map((plan) => ({ ...plan, login: `imap-${plan.at}-${plan.when}@hs-musterstadt.example` }))
const lmtpRoutes = plans(LMTP_COMMANDS, ['before', 'after']).map((plan) => ({ ...plan, address: `lmtp-${plan.at}-${plan.when}@hs-musterstadt.example` }))
const book = new Book()
let postgres, mail, pult, smtp, n = 0

function plans(commands, ways) {
  return Array.from({ length: commands }, (_, index) => ways.map((when) => ({ at: index + 1, when }))).flat()
}

function letter(subject) {
  const from = `student+${(n += 1)}@stud.hs-musterstadt.example`
  const written = { from, ...textMail({ from, to: LIBRARY, subject, text: `Wann kommt mein Buch?\r\n${'Eine Zeile.\r\n'.repeat(30)}` }) }
  book.enter({ subject, ...written })
  return written
}

before(async () => {
  postgres = await start(await startPostgres())
  const lmtpPort = await freePort()
  for (const route of lmtpRoutes) route.cutter = await start(await startCutter({ protocol: 'lmtp', port: lmtpPort, plans: [route] }))
  mail = await start(
    await startMail({
      lmtpRoutes: Object.fromEntries(lmtpRoutes.map(({ address, cutter }) => [address, cutter.port])),
      mailboxes: [...imapAccounts.map(({ login }) => login), ...lmtpRoutes.map(({ address }) => address)],
    }),
  )
  for (const account of imapAccounts) account.cutter = await start(await startCutter({ protocol: 'imap', port: mail.imapPort, ca: mail.ca, plans: [account] }))
  smtp = await start(await startCutter({ protocol: 'smtp', port: mail.smtpPort, plans: plans(SMTP_COMMANDS, ['before', 'during', 'after']) }))
  for (const { login, at, when } of imapAccounts) {
    for (let copy = 1; copy <= MAILS_EACH; copy += 1) {
      const { raw, from, messageId } = letter(`IMAP ${when} ${at}, Mail ${copy}`)
      await mail.put(login, raw, from)
      book.enterFetched(login, messageId)
    }
  }
  pult = await start(
    await startPult({
      database: postgres.createDatabase('pult'),
      mail,
      lmtpPort,
      smtp: { port: smtp.port, tls: 'none' },
      imap: imapAccounts.map(({ login, cutter }) => ({ login, port: cutter.port, tls: 'none', queue: 'library' })),
    }),
  )
})
after(async () => {
  for (const server of started.reverse()) await server.stop()
})

/** Every command was cut in every way, and the plans beyond the last command were not needed. */
function assertEveryCommand(lines, ways) {
  const cut = lines.filter(({ cutter }) => cutter.cuts.length)
  for (const when of ways) {
    const places = cut.filter((line) => line.when === when).map(({ at }) => at)
    assert.deepEqual(places, Array.from({ length: places.length }, (_, index) => index + 1), `cut ${when} each command`)
    assert.ok(places.length < Math.max(...lines.map(({ at }) => at)), `the last passage was not cut (${when}: ${places.length})`)
  }
  return [...new Set(cut.map(({ cutter }) => cutter.cuts[0].name))]
}

test('LMTP, IMAP and SMTP are cut at every command, and everything is there once', async (t) => {
  for (const { address, at, when } of lmtpRoutes) {
    const { raw, from } = letter(`LMTP ${when} ${at}`)
    await mail.submit({ from, to: address, raw })
  }
  await settle({ pult, mail, book, hurry: () => passTime(postgres, 'pult') })

  const imap = assertEveryCommand(imapAccounts, ['before', 'during', 'after'])
  for (const name of ['LOGIN', 'SELECT', 'UID FETCH', 'UID MOVE', 'IDLE']) assert.ok(imap.includes(name), `IMAP was cut at ${imap}`)
  const lmtp = assertEveryCommand(lmtpRoutes, ['before', 'after'])
  for (const name of ['LHLO', 'MAIL', 'RCPT', 'DATA', 'content']) assert.ok(lmtp.includes(name), `LMTP was cut at ${lmtp}`)
  const sent = smtp.cuts.map(({ name, when }) => `${name} ${when}`)
  for (const name of ['EHLO', 'MAIL', 'RCPT', 'DATA', 'content']) for (const when of ['before', 'after']) assert.ok(sent.includes(`${name} ${when}`), `SMTP was cut at ${sent}`)

  // The server took these mails, and its 250 was lost: RFC 5321 §6.1 asks to send them once more.
  const copies = smtp.cuts.filter(({ name, when }) => name === 'content' && when !== 'before').length
  const { rows, wrong } = await reconcile({ book, pult, mail, receiptsTo: STUDENT, copies })
  t.diagnostic(`cut: IMAP at ${imap.join(', ')}; LMTP at ${lmtp.join(', ')}; SMTP at ${sent.join(', ')}`)
  t.diagnostic(`\n${table(rows)}`)
  assert.deepEqual(wrong, [], pult.log().split('\n').slice(-40).join('\n'))
})

test('a second copy of a sent mail is the very same mail', async () => {
  const mailbox = await mail.openMailbox(STUDENT)
  const byId = new Map()
  for (const one of await mailbox.mails()) {
    if (!byId.has(one.messageId)) byId.set(one.messageId, [])
    byId.get(one.messageId).push(one.raw.toString('latin1').replace(/^[^]*?^(?=Message-ID:|From:|Date:|Subject:)/m, ''))
  }
  await mailbox.close()
  for (const [id, copies] of byId) assert.equal(new Set(copies).size, 1, `${id} came as two different mails`)
})

test('the LMTP door still takes mail', async () => {
  const { raw, from } = letter('Nach allem')
  await submit({ port: pult.lmtpPort, lmtp: true }, { from, to: LIBRARY, raw })
  await settle({ pult, mail, book, hurry: () => passTime(postgres, 'pult') })
})
