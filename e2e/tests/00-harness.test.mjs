// The harness itself, without Pult: mail by SMTP through Postfix into Dovecot and out by IMAP over TLS, and a PostgreSQL that comes and goes.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { textMail } from '../lib/mail.mjs'
import { startMail } from '../servers/mail.mjs'
import { startPostgres } from '../servers/postgres.mjs'

let mail

before(async () => {
  mail = await startMail()
})
after(() => mail?.stop())

test('a mail goes by SMTP through Postfix into a mailbox and is read by IMAP', async () => {
  const sent = textMail({
    from: 'Mia Beispiel <student@stud.hs-musterstadt.example>',
    to: 'it-desk@hs-musterstadt.example',
    subject: 'Drucker im Flur – bitte prüfen',
    text: 'Guten Tag,\r\n\r\nder Drucker zieht kein Papier ein.\r\n.\r\nGrüße',
  })
  await mail.submit({ from: 'student@stud.hs-musterstadt.example', to: 'it-desk@hs-musterstadt.example', raw: sent.raw })
  const arrived = await mail.awaitMail('it-desk@hs-musterstadt.example', (one) => one.messageId === sent.messageId)
  assert.equal(arrived.subject, 'Drucker im Flur – bitte prüfen')
  assert.match(arrived.text, /zieht kein Papier ein\.\r\n\.\r\nGrüße/)
  assert.match(arrived.header('delivered-to'), /it-desk@hs-musterstadt\.example/)
})

test('Postfix refuses an address that nobody has', async () => {
  const { raw } = textMail({ from: 'student@stud.hs-musterstadt.example', to: 'nobody@hs-musterstadt.example', subject: 'x', text: 'x' })
  await assert.rejects(mail.submit({ from: 'student@stud.hs-musterstadt.example', to: 'nobody@hs-musterstadt.example', raw }), { code: 550 })
})

test('IMAP refuses a wrong password', async () => {
  const { Mailbox } = await import('../lib/imap.mjs')
  const { readFileSync } = await import('node:fs')
  const open = Mailbox.open({ port: mail.imapPort, ca: readFileSync(mail.caFile), login: 'student@stud.hs-musterstadt.example', password: 'wrong' })
  await assert.rejects(open, /AUTHENTICATIONFAILED/)
})

test('PostgreSQL can be halted and started again with its data', async () => {
  const postgres = await startPostgres({ durable: true })
  try {
    postgres.createDatabase('pult')
    postgres.query('pult', 'create table t as select 42 as n')
    await postgres.halt()
    assert.throws(() => postgres.query('pult', 'select n from t'))
    await postgres.start()
    assert.equal(postgres.query('pult', 'select n from t'), '42')
  } finally {
    await postgres.stop()
  }
})
