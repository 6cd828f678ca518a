// Mails that no mail program should send, through the LMTP door: each is in the ledger with its raw bytes and an outcome, and the
// server goes on.
// req: B1
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { textMail } from '../lib/mail.mjs'
import { eventually } from '../lib/process.mjs'
import { submit } from '../lib/smtp.mjs'
import { startPult } from '../servers/pult.mjs'

const DESK = 'it-desk@hs-musterstadt.example'
let pult, admin, agent

before(async () => {
  pult = await startPult()
  admin = await pult.as('admin')
  agent = await pult.as('agent.it')
})
after(() => pult?.stop())

const sender = (name) => `bad+${name}@stud.hs-musterstadt.example`
const head = (name) => `From: ${sender(name)}\r\nTo: ${DESK}\r\nSubject: Probe ${name}\r\nMessage-ID: <${name}-${process.pid}@bad.example>\r\nDate: Sun, 22 Nov 2026 12:00:00 +0100\r\n`

function nested(depth) {
  const open = Array.from({ length: depth }, (_, n) => `Content-Type: multipart/mixed; boundary="b${n}"\r\n\r\n--b${n}\r\n`).join('')
  return `${head('nested')}MIME-Version: 1.0\r\n${open}Content-Type: text/plain\r\n\r\nganz innen\r\n`
}

const MAILS = {
  headless: `To: ${DESK}\r\nSubject: Probe headless\r\n\r\nOhne From, Date und Message-ID.\r\n`,
  empty: '\r\n',
  mime: `${head('mime')}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="gibt-es-nicht"\r\n\r\n--anders\r\nContent-Type: text/plain\r\n\r\nText ohne Ende`,
  charset: `${head('charset')}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=x-klingonisch\r\n\r\nGr\xfc\xdfe\r\n`,
  nul: `${head('nul')}X-Nul: a\0b\r\n\r\nvor\0nach\r\n`,
  bits: `From: M\xfcller <${sender('bits')}>\r\nTo: ${DESK}\r\nSubject: Pr\xfcfung\r\n\r\nohne Kodierung\r\n`,
  nested: nested(500),
}

async function rowOf(name) {
  return eventually(`the ledger's row of ${name}`, async () => {
    const row = (await admin.incomingMails()).find((one) => one.envelope_from === sender(name))
    return row && row.outcome !== 'received' && row
  })
}

async function raw(row) {
  const response = await fetch(`${pult.origin}/api/v1/incoming-mails/${row.id}/raw`, { headers: { cookie: admin.cookie } })
  assert.equal(response.status, 200)
  assert.match(response.headers.get('content-type'), /^message\/rfc822/)
  return Buffer.from(await response.arrayBuffer())
}

for (const [name, text] of Object.entries(MAILS)) {
  test(`a mail with a fault (${name}) has a row with its raw bytes and an outcome`, async () => {
    const bytes = Buffer.from(text, 'latin1')
    await submit({ port: pult.lmtpPort, lmtp: true }, { from: sender(name), to: DESK, raw: bytes })
    const row = await rowOf(name)
    assert.notEqual(row.outcome, 'failed', row.reason)
    const kept = await raw(row)
    assert.equal(createHash('sha256').update(kept).digest('hex'), row.sha256)
    assert.ok(kept.includes(bytes.subarray(0, -2)), 'the raw bytes are as they came')
  })
}

test('a mail of 40 MB is recorded with a stub, visible, and set aside', async () => {
  const size = 40 * 1024 * 1024
  const bytes = Buffer.concat([Buffer.from(`${head('huge')}\r\n`), Buffer.alloc(size, 'Zeile um Zeile mit Text, bis es zu viel ist.\r\n')])
  await submit({ port: pult.lmtpPort, lmtp: true, seconds: 120 }, { from: sender('huge'), to: DESK, raw: bytes })
  const row = await rowOf('huge')
  assert.equal(row.outcome, 'quarantined', row.reason)
  assert.equal(row.subject, 'Probe huge')
  assert.ok(row.size >= size, `the row tells the whole size, not ${row.size}`)
})

test('a mail to an address of no queue is taken and opens a ticket in the inbox', async () => {
  const { raw: bytes } = textMail({ from: sender('lost'), to: 'nobody@nowhere.example', subject: 'x', text: 'x' })
  await submit({ port: pult.lmtpPort, lmtp: true }, { from: sender('lost'), to: 'nobody@nowhere.example', raw: bytes })
  assert.equal((await rowOf('lost')).outcome, 'new_ticket')
})

test('the same server still opens tickets afterwards, and ends cleanly', async () => {
  assert.ok(pult.running)
  const { raw: bytes } = textMail({ from: sender('good'), to: DESK, subject: 'Alles in Ordnung', text: 'Noch da?' })
  await submit({ port: pult.lmtpPort, lmtp: true }, { from: sender('good'), to: DESK, raw: bytes })
  const row = await rowOf('good')
  assert.equal(row.outcome, 'new_ticket')
  assert.equal((await agent.ticket(row.ticket_number)).subject, 'Alles in Ordnung')
  const how = await pult.end()
  assert.deepEqual(how, { code: 0, signal: null }, pult.log())
})
