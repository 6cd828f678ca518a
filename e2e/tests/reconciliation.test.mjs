// Mailbox and ledger are the same, with a real Dovecot: the difference is zero in normal life, and what somebody moved by hand is found,
// shown to the administrator, and taken in.
// req: B1, E19
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { textMail } from '../lib/mail.mjs'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startMail } from '../servers/mail.mjs'
import { startPult } from '../servers/pult.mjs'

const DESK = 'it-desk@hs-musterstadt.example'
const STUDENT = 'student@stud.hs-musterstadt.example'
const DONE = 'Pult/Done'

const started = []
let mail, pult, browser

before(async () => {
  started.push((mail = await startMail()))
  started.push((pult = await startPult({ mail, imap: [{ login: DESK, name: 'it-desk', queue: 'it' }] })))
  browser = await startBrowser()
  started.push({ stop: () => browser.close() })
})
after(async () => {
  for (const server of started.reverse()) await server.stop()
})

const written = (subject) => textMail({ from: STUDENT, to: DESK, subject, text: 'Bitte um Hilfe.' })

test('mailbox and ledger are compared, and what is missing is taken in', async () => {
  const admin = await pult.as('admin')
  for (const n of [1, 2, 3]) {
    await mail.submit({ from: STUDENT, to: DESK, raw: written(`Anliegen ${n}`).raw })
  }
  await eventually('three tickets', async () => (await admin.tickets()).length === 3)
  // A mail is moved after it is recorded, so a moment later.
  const compared = async () => (await admin.post('/reconciliations')).items[0]
  const equal = await eventually('three mails in the folder', async () => {
    const result = await compared()
    return result.done === 3 && result
  })
  assert.deepEqual([equal.unrecorded, equal.error], [[], undefined], JSON.stringify(equal))

  const mailbox = await mail.openMailbox(DESK)
  await mailbox.lay(DONE, written('Von Hand verschoben').raw)
  await mailbox.close()
  assert.throws(() => pult.command(['mail', 'reconcile', '--config', `${pult.room}/pult.toml`, '--data', pult.data]))

  const person = await Person.at(browser, pult.origin)
  await person.enter('admin')
  await person.page.goto('/admin/mail/incoming')
  const part = person.page.locator('.mailboxes')
  await part.getByText('Von Hand verschoben').waitFor()
  await part.getByRole('button', { name: person.word('mailbox-take-in-all') }).click()
  await part.getByText(person.word('mailboxes-equal')).waitFor()
  await eventually('the ticket of what was taken in', async () => (await admin.tickets()).length === 4)
  assert.equal((await admin.get('/incoming-mails/count')).unrecorded, 0)
})
