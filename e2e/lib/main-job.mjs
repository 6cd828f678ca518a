// The main job, from the student's mail to the closing mail, as people live it: mail programs on one side, a browser on the other.
import assert from 'node:assert/strict'
import { Person } from './page.mjs'
import { textMail } from './mail.mjs'
import { eventually } from './process.mjs'

export const STUDENT = 'student@stud.hs-musterstadt.example'
export const DESK = 'it-desk@hs-musterstadt.example'
const SUBJECT = 'WLAN im Wohnheim fällt ständig aus'
const LOG = { name: 'fehler.log', type: 'text/plain', bytes: Buffer.from('12:01 wlan0: authentication timed out\n') }
const GUIDE = { name: 'anleitung.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n') }

/** Runs the whole job as steps of the test `t`; the first one that fails ends it, because each builds on those before. */
export async function mainJob(t, { pult, mail, browser }) {
  const agent = await Person.at(browser, pult.origin)
  const student = await Person.at(browser, pult.origin)
  const job = { pult, mail, agent, student }
  const steps = {
    'the student’s mail appears on the agent’s list without reload': arrives,
    'the student gets a receipt with number and link': receipt,
    'the agent opens the ticket, sees the attachment and takes it': takes,
    'the agent’s answer arrives in the student’s mailbox with number and threading headers': answers,
    'the student’s reply joins the ticket, on the open page': joins,
    'a copy of the reply does not join a second time': joinsOnce,
    'an internal note stays inside, and the closing mail arrives': closes,
    'the student sees the closed ticket in the portal, without the note': looksUp,
  }
  try {
    for (const [name, act] of Object.entries(steps)) await step(t, name, () => act(job))
    agent.assertQuiet()
    student.assertQuiet()
  } finally {
    await agent.leave()
    await student.leave()
  }
}

async function step(t, name, act) {
  let failure
  await t.test(name, () =>
    act().catch((error) => {
      failure = error
      throw error
    }),
  )
  if (failure) throw new Error(`the step failed: ${name}`)
}

async function arrives(job) {
  const { agent, mail } = job
  await agent.enter('agent.it')
  await agent.toList()
  await agent.heading().waitFor()
  await agent.mark()
  const request = textMail({
    from: `Mia Beispiel <${STUDENT}>`,
    to: DESK,
    subject: SUBJECT,
    text: 'Guten Tag,\r\n\r\nseit gestern bricht das WLAN in Haus 3 alle paar Minuten ab. Das Protokoll hängt an.\r\n\r\nMia Beispiel',
    attachments: [LOG],
  })
  job.request = request
  await mail.submit({ from: STUDENT, to: DESK, raw: request.raw })
  await agent.row(SUBJECT).waitFor({ timeout: 30_000 })
  assert.ok(await agent.isSamePage(), 'the list was not loaded again')
}

async function receipt({ mail, request, pult }) {
  const arrived = await mail.awaitMail(STUDENT, (one) => one.inReplyTo === request.messageId, { what: 'the receipt' })
  const [, number] = /\[Ticket#(\d+)\]/.exec(arrived.subject) ?? assert.fail(`no number in the subject: ${arrived.subject}`)
  assert.match(arrived.text, new RegExp(`${pult.origin}/tickets/${number}`))
  assert.match(arrived.header('from'), new RegExp(DESK.replace(/\./g, '\\.')))
  assert.match(arrived.header('auto-submitted'), /^auto-replied/)
}

async function takes(job) {
  const { agent } = job
  job.number = await agent.open(SUBJECT)
  assert.match(job.number, /^\d{10,}$/)
  const message = agent.article('seit gestern bricht das WLAN')
  await message.waitFor()
  const [download] = await Promise.all([agent.page.waitForEvent('download'), message.getByRole('link', { name: LOG.name }).click()])
  assert.deepEqual(await read(download), LOG.bytes)
  await agent.take()
  await agent.page.getByText(agent.word('locked-by-me')).waitFor()
}

async function read(download) {
  const chunks = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function answers(job) {
  const { agent, mail, number, request } = job
  await agent.reply('Guten Tag, bitte richten Sie das Profil nach der angehängten Anleitung neu ein.', { files: [GUIDE] })
  const arrived = await mail.awaitMail(STUDENT, (one) => one.text.includes('richten Sie das Profil'), { what: 'the answer' })
  job.answer = arrived
  assert.ok(arrived.subject.includes(`[Ticket#${number}]`), arrived.subject)
  assert.match(arrived.header('from'), /it-desk@hs-musterstadt\.example/)
  assert.ok(arrived.messageId, 'it has a Message-ID')
  assert.equal(arrived.inReplyTo, request.messageId)
  assert.ok(arrived.references.includes(request.messageId), 'References names the request')
  const file = arrived.parts.find((part) => part.name === GUIDE.name)
  assert.deepEqual(file?.bytes, GUIDE.bytes)
}

async function joins(job) {
  const { agent, mail, answer } = job
  await agent.mark()
  const reply = textMail({
    from: `Mia Beispiel <${STUDENT}>`,
    to: DESK,
    subject: `AW: ${answer.subject}`,
    text: 'Danke, das hat geholfen!\r\n\r\nAm 22.11.2026 schrieb der IT-Service:\r\n> bitte richten Sie das Profil neu ein',
    inReplyTo: answer.messageId,
    references: [...answer.references, answer.messageId],
  })
  job.reply = reply
  await mail.submit({ from: STUDENT, to: DESK, raw: reply.raw })
  await agent.article('Danke, das hat geholfen!').waitFor({ timeout: 30_000 })
  assert.ok(await agent.isSamePage(), 'the ticket was not loaded again')
}

async function joinsOnce({ mail, pult, number, reply }) {
  await mail.submit({ from: STUDENT, to: DESK, raw: reply.raw })
  const marker = textMail({ from: STUDENT, to: DESK, subject: 'Nachzügler', text: 'kommt danach' })
  await mail.submit({ from: STUDENT, to: DESK, raw: marker.raw })
  const agent = await pult.as('agent.it')
  await eventually('a later mail is worked on', async () => (await agent.tickets('Nachzügler')).some((ticket) => ticket.subject === 'Nachzügler'))
  const copies = (await agent.articles(number)).filter((article) => article.text.includes('das hat geholfen'))
  assert.equal(copies.length, 1)
}

async function closes({ agent, mail, number, pult }) {
  await agent.note('Intern: Access Point in Haus 3 beobachten.')
  const note = agent.page.getByRole('article', { name: new RegExp(`^${agent.word('article-internal')}`) })
  await note.filter({ hasText: 'Access Point' }).waitFor()
  await agent.close()
  const arrived = await mail.awaitMail(STUDENT, (one) => one.subject.includes(number) && /abgeschlossen|has been closed|is closed/.test(one.text), { what: 'the closing mail' })
  assert.ok(arrived.references.length > 0, 'the closing mail is part of the thread')
  const mailbox = await mail.openMailbox(STUDENT)
  const inbox = await mailbox.mails()
  await mailbox.close()
  assert.ok(inbox.every((one) => !one.text.includes('Access Point')), 'the note left in no mail')
  assert.equal((await (await pult.as('agent.it')).ticket(number)).state_type, 'closed')
}

async function looksUp({ student, number }) {
  await student.enter('student')
  await student.page.waitForURL('**/portal')
  const row = student.row(number)
  await row.getByText(student.word('portal-state-closed')).waitFor()
  await row.getByRole('link').click()
  await student.article('nach der angehängten Anleitung').waitFor()
  await student.article('Danke, das hat geholfen!').waitFor()
  assert.equal(await student.page.getByText('Access Point').count(), 0)
}
