// The agents' desk: the list that draws only what is seen, the keyboard, bulk actions, saved views, completion, and the theme.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually } from '../lib/process.mjs'
import { Person } from '../lib/page.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

const TICKETS = 240

let pult, browser, person, api, queue

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  api = await pult.as('agent.it')
  queue = await api.queue('it')
  for (let n = 1; n <= TICKETS; n += 1) await open(`Anfrage ${String(n).padStart(3, '0')}`)
  person = await Person.at(browser, pult.origin)
  await person.enter('agent.it')
})
after(async () => {
  await person?.leave()
  await browser?.close()
  await pult?.stop()
})

const open = (subject) =>
  api.open({ queue_id: queue.id, subject, body: 'Bitte um Hilfe.', channel: 'phone', requester: { name: 'Mia Beispiel', address: 'student@stud.hs-musterstadt.example' } })

const list = () => person.page.locator('#ticket-list')
const rows = () => list().locator('.ticket-row')

async function show(address) {
  await person.page.goto(address)
  await rows().first().locator('.row-link').waitFor()
}

test('only what is seen is drawn, and the whole list can be reached', async () => {
  const windows = []
  person.page.on('request', (request) => /\/tickets\?.*offset=/.test(request.url()) && windows.push(Number(/offset=(\d+)/.exec(request.url())[1])))
  await show('/agent?view=all&sort=created_asc&queue=it')
  await person.page.locator('#list-count').filter({ hasText: String(TICKETS) }).waitFor()
  assert.ok((await rows().count()) < 80, 'not all rows are drawn')
  assert.equal(await list().locator('table').getAttribute('aria-rowcount'), String(TICKETS + 1))
  assert.deepEqual(windows, [0], 'one window was asked for')
  await list().evaluate((element) => element.scrollTo(0, element.scrollHeight))
  const last = person.row(`Anfrage ${TICKETS}`)
  await last.waitFor()
  assert.equal(await last.getAttribute('aria-rowindex'), String(TICKETS + 1))
  assert.ok((await rows().count()) < 80)
})

test('a ticket that comes in takes nobody the focus', async () => {
  await show('/agent?queue=it&sort=created_desc')
  await person.row(`Anfrage ${TICKETS}`).waitFor()
  for (let n = 0; n < 4; n += 1) await person.page.keyboard.press('j')
  const focused = () => person.page.evaluate(() => document.activeElement.textContent.trim())
  const before = await focused()
  assert.match(before, /^Anfrage \d+$/)
  await open('Kommt gerade herein')
  await person.row('Kommt gerade herein').waitFor()
  assert.equal(await focused(), before)
  await person.page.keyboard.press('k')
  assert.notEqual(await focused(), before)
})

test('the way back from a ticket leads to the same list, to the same place, to the same row', async () => {
  const address = '/agent?view=all&sort=created_asc&queue=it'
  await show(address)
  const top = () => list().evaluate((element) => element.scrollTop)
  await list().evaluate((element) => element.scrollTo(0, 110 * element.querySelector('.ticket-row').offsetHeight))
  const row = () => person.row('Anfrage 117')
  await row().locator('.row-select').check()
  const before = await top()
  assert.ok(before > 1000)
  const ways = [() => person.page.getByRole('link', { name: person.word('back-to-list') }).click(), () => person.page.keyboard.press('u'), () => person.page.goBack()]
  for (const back of ways) {
    await person.open('Anfrage 117')
    await back()
    await eventually('the row has the focus', async () => (await person.page.evaluate(() => document.activeElement.textContent.trim())) === 'Anfrage 117')
    const asked = (url) => [...new URL(url, pult.origin).searchParams].sort().join(' ')
    assert.equal(asked(person.page.url()), asked(address))
    assert.ok(Math.abs((await top()) - before) < 2, `scrolled to ${await top()} instead of ${before}`)
    assert.equal(await person.page.locator('.row-selected').count(), 1, 'what was selected still is')
  }
  await row().locator('.row-select').uncheck()
})

test('the row that takes the place of the focused one has the focus', async () => {
  await show('/agent?queue=it&sort=created_asc')
  const focused = () => person.page.evaluate(() => document.activeElement.textContent.trim())
  for (let n = 0; n < 3; n += 1) await person.page.keyboard.press('j')
  const before = await focused()
  const number = await person.page.evaluate(() => /\d+$/.exec(document.activeElement.pathname)[0])
  await api.apply(number, { type: 'set_state', state: 'closed_successful' })
  await person.row(before).waitFor({ state: 'detached' })
  await eventually('the next row has the focus', async () => /^Anfrage \d+$/.test(await focused()) && (await focused()) > before)
  await api.apply(number, { type: 'set_state', state: 'open' })
})

test('tickets are selected by keyboard and changed together', async () => {
  await show('/agent?view=all&sort=created_asc&queue=it')
  const keys = person.page.keyboard
  await keys.press('j')
  await keys.press('x')
  for (let n = 0; n < 4; n += 1) await keys.press('j')
  await keys.press('Shift+X')
  await person.page.locator('.row-selected').nth(4).waitFor()
  await person.button('bulk-edit').click()
  const dialog = person.page.locator('#bulk')
  await dialog.locator('#bulk-add-tag').fill('pruefen')
  await dialog.locator('#bulk-priority').selectOption('5')
  await dialog.locator('button[type=submit]').click()
  await person.page.locator('.job').filter({ hasText: '5' }).getByRole('button', { name: person.word('bulk-put-away') }).waitFor()
  const found = await api.tickets('tag:pruefen')
  assert.deepEqual(found.map((ticket) => ticket.subject).sort(), ['Anfrage 001', 'Anfrage 002', 'Anfrage 003', 'Anfrage 004', 'Anfrage 005'])
  assert.ok(found.every((ticket) => ticket.priority === 5))
  await person.button('bulk-put-away').click()
})

test('all tickets of a filter but one are changed together', async () => {
  await show('/agent?view=all&sort=created_asc&q=tag:pruefen')
  await person.page.locator('#select-all').check()
  await rows().first().locator('.row-select').uncheck()
  await person.button('bulk-edit').click()
  const dialog = person.page.locator('#bulk')
  await dialog.locator('#bulk-remove-tag').fill('pruefen')
  await dialog.locator('button[type=submit]').click()
  await eventually('one ticket keeps the tag', async () => (await api.tickets('tag:pruefen')).length === 1)
  assert.equal((await api.tickets('tag:pruefen'))[0].subject, 'Anfrage 001')
})

test('a search becomes a view, a folder with a counter', async () => {
  await show('/agent?q=priority:5&queue=it&sort=created_asc')
  await person.button('saved-view-make').click()
  const dialog = person.page.getByRole('dialog', { name: person.word('saved-view-make') })
  await dialog.getByLabel(person.word('saved-view-name'), { exact: true }).fill('Sehr dringend')
  await dialog.locator('button[type=submit]').click()
  await person.heading().filter({ hasText: 'Sehr dringend' }).waitFor()
  await person.row('Anfrage 001').waitFor()
  const folder = person.page.locator('#saved-views').getByRole('link', { name: /Sehr dringend/ })
  await folder.filter({ hasText: '5' }).waitFor()
  await person.button('saved-view-change').click()
  await person.button('saved-view-delete').click()
  await person.button('saved-view-delete-sure').click()
  await folder.waitFor({ state: 'detached' })
})

test('the filter box completes fields, values and tags', async () => {
  await show('/agent')
  const box = person.page.locator('#search')
  const keys = person.page.keyboard
  await box.pressSequentially('sta')
  await keys.press('ArrowDown')
  await keys.press('Enter')
  assert.equal(await box.inputValue(), 'state:')
  await box.pressSequentially('clo')
  await keys.press('ArrowDown')
  await keys.press('Enter')
  assert.equal(await box.inputValue(), 'state:closed ')
  await box.pressSequentially('tag:pru')
  await person.page.getByRole('option', { name: /pruefen/ }).waitFor()
  await keys.press('ArrowDown')
  await keys.press('Enter')
  assert.equal(await box.inputValue(), 'state:closed tag:pruefen ')
})

test('the chosen theme and columns stay with the person', async () => {
  await person.page.goto('/preferences')
  await person.page.locator('#theme').selectOption('contrast')
  await person.button('save').click()
  await person.hears('preferences-saved')
  await show('/agent')
  assert.equal(await person.page.evaluate(() => document.documentElement.dataset.theme), 'contrast')
  await person.button('columns-choose').click()
  const dialog = person.page.getByRole('dialog', { name: person.word('columns-title') })
  await dialog.getByRole('checkbox', { name: person.word('col-tags') }).check()
  await dialog.getByRole('checkbox', { name: person.word('col-owner'), exact: true }).uncheck()
  await dialog.getByRole('button', { name: person.word('apply'), exact: true }).click()
  await person.page.getByRole('columnheader', { name: person.word('col-tags') }).waitFor()
  await person.page.reload()
  await person.page.getByRole('columnheader', { name: person.word('col-tags') }).waitFor()
  assert.equal(await person.page.getByRole('columnheader', { name: person.word('col-owner'), exact: true }).count(), 0)
  person.assertQuiet()
})
