// The database goes away and comes back: LMTP says 451, the mail server keeps the mail, nothing is lost and nothing comes twice.
// req: B1
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { textMail } from '../lib/mail.mjs'
import { eventually, freePort } from '../lib/process.mjs'
import { submit } from '../lib/smtp.mjs'
import { startMail } from '../servers/mail.mjs'
import { startPostgres } from '../servers/postgres.mjs'
import { startPult } from '../servers/pult.mjs'

const DESK = 'it-desk@hs-musterstadt.example'
const STUDENT = 'student@stud.hs-musterstadt.example'
const servers = []
let postgres, mail, pult

before(async () => {
  const lmtpPort = await freePort()
  servers.push((postgres = await startPostgres({ durable: true })))
  servers.push((mail = await startMail({ lmtpRoutes: { [DESK]: lmtpPort } })))
  servers.push((pult = await startPult({ database: postgres.createDatabase('pult'), mail, lmtpPort })))
})
after(async () => {
  for (const server of servers.reverse()) await server.stop()
})

const letter = (subject) => textMail({ from: STUDENT, to: DESK, subject, text: 'Bitte um Hilfe.' })
const subjects = (tickets) => tickets.map((ticket) => ticket.subject).sort()

test('a mail that comes while PostgreSQL is away is kept by the mail server and becomes one ticket later', async () => {
  const agent = await pult.as('agent.it')
  const before = letter('Vorher')
  await mail.submit({ from: STUDENT, to: DESK, raw: before.raw })
  await eventually('the first ticket', async () => (await agent.tickets('Vorher')).length === 1)

  await postgres.halt()
  const direct = letter('Unmittelbar')
  const refused = await submit({ port: pult.lmtpPort, lmtp: true }, { from: STUDENT, to: DESK, raw: direct.raw }).then(
    () => assert.fail('LMTP took a mail without a database'),
    (error) => error,
  )
  assert.equal(refused.code, 451, refused.message)
  for (const subject of ['Während 1', 'Während 2', 'Während 3']) {
    const { raw } = letter(subject)
    await mail.submit({ from: STUDENT, to: DESK, raw })
  }
  await eventually('Postfix puts the mails off', () => mail.queue().filter((item) => item.queue_name === 'deferred').length === 3)
  await assert.rejects(agent.get('/queues'), { status: 503, code: 'unavailable' })

  await postgres.start()
  await submitUntilTaken(direct)
  await eventually('Postfix hands over what it kept', () => mail.queue().length === 0, 60)
  const agentAgain = await pult.as('agent.it')
  const tickets = await eventually('all tickets', async () => {
    const found = await agentAgain.tickets('queue:it')
    const mine = found.filter((ticket) => /^(Vorher|Unmittelbar|Während \d)$/.test(ticket.subject))
    return mine.length >= 5 && mine
  })
  assert.deepEqual(subjects(tickets), ['Unmittelbar', 'Vorher', 'Während 1', 'Während 2', 'Während 3'])
})

/** What a mail server does with 4xx: try again. */
function submitUntilTaken({ raw }) {
  return eventually('LMTP takes mail again', () => submit({ port: pult.lmtpPort, lmtp: true }, { from: STUDENT, to: DESK, raw }), 60)
}
