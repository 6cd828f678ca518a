// Macros and webhooks in the browser: an administrator makes a macro by hand, an agent looks at what it would do and runs it; a webhook is
// set up, its secret is shown once, and another program gets a signed message, and once more by a click.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { axeFindings, sidewaysOverflow } from '../lib/axe.mjs'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { DESKTOP, PHONE, startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

let pult, browser, admin, ivo, receiver
const got = []

before(async () => {
  receiver = createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.end('Danke')
    })
  })
  await new Promise((listening) => receiver.listen(0, '127.0.0.1', listening))
  pult = await startPult({ env: { PULT_OUTWARD__ALLOW: '127.0.0.1' } })
  browser = await startBrowser()
  admin = await Person.at(browser, pult.origin)
  await admin.enter('admin')
  ivo = await Person.at(browser, pult.origin)
  await ivo.enter('agent.it')
})
after(async () => {
  await browser?.close()
  await pult?.stop()
  receiver?.close()
})

async function open(subject) {
  const api = await pult.as('agent.it')
  const { id } = await api.queue('it')
  const requester = { name: 'Stella Studentin', address: 'student@stud.hs-musterstadt.example' }
  return (await api.open({ queue_id: id, subject, body: 'Bitte um Hilfe.', channel: 'phone', requester, confirm: false })).number
}

async function toPage(title) {
  await admin.page.goto('/admin')
  const pages = admin.page.getByRole('navigation', { name: admin.word('nav-administration') })
  await pages.getByRole('link', { name: admin.word(title), exact: true }).click()
  await admin.heading().filter({ hasText: admin.word(title) }).waitFor()
}

async function looksRight() {
  for (const size of [DESKTOP, PHONE]) {
    await admin.page.setViewportSize(size)
    assert.deepEqual(await axeFindings(admin.page), [])
    assert.equal(await sidewaysOverflow(admin.page), 0)
  }
  await admin.page.setViewportSize(DESKTOP)
}

const step = (index) => admin.page.locator(`#then-row-${index}`)
const within = (place, key) => place.getByLabel(admin.word(key), { exact: true })

test('a macro is made by hand', async () => {
  await toPage('title-admin-macros')
  await admin.page.getByText(admin.word('macros-none-yet')).waitFor()
  await admin.page.getByRole('link', { name: admin.word('macro-add'), exact: true }).click()
  await admin.page.locator('#f-names-de').fill('Ab in die Werkstatt')
  await admin.page.locator('#f-names-en').fill('Off to the workshop')
  await admin.button('rule-add-action').click()
  await within(step(0), 'rule-action').selectOption('take')
  await admin.button('rule-add-action').click()
  await within(step(1), 'rule-action').selectOption('add_tag')
  await within(step(1), 'postmaster-value').fill('werkstatt')
  await looksRight()
  await admin.button('admin-create').click()
  await admin.page.getByRole('row').filter({ hasText: 'Ab in die Werkstatt' }).waitFor()
})

// req: B11
test('an agent looks at what it would do, and runs it', async () => {
  const number = await open('Notebook klemmt')
  await ivo.page.goto(`/agent/tickets/${number}`)
  await ivo.heading().filter({ hasText: 'Notebook klemmt' }).waitFor()
  await ivo.page.locator('summary').filter({ hasText: ivo.word('action-more') }).click()
  await ivo.button('action-macro').click()
  const dialog = ivo.page.getByRole('dialog', { name: ivo.word('macro-title') })
  await dialog.getByLabel(ivo.word('macro-choice'), { exact: true }).selectOption({ label: 'Ab in die Werkstatt' })
  await dialog.locator('.macro-preview li').filter({ hasText: 'werkstatt' }).waitFor()
  const api = await pult.as('agent.it')
  assert.deepEqual((await api.ticket(number)).tags ?? [], [], 'nothing is done yet')
  assert.deepEqual(await axeFindings(ivo.page), [])
  await dialog.getByRole('button', { name: ivo.word('macro-run'), exact: true }).click()
  await ivo.hears('done-macro', { name: 'Ab in die Werkstatt' })
  const ticket = await api.ticket(number)
  assert.deepEqual(ticket.tags, ['werkstatt'])
  assert.equal(ticket.owner.name, 'Ivo Techniker')
})

test('another program gets a signed message, and once more by a click', async () => {
  await toPage('title-admin-webhooks')
  await admin.page.getByText(admin.word('webhooks-none')).waitFor()
  await admin.page.getByRole('link', { name: admin.word('webhook-add'), exact: true }).click()
  await admin.page.locator('#f-name').fill('Chat')
  await admin.page.locator('#f-url').fill(`http://127.0.0.1:${receiver.address().port}/hooks/1`)
  await admin.page.locator('#f-events').getByRole('checkbox').first().check()
  await looksRight()
  await admin.button('admin-create').click()
  const secret = await admin.page.locator('.webhook-secret').innerText()
  assert.match(secret, /^whsec_/)
  const number = await open('Beamer dunkel')
  const { headers, body } = await eventually('a message comes', () => got[0])
  const signed = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
    .digest('base64')
  assert.equal(headers['webhook-signature'], `v1,${signed}`)
  const said = JSON.parse(body)
  assert.equal(said.type, 'ticket.created')
  assert.equal(said.data.ticket.number, number)
  await admin.page.reload()
  await admin.page.getByRole('row').filter({ hasText: 'Chat' }).getByRole('link').click()
  assert.equal(await admin.page.locator('.webhook-secret').count(), 0, 'it is shown once')
  await admin.page.getByText(admin.word('webhook-deliveries'), { exact: true }).click()
  const message = admin.page.locator('.rule-verdict').filter({ hasText: number })
  await message.getByText(admin.word('webhook-status-sent'), { exact: true }).waitFor()
  await looksRight()
  await message.getByRole('button', { name: admin.word('webhook-replay'), exact: true }).click()
  await eventually('it comes once more', () => got.length === 2)
  assert.equal(got[1].headers['webhook-id'], headers['webhook-id'])
})
