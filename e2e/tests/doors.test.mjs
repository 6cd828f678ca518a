// One message through several doors, or twice through one, is one row of the ledger and one article.
// req: A13, B1
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { textMail } from '../lib/mail.mjs'
import { eventually } from '../lib/process.mjs'
import { submit } from '../lib/smtp.mjs'
import { startMail } from '../servers/mail.mjs'
import { BINARY, startPult } from '../servers/pult.mjs'

const LIBRARY = 'library@hs-musterstadt.example'
const STUDENT = 'student@stud.hs-musterstadt.example'
const servers = []
let mail, pult, agent, admin

before(async () => {
  servers.push((mail = await startMail()))
  servers.push((pult = await startPult({ mail, imap: [{ login: LIBRARY, queue: 'library' }] })))
  agent = await pult.as('agent.lib')
  admin = await pult.as('admin')
})
after(async () => {
  for (const server of servers.reverse()) await server.stop()
})

const rows = async (subject) => (await admin.incomingMails()).filter((row) => row.subject === subject && row.outcome !== 'received')

test('IMAP, LMTP twice and the pipe: one ticket with one message', async () => {
  const { raw } = textMail({ from: STUDENT, to: LIBRARY, subject: 'Fernleihe über alle Türen', text: 'Wann kommt mein Buch?' })
  await mail.submit({ from: STUDENT, to: LIBRARY, raw })
  await eventually('the mail came by IMAP', async () => (await rows('Fernleihe über alle Türen')).length === 1)
  for (let n = 0; n < 2; n += 1) await submit({ port: pult.lmtpPort, lmtp: true }, { from: STUDENT, to: LIBRARY, raw })
  pult.command(['mail', 'deliver', '--data', pult.data], { input: raw })

  const after = textMail({ from: STUDENT, to: LIBRARY, subject: 'Der nächste Brief', text: 'Danach.' })
  await submit({ port: pult.lmtpPort, lmtp: true }, { from: STUDENT, to: LIBRARY, raw: after.raw })
  await eventually('a later mail is worked on', async () => (await rows('Der nächste Brief')).length === 1)

  const [row, ...more] = await rows('Fernleihe über alle Türen')
  assert.deepEqual(more, [])
  assert.equal((await agent.tickets('Fernleihe')).length, 1)
  const incoming = (await agent.articles(row.ticket_number)).filter((article) => article.direction === 'incoming')
  assert.equal(incoming.length, 1)
})

test('the fetched mail was moved, not deleted', async () => {
  const mailbox = await mail.openMailbox(LIBRARY)
  try {
    await eventually('the mailbox is empty', async () => (await mailbox.count()) === 0)
    const done = (await mailbox.folders()).find((folder) => /done/i.test(folder))
    assert.ok(done, 'there is a folder for mails that are done')
    assert.deepEqual((await mailbox.mails(done)).map((one) => one.subject), ['Fernleihe über alle Türen'])
  } finally {
    await mailbox.close()
  }
})

test('the pipe takes a mail by itself, and tells its caller to keep it when it cannot', () => {
  const { raw } = textMail({ from: STUDENT, to: LIBRARY, subject: 'Aus der Röhre', text: 'Hallo' })
  const taken = spawnSync(BINARY, ['mail', 'deliver', '--data', pult.data], { input: raw })
  assert.equal(taken.status, 0, taken.stderr.toString())
  const env = { ...process.env, PULT_DATABASE__URL: 'postgres://nobody:nothing@127.0.0.1:9/none' }
  const kept = spawnSync(BINARY, ['mail', 'deliver', '--data', pult.data], { input: raw, env })
  assert.equal(kept.status, 75, kept.stderr.toString())
})
