// An organisation from its settings to the portal: set up by hand, seen by its members as a second list, and gone with the switch.
// req: D2 D17 E3
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axeFindings, sidewaysOverflow } from '../lib/axe.mjs'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

let pult, browser, admin, lotte, number

/** Gives somebody an organisation, as an administrator does on the page *People*. */
async function belongs(api, login, organisation) {
  const found = (await api.get(`/people?query=${login}`)).items.find((person) => person.login === login)
  const profile = await api.get(`/people/${found.id}/profile`)
  const { name, language, affiliation, phone, room, administrator, addresses } = profile
  await api.call('PUT', `/people/${found.id}`, { name, login, language, affiliation, phone, room, administrator, addresses, organisation })
}

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  const api = await pult.as('admin')
  await belongs(api, 'student', 'FB 3')
  await belongs(api, 'agent.lib', 'fb 3')
  const student = await pult.as('student')
  const queue = (await student.get('/queues')).items.find((queue) => queue.path === 'it')
  number = (await student.post('/tickets', { queue_id: queue.id, subject: 'Drucker im Fachbereich', body: 'Er druckt nicht.' })).number
  admin = await Person.at(browser, pult.origin)
  await admin.enter('admin')
  lotte = await Person.at(browser, pult.origin)
  await lotte.enter('agent.lib')
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

/** The two lists of the portal. */
const lists = (person) => person.page.getByRole('navigation', { name: person.word('portal-lists') })

/** Opens the portal, and waits for the own list. */
async function ownList() {
  await lotte.page.goto('/portal')
  await lotte.page.getByText(lotte.word('portal-empty')).waitFor()
}

/** Sets the switches of the organisation, and waits until they are saved. */
async function switched(labels) {
  labels = { 'organisation-see': false, 'organisation-reply': false, ...labels }
  await admin.page.goto('/admin/organisations')
  await admin.page.locator('.admin-table').getByRole('link', { name: 'FB 3' }).click()
  const form = admin.page.locator('.admin-editor')
  for (const [label, on] of Object.entries(labels)) {
    const box = form.getByLabel(admin.word(label), { exact: true })
    await box.waitFor()
    await box.setChecked(on)
  }
  await form.locator('button[type=submit]').click()
  const api = await pult.as('admin')
  const wanted = [Boolean(labels['organisation-see']), Boolean(labels['organisation-reply'])]
  await eventually('it is saved', async () => {
    const saved = (await api.get('/organisations')).items[0].organisation
    return saved.members_see === wanted[0] && saved.members_reply === wanted[1]
  })
}

test('without an organisation that is switched on there is one list', async () => {
  await ownList()
  assert.equal(await lists(lotte).count(), 0)
  const api = await pult.as('agent.lib')
  await assert.rejects(api.get(`/tickets/${number}`))
})

test('a name that people have becomes an organisation', async () => {
  await admin.page.goto('/admin/organisations')
  await admin.page.getByRole('heading', { name: admin.word('organisations-unknown') }).waitFor()
  await looksRight(admin)
  // A name of those that people have leads to the form.
  await admin.page.getByRole('link', { name: /^fb 3$/i }).click()
  const form = admin.page.locator('.admin-editor')
  const name = form.getByLabel(admin.word('admin-name'), { exact: true })
  await eventually('the name is there', async () => /^fb 3$/i.test(await name.inputValue()))
  await name.fill('')
  await form.locator('button[type=submit]').click()
  await form.getByText(admin.word('field-error-required')).first().waitFor()
  await name.fill('FB 3')
  await form.locator('button[type=submit]').click()
  await admin.page.locator('.admin-table').getByRole('link', { name: 'FB 3' }).waitFor()
  await admin.page.getByRole('heading', { name: admin.word('organisations-unknown') }).waitFor({ state: 'detached' })
  await looksRight(admin)
})

test('members see the list, read, and answer by the second switch', async () => {
  await switched({ 'organisation-see': true })
  await ownList()
  await lists(lotte).getByRole('link').nth(1).click()
  const row = lotte.page.getByRole('link', { name: 'Drucker im Fachbereich' })
  await row.waitFor()
  await looksRight(lotte)
  await row.click()
  await lotte.page.getByText(lotte.word('portal-by-organisation-only')).waitFor()
  await lotte.page.getByText('Er druckt nicht.').waitFor()
  assert.equal(await lotte.page.locator('#answer-body').count(), 0)
  await looksRight(lotte)

  await switched({ 'organisation-see': true, 'organisation-reply': true })
  await lotte.page.reload()
  await lotte.page.locator('#answer-body').fill('Bei mir auch nicht.')
  await lotte.button('send-answer').click()
  const student = await pult.as('student')
  await eventually('the answer is there', async () => (await student.get(`/tickets/${number}/articles`)).items.length === 2)
})

test('what is switched off is gone', async () => {
  await switched({ 'organisation-see': false })
  await ownList()
  assert.equal(await lists(lotte).count(), 0)
  await lotte.page.goto(`/portal/tickets/${number}`)
  await lotte.page.getByText(lotte.word('error-ticket_not_found')).first().waitFor()
})

test('the rights say why somebody sees what they see', async () => {
  await switched({ 'organisation-see': true })
  const api = await pult.as('admin')
  const found = (await api.get('/people?query=agent.lib')).items.find((person) => person.login === 'agent.lib')
  await admin.page.goto(`/admin/rights?person=${found.id}&ticket=${number}`)
  await admin.page.getByText(admin.word('admin-rights-organisation-ticket')).waitFor()
  await looksRight(admin)
})
