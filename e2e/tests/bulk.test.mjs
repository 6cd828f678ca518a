// Many tickets at once: each customer gets a mail of their own, what could not be done is listed in words until it is read, and a job
// can be stopped.
// req: B11
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { makeField } from '../lib/team.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

const MANY = 300

let pult, browser, ivo, api

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  api = await pult.as('agent.it')
  const wlan = await api.queue('it/wlan')
  await makeField(pult, 'room', 'text', 'Raum', { required_on_close: true, queue_ids: [wlan.id] })
  ivo = await Person.at(browser, pult.origin)
  await ivo.enter('agent.it')
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

async function open(queue, subject, n) {
  const { id } = await api.queue(queue)
  const requester = { name: `Kunde ${n}`, address: `kunde${n}@stud.hs-musterstadt.example` }
  return (await api.open({ queue_id: id, subject, body: 'Bitte um Hilfe.', channel: 'phone', requester, confirm: false })).number
}

const dialog = () => ivo.page.locator('#bulk')
const job = () => ivo.page.locator('.job')

async function select(query) {
  await ivo.page.goto(`/agent?view=all&q=${encodeURIComponent(query)}`)
  await ivo.page.locator('.ticket-row .row-link').first().waitFor()
  await ivo.page.locator('#select-all').check()
  await ivo.button('bulk-edit').click()
  await dialog().locator('#bulk-state').waitFor()
}

test('each customer gets an answer of their own, and what could not be closed says why', async () => {
  const closable = [await open('it', 'Störung Haus 3', 1), await open('it', 'Störung Haus 3', 2)]
  const lacking = await open('it/wlan', 'Störung Haus 3', 3)
  await select('Störung')
  await dialog().locator('summary').filter({ hasText: ivo.word('bulk-messages') }).click()
  await dialog().locator('#bulk-reply').fill('Guten Tag {{ customer.name }}, die Störung ist behoben.')
  await dialog().locator('#bulk-state').selectOption('closed_successful')
  await dialog().locator('button[type=submit]').click()
  await job().getByRole('button', { name: ivo.word('bulk-put-away') }).waitFor()
  const failure = job().locator('.job-failures li')
  await failure.filter({ hasText: lacking }).filter({ hasText: `Raum: ${ivo.word('field-error-required')}` }).waitFor()
  assert.equal(await failure.count(), 1)
  for (const number of closable) assert.equal((await api.ticket(number)).state, 'closed_successful')
  assert.notEqual((await api.ticket(lacking)).state_type, 'closed')
  const admin = await pult.as('admin')
  const told = await eventually('both mails are ordered', async () => {
    const mails = (await admin.outgoingMails()).filter((mail) => mail.kind === 'reply')
    return mails.length >= 2 && mails
  })
  assert.deepEqual(told.map((mail) => mail.ticket_number).sort(), [...closable].sort())
  const texts = await Promise.all(told.map((mail) => admin.get(`/outgoing-mails/${mail.id}`)))
  for (const n of [1, 2]) assert.ok(texts.some(({ text }) => text.includes(`Guten Tag Kunde ${n}, die Störung ist behoben.`)))
})

test('failures stay until they were read, also for who comes back later', async () => {
  await ivo.page.goto('/agent/dashboard')
  await ivo.heading().waitFor()
  await ivo.page.reload()
  await ivo.page.goto('/agent')
  await job().locator('.job-failures li').filter({ hasText: 'Raum' }).waitFor()
  await ivo.button('bulk-put-away').click()
  await job().waitFor({ state: 'detached' })
  await ivo.page.reload()
  await ivo.page.locator('.ticket-row').first().waitFor()
  await ivo.page.waitForTimeout(500)
  assert.equal(await job().count(), 0)
})

test('facts, fields and people are set together', async () => {
  await select('Störung')
  await dialog().locator('#bulk-responsible').selectOption('me')
  await dialog().locator('#bulk-due').fill('2030-01-02T09:00')
  await dialog().locator('summary').filter({ hasText: ivo.word('bulk-own-fields') }).click()
  await dialog().locator('#bulk-field-room').fill('C 3')
  await dialog().locator('summary').filter({ hasText: ivo.word('bulk-relations') }).click()
  await dialog().getByRole('combobox', { name: ivo.word('bulk-participants') }).fill('mensa@hs-musterstadt.example')
  await ivo.page.keyboard.press('Enter')
  await dialog().locator('button[type=submit]').click()
  // The field is one of the WLAN queue only: the others say so.
  await eventually('the ticket of the WLAN queue has all of it', async () => {
    const [ticket] = await api.tickets('queue:it/wlan')
    return ticket.fields?.room === 'C 3' && ticket.due_at && ticket.responsible && ticket.participants.length === 1
  })
  await job().getByRole('button', { name: ivo.word('bulk-put-away') }).click()
})

// req: B9
test('an answer by template speaks to each person', async () => {
  const numbers = [await open('it', 'Mahnung', 7), await open('it', 'Mahnung', 8)]
  const text = (greeting) => `${greeting} {{ customer.name }}, zu {{ ticket.number }}.`
  const template = { names: { de: 'Sammelantwort', en: 'For many' }, kind: 'answer', body: { de: text('Guten Tag'), en: text('Hello') } }
  await (await pult.as('admin')).post('/templates', template)
  await select('Mahnung')
  await dialog().locator('summary').filter({ hasText: ivo.word('bulk-messages') }).click()
  await dialog().locator('#bulk-template option').filter({ hasText: 'Sammelantwort' }).waitFor({ state: 'attached' })
  await dialog().locator('#bulk-template').selectOption({ label: 'Sammelantwort' })
  assert.equal(await dialog().locator('#bulk-reply').count(), 0, 'the template is the text')
  await dialog().locator('button[type=submit]').click()
  await job().getByRole('button', { name: ivo.word('bulk-put-away') }).click()
  for (const [n, number] of numbers.entries()) {
    const texts = (await api.articles(number)).map((article) => article.text)
    assert.ok(texts.some((one) => one.includes(`Guten Tag Kunde ${n + 7}, zu ${number}.`)), texts.join())
  }
})

// req: C9
test('a selection becomes an incident with one ticket above', async () => {
  for (const n of [11, 12, 13]) await open('it', 'Kernnetz weg', n)
  await select('Kernnetz')
  await dialog().locator('summary').filter({ hasText: ivo.word('bulk-relations') }).click()
  await dialog().getByLabel(ivo.word('bulk-incident')).check()
  await dialog().locator('button[type=submit]').click()
  await job().getByRole('button', { name: ivo.word('bulk-put-away') }).waitFor()
  const above = job().getByRole('link')
  const number = /\d{10,}/.exec(await above.textContent())[0]
  const made = await api.ticket(number)
  assert.deepEqual(made.links.map((link) => link.kind), ['child', 'child', 'child'])
  await above.click()
  await ivo.page.getByRole('heading', { level: 1 }).filter({ hasText: 'Kernnetz weg' }).waitFor()
})

test('a job that runs is stopped; what was done stays done', async () => {
  await Promise.all(Array.from({ length: MANY }, (_, n) => open('it', 'Rundruf', n)))
  await select('Rundruf')
  await dialog().locator('summary').filter({ hasText: ivo.word('bulk-messages') }).click()
  await dialog().locator('#bulk-reply').fill('Bitte beachten Sie die Wartung.')
  await dialog().locator('button[type=submit]').click()
  await job().getByRole('button', { name: ivo.word('bulk-stop') }).click()
  await job().getByRole('button', { name: ivo.word('bulk-put-away') }).waitFor()
  const [last] = (await api.get('/bulk-jobs')).items
  assert.equal(last.status, 'stopped')
  assert.ok(last.done < MANY, `${last.done} of ${MANY} were done before it stopped`)
  await ivo.page.waitForTimeout(1500)
  const [later] = (await api.get('/bulk-jobs')).items
  assert.equal(later.done, last.done, 'nothing goes on')
  ivo.assertQuiet()
})
