// What an agent's list, form and dashboard do in daily work: sorting by the heads, counters that move by themselves, whoever is mentioned
// hears it and finds it again, a new ticket with everything that is known of it, accounted time; and a customer's draft on another device.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { joinDesk } from '../lib/team.mjs'
import { PHONE, startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

let pult, browser, ivo, api, admin

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  await joinDesk(pult)
  api = await pult.as('agent.it')
  admin = await pult.as('admin')
  const names = { de: 'Beamer im Hörsaal', en: 'Projector' }
  await admin.call('PUT', '/services/beamer', { key: 'beamer', names, position: 5, valid: true })
  ivo = await Person.at(browser, pult.origin)
  await ivo.enter('agent.it')
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

async function open(subject, queue = 'it') {
  const { id } = await api.queue(queue)
  const requester = { name: 'Mia Beispiel', address: 'student@stud.hs-musterstadt.example' }
  return api.open({ queue_id: id, subject, body: 'Bitte um Hilfe.', channel: 'phone', requester, confirm: false })
}

const subjects = () => ivo.page.locator('.ticket-row .row-link').allTextContents()
const head = (key) => ivo.page.getByRole('columnheader', { name: ivo.word(key) })

// req: E10
test('the heads put the list in order, in both directions', async () => {
  for (const subject of ['Überweisung', 'zoom', 'Drucker', 'Ärger']) await open(subject)
  const up = ['Ärger', 'Drucker', 'Überweisung', 'zoom']
  await ivo.page.goto('/agent?queue=it')
  await ivo.row('zoom').waitFor()
  await head('col-subject').getByRole('button').click()
  await eventually('by subject', async () => JSON.stringify(await subjects()) === JSON.stringify(up))
  assert.equal(await head('col-subject').getAttribute('aria-sort'), 'ascending')
  await head('col-subject').getByRole('button').click()
  await eventually('the other way round', async () => JSON.stringify(await subjects()) === JSON.stringify([...up].reverse()))
  assert.match(ivo.page.url(), /sort=subject_desc/)
  for (const column of ['col-number', 'col-requester', 'col-queue', 'col-state', 'col-owner', 'col-priority', 'col-updated']) {
    await head(column).getByRole('button').click()
    await eventually(column, async () => (await head(column).getAttribute('aria-sort')) !== null && (await subjects()).length === 4)
  }
})

// req: B10
test('the counters of the tree move by themselves', async () => {
  await ivo.page.goto('/agent?queue=it/wlan')
  const entry = ivo.page.locator('a.tree-link').filter({ hasText: 'WLAN' })
  await entry.waitFor()
  const number = async () => Number(await entry.locator('.count').textContent())
  const before = await number()
  const began = Date.now()
  await open('Kein Netz im Wohnheim', 'it/wlan')
  await eventually('the counter moved', async () => (await number()) === before + 1)
  await ivo.row('Kein Netz im Wohnheim').waitFor()
  assert.ok(Date.now() - began < 10_000)
})

test('whoever is mentioned hears it at once, and finds it on the dashboard', async () => {
  const ticket = await open('Rückfrage zum Vertrag')
  await ivo.page.goto('/preferences')
  await ivo.button('save').waitFor()
  const { person } = await api.get('/session')
  const lotte = await pult.as('agent.lib')
  await lotte.apply(ticket.number, { type: 'note', body: `@${person.name} bitte ansehen`, mentions: [person.id] })
  await ivo.hears('live-mentioned', { number: ticket.number })
  await ivo.button('open-ticket').click()
  await ivo.article('bitte ansehen').waitFor()
  await ivo.page.goto('/agent/dashboard')
  const section = ivo.page.getByRole('region', { name: ivo.word('section-mentioned') })
  await section.getByRole('link', { name: 'Rückfrage zum Vertrag' }).waitFor()
  await ivo.page.goto(`/agent?view=all&q=${encodeURIComponent('mentioned:me')}`)
  await ivo.row('Rückfrage zum Vertrag').waitFor()
  assert.equal((await subjects()).length, 1)
})

// req: A10, B3
test('a new ticket is opened with all that is known of it', async () => {
  const other = await open('Beamer defekt seit Montag')
  await ivo.page.goto('/agent/new')
  await ivo.page.locator('#requester').fill('student@stud.hs-musterstadt.example')
  await ivo.page.keyboard.press('Enter')
  // Whoever is known at the address is that person: their open tickets stand beside it.
  await ivo.page.locator('#open-tickets-title').waitFor()
  const queue = ivo.page.locator('#queue')
  await queue.selectOption(await queue.locator('option').filter({ hasText: 'IT-Service-Desk' }).first().getAttribute('value'))
  await ivo.page.locator('#service').selectOption('beamer')
  await ivo.page.locator('#priority').selectOption('4')
  await ivo.page.locator('#subject').fill('Beamer geht wieder nicht')
  await ivo.page.locator('#body').fill('Am Telefon gemeldet.')
  await ivo.page.locator('summary').filter({ hasText: ivo.word('new-ticket-more') }).click()
  await ivo.page.locator('#tags').fill('Hörsaal 1')
  await ivo.page.keyboard.press('Enter')
  await ivo.page.locator('#links').fill(other.number)
  await ivo.page.getByRole('option').filter({ hasText: 'Beamer defekt' }).click()
  await ivo.page.locator('#watchers').fill('Lotte')
  await ivo.page.getByRole('option').filter({ hasText: 'Lotte Lesesaal' }).click()
  await ivo.button('create-ticket').click()
  await ivo.page.waitForURL(/\/tickets\/\d+/)
  const number = /\/tickets\/(\d+)/.exec(ivo.page.url())[1]
  const made = await api.ticket(number)
  assert.deepEqual([made.service, made.priority, made.tags], ['beamer', 4, ['hörsaal-1']])
  assert.deepEqual(made.links.map((link) => [link.kind, link.ticket.number]), [['related', other.number]])
  assert.deepEqual(made.watchers.map((one) => one.name).includes('Lotte Lesesaal'), true)
})

test('what is chosen for a new ticket is kept with its text', async () => {
  await ivo.page.goto('/agent/new')
  await ivo.page.locator('#service').selectOption('beamer')
  await ivo.page.locator('#type').selectOption('incident')
  await ivo.page.locator('#body').fill('Noch nicht fertig.')
  await ivo.page.getByText(ivo.word('draft-on-server')).waitFor()
  const laptop = await Person.at(browser, pult.origin)
  await laptop.enter('agent.it')
  await laptop.page.goto('/agent/new')
  await laptop.page.getByText(laptop.word('draft-restored')).waitFor()
  assert.equal(await laptop.page.locator('#body').inputValue(), 'Noch nicht fertig.')
  await eventually('the rest is there too', async () => (await laptop.page.locator('#service').inputValue()) === 'beamer' && (await laptop.page.locator('#type').inputValue()) === 'incident')
  await laptop.button('draft-discard').click()
  await laptop.page.close()
})

test('time is accounted, and told by whom', async () => {
  const { number } = await open('Zeit zählt')
  await ivo.page.goto(`/agent/tickets/${number}`)
  await ivo.page.locator('#fact-time').click()
  await ivo.page.locator('#fact-time-input').fill('1:20')
  const form = ivo.page.locator('form.fact-form').filter({ has: ivo.page.locator('#fact-time-input') })
  await form.getByLabel(ivo.word('time-comment')).fill('vor Ort')
  await form.getByRole('button', { name: ivo.word('apply'), exact: true }).click()
  await eventually('it is counted', async () => (await api.ticket(number)).time_minutes === 80)
  await ivo.page.locator('.time-entries summary').click()
  await ivo.page.locator('.time-entries li').filter({ hasText: 'vor Ort' }).filter({ hasText: 'Ivo Techniker' }).waitFor()
  // What was accounted by mistake is taken back by an entry of its own.
  await ivo.page.locator('.time-entries').getByRole('button', { name: new RegExp(ivo.word('time-take-back')) }).click()
  await eventually('it is taken back', async () => !(await api.ticket(number)).time_minutes)
  await ivo.page.locator('.time-entries li').filter({ hasText: '−1 h 20 min' }).waitFor()
})

// req: A14
test('on paper stands the whole conversation, not only what was loaded', async () => {
  const { number } = await open('Langer Schriftwechsel')
  for (let n = 0; n < 45; n++) await api.apply(number, { type: 'note', body: `Bemerkung ${n}.` })
  await ivo.page.goto(`/agent/tickets/${number}`)
  await ivo.article('Bemerkung 44.').waitFor()
  assert.ok((await ivo.page.getByRole('article').count()) < 46, 'page by page as long as nobody prints')
  await ivo.page.evaluate(() => {
    window.print = () => (window.printed = { articles: document.querySelectorAll('article').length, history: document.querySelectorAll('#history li').length })
  })
  await ivo.page.locator('summary').filter({ hasText: ivo.word('action-more') }).click()
  await ivo.button('action-print').click()
  await eventually('it is printed', () => ivo.page.evaluate(() => window.printed))
  const printed = await ivo.page.evaluate(() => window.printed)
  assert.equal(printed.articles, 46)
  assert.ok(printed.history >= 46, JSON.stringify(printed))
})

// req: D21
test('a customer goes on writing on another device', async () => {
  const { number } = await open('WLAN im Wohnheim')
  const stella = await Person.at(browser, pult.origin)
  await stella.enter('student')
  await stella.page.goto('/portal/new')
  await stella.page.locator('#subject').fill('Chipkarte')
  await stella.page.locator('#body').fill('Meine Karte öffnet die Tür nicht.')
  await stella.page.getByText(stella.word('draft-on-server')).waitFor()
  await stella.page.goto(`/portal/tickets/${number}`)
  await stella.page.locator('#answer-body').fill('Seit heute früh geht es')
  await stella.page.getByText(stella.word('draft-on-server')).waitFor()
  const phone = await Person.at(browser, pult.origin, { viewport: PHONE })
  await phone.enter('student')
  await phone.page.goto('/portal/new')
  await phone.page.getByText(phone.word('draft-restored')).waitFor()
  assert.equal(await phone.page.locator('#subject').inputValue(), 'Chipkarte')
  await phone.page.goto(`/portal/tickets/${number}`)
  await phone.page.getByText(phone.word('draft-restored')).waitFor()
  assert.equal(await phone.page.locator('#answer-body').inputValue(), 'Seit heute früh geht es')
  await phone.button('send-answer').click()
  await phone.hears('done-answer')
  const student = await pult.as('student')
  await eventually('what was sent is no draft', async () => (await student.get('/drafts')).items.every((draft) => draft.kind !== 'reply'))
  assert.ok((await api.articles(number)).some((article) => article.text.includes('Seit heute früh')))
})
