// A queue from the wish to its first day: asked for in the portal, approved or refused by whoever decides, and whoever asked is told.
// req: C12 C13 E8
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axeFindings, sidewaysOverflow } from '../lib/axe.mjs'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

let pult, browser, ivo, admin

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  ivo = await Person.at(browser, pult.origin)
  await ivo.enter('agent.it')
  admin = await Person.at(browser, pult.origin)
  await admin.enter('admin')
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

async function looksRight(person) {
  assert.deepEqual(await axeFindings(person.page), [])
  await person.page.setViewportSize({ width: 320, height: 640 })
  assert.equal(await sidewaysOverflow(person.page), 0)
  await person.page.setViewportSize({ width: 1280, height: 900 })
}

async function ask(de, en) {
  await ivo.page.goto('/portal/new-queue')
  await ivo.page.locator('#name-de').fill(de)
  await ivo.page.locator('#name-en').fill(en)
  await ivo.page.locator('#reason').fill('Viele Anfragen zu einem Thema.')
  await ivo.page.locator('button[type=submit]').click()
  await ivo.page.waitForURL(/\/portal\/tickets\/\d+/)
  return /tickets\/(\d+)/.exec(ivo.page.url())[1]
}

async function decide(name) {
  await admin.page.goto('/admin/queue-requests')
  await admin.page.getByRole('link', { name, exact: true }).click()
  await admin.page.locator('#request-title').filter({ hasText: name }).waitFor()
}

test('what is wrong is said at the field', async () => {
  await ivo.page.goto('/portal/new-queue')
  await ivo.page.locator('#name-de').waitFor()
  await looksRight(ivo)
  await ivo.page.locator('button[type=submit]').click()
  await ivo.page.locator('#reason-error').filter({ hasText: ivo.word('field-error-required') }).waitFor()
})

test('an approval makes the queue, and whoever asked is told', async () => {
  const number = await ask('Institut für Physik', 'Department of Physics')
  await decide('Institut für Physik')
  await looksRight(admin)
  await admin.page.locator('#request-address').fill('physik@hs-musterstadt.example')
  await admin.button('queue-request-approve').click()
  await admin.page.locator('.notice').filter({ hasText: admin.word('queue-request-approved') }).waitFor()
  const api = await pult.as('agent.it')
  await eventually('they work in the queue', async () => (await api.get('/queues')).items.some((queue) => queue.path.endsWith('institut_fuer_physik')))
  await ivo.page.goto(`/portal/tickets/${number}`)
  await ivo.page.getByText('physik@hs-musterstadt.example').first().waitFor()
})

test('a refusal needs a reason, which reaches whoever asked', async () => {
  const number = await ask('Institut für Chemie', 'Department of Chemistry')
  await decide('Institut für Chemie')
  await admin.button('queue-request-refuse').click()
  await admin.page.locator('#request-refusal-error').filter({ hasText: admin.word('field-error-required') }).waitFor()
  await admin.page.locator('#request-refusal').fill('Die Queue gibt es schon unter Physik.')
  await admin.button('queue-request-refuse').click()
  await admin.page.locator('.notice').filter({ hasText: admin.word('queue-request-refused') }).waitFor()
  await ivo.page.goto(`/portal/tickets/${number}`)
  await ivo.page.getByText('Die Queue gibt es schon unter Physik.').first().waitFor()
})
