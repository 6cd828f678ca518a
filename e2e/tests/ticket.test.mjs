// What an agent does with a ticket besides answering: take an answer back, merge and undo, split, the site's own fields of every kind,
// the source of a mail, and all of it by the command palette. What customers see of it stands beside.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { furnish } from '../lib/furnish.mjs'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { makeField } from '../lib/team.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

const FIELDS = {
  room: ['text', 'Raum'],
  story: ['long_text', 'Was geschah'],
  seats: ['number', 'Plätze'],
  day: ['date', 'Termin'],
  floor: ['choice', 'Etage', { options: [option('eg', 'Erdgeschoss'), option('og', 'Obergeschoss')] }],
  tools: ['multi_choice', 'Werkzeug', { options: [option('saw', 'Säge'), option('drill', 'Bohrer'), option('file', 'Feile')] }],
  paid: ['checkbox', 'Bezahlt'],
  expert: ['person', 'Fachperson'],
}

let pult, browser, ivo, stella, api, tickets

function option(key, name) {
  return { key, names: { de: name, en: name } }
}

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  tickets = await furnish(pult)
  let position = 0
  for (const [key, [kind, name, more]] of Object.entries(FIELDS)) await makeField(pult, key, kind, name, { shown_to_customer: true, position: (position += 1), ...more })
  api = await pult.as('agent.it')
  ivo = await Person.at(browser, pult.origin)
  await ivo.enter('agent.it')
  stella = await Person.at(browser, pult.origin)
  await stella.enter('student')
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

async function show(number, text) {
  await ivo.page.goto(`/agent/tickets/${number}`)
  await ivo.article(text).first().waitFor()
}

const toast = (text) => ivo.page.locator('.toast').filter({ hasText: text })

async function palette(words) {
  await ivo.page.keyboard.press('Control+k')
  await ivo.page.waitForFunction(() => document.activeElement?.id === 'palette-field')
  await ivo.page.keyboard.type(words)
}

async function run(words, name = words) {
  await palette(words)
  await ivo.page.locator('#palette').getByRole('option').filter({ hasText: name }).first().click()
  await ivo.page.locator('#palette').waitFor({ state: 'hidden' })
}

// req: B8
test('an answer is taken back before it leaves, and its text is there again', async () => {
  await show(tickets.worked, 'Wir sehen nach')
  await ivo.reply('Das war zu schnell.')
  await toast(ivo.word('done-reply')).getByRole('button').filter({ hasText: ivo.word('undo') }).click()
  await ivo.hears('reply-taken-back')
  assert.equal(await ivo.field('composer-body').inputValue(), 'Das war zu schnell.')
  const sent = (await (await pult.as('admin')).outgoingMails()).filter((mail) => mail.status === 'sent' && mail.kind === 'reply')
  assert.ok(sent.every((mail) => !JSON.stringify(mail).includes('zu schnell')))
  await ivo.field('composer-body').fill('')
})

// req: E11
test('tickets are merged, and by one press they stand by themselves again', async () => {
  await show(tickets.formatted, 'Text mit einer Liste')
  await run(ivo.word('action-merge'))
  const dialog = ivo.page.getByRole('dialog', { name: ivo.word('merge-title') })
  await dialog.locator('#merge-ticket').pressSequentially(tickets.worked)
  await dialog.getByRole('option').filter({ hasText: 'Drucker im Flur' }).waitFor()
  await ivo.page.keyboard.press('Enter')
  await dialog.locator('button[type=submit]').click()
  await ivo.page.waitForURL(`**/agent/tickets/${tickets.worked}`)
  await ivo.article('Text mit einer Liste').waitFor()
  assert.equal((await api.ticket(tickets.formatted)).state_type, 'merged')
  await toast(tickets.formatted).getByRole('button').filter({ hasText: ivo.word('undo') }).click()
  await ivo.hears('done-unmerge', { number: tickets.formatted })
  await eventually('it stands by itself', async () => (await api.ticket(tickets.formatted)).merged_into === undefined)
  assert.notEqual((await api.ticket(tickets.formatted)).state_type, 'merged')
})

test('the number of a merged request leads its customer on', async () => {
  await api.apply(tickets.formatted, { type: 'merge', into: tickets.worked })
  await ivo.page.goto(`/agent/tickets/${tickets.formatted}`)
  await ivo.page.waitForURL(`**/agent/tickets/${tickets.worked}`)
  await stella.page.goto(`/portal/tickets/${tickets.formatted}`)
  await stella.page.waitForURL(`**/portal/tickets/${tickets.worked}`)
  await stella.hears('portal-merged-into', { from: tickets.formatted, into: tickets.worked })
  await stella.article('Er zieht kein Papier ein').waitFor()
  await stella.article('Text mit einer Liste').waitFor()
  await show(tickets.worked, 'Wir sehen nach')
  await run(ivo.word('palette-unmerge', { number: tickets.formatted }))
  await ivo.hears('done-unmerge', { number: tickets.formatted })
})

test('a message becomes a ticket of its own, and the two are linked', async () => {
  await show(tickets.worked, 'Wir sehen nach')
  const message = ivo.article('Er zieht kein Papier ein')
  await message.locator('summary').filter({ hasText: ivo.word('article-menu') }).click()
  await message.getByRole('link', { name: ivo.word('article-split'), exact: true }).click()
  await ivo.page.waitForURL('**/agent/new?split=*')
  await eventually('the form has the text', async () => /kein Papier/.test(await ivo.page.locator('#body').inputValue()))
  await ivo.button('create-ticket').click()
  await ivo.page.waitForURL(/\/agent\/tickets\/\d+$/)
  const number = /(\d+)$/.exec(ivo.page.url())[1]
  assert.notEqual(number, tickets.worked)
  const linked = (await api.ticket(number)).links.map((link) => link.ticket.number)
  assert.deepEqual(linked, [tickets.worked])
})

const fact = (key) => ivo.page.locator(`#fact-field-${key}`)
const input = (key) => ivo.page.locator(`#fact-field-${key}-input`)

async function change(key, fill) {
  await fact(key).click()
  await input(key).waitFor()
  await fill(input(key))
  const form = ivo.page.locator('form.fact-form').filter({ has: ivo.page.locator(`#fact-field-${key}-input`) })
  await form.getByRole('button', { name: ivo.word('apply'), exact: true }).click()
  await input(key).waitFor({ state: 'detached' })
}

// req: D18
test('fields of every kind are filled in where they stand, and shown in words', async () => {
  await show(tickets.worked, 'Wir sehen nach')
  await change('room', (field) => field.fill('A 101'))
  await change('story', (field) => field.fill('Erst rauchte es.\nDann nicht mehr.'))
  await change('seats', (field) => field.fill('12.5'))
  await change('day', (field) => field.fill('2026-12-24'))
  await change('floor', (field) => field.selectOption('og'))
  await change('tools', async () => {
    for (const name of ['Säge', 'Feile']) await ivo.page.getByRole('checkbox', { name, exact: true }).check()
  })
  await change('paid', (field) => field.check())
  await change('expert', async (field) => {
    await field.pressSequentially('Ivo')
    await ivo.page.getByRole('option').filter({ hasText: 'Ivo Techniker' }).first().click()
  })
  const { fields } = await api.ticket(tickets.worked)
  const { person } = await api.get('/session')
  assert.deepEqual(fields, { room: 'A 101', story: 'Erst rauchte es.\nDann nicht mehr.', seats: 12.5, day: '2026-12-24', floor: 'og', tools: ['saw', 'file'], paid: true, expert: person.id })
  for (const [key, words] of Object.entries({ room: 'A 101', seats: '12,5', day: '24.12.2026', floor: 'Obergeschoss', tools: 'Säge, Feile', paid: ivo.word('yes'), expert: 'Ivo Techniker' })) await fact(key).filter({ hasText: words }).waitFor()
})

// req: D18
test('the customer reads the fields that are shown to them, in words', async () => {
  await makeField(pult, 'secret', 'text', 'Nur für uns', { shown_to_customer: false })
  await api.apply(tickets.worked, { type: 'set_field', field: 'secret', value: 'streng geheim' })
  await stella.page.goto(`/portal/tickets/${tickets.worked}`)
  const facts = stella.page.locator('.standing dl')
  for (const words of ['A 101', 'Dann nicht mehr.', '12,5', '24.12.2026', 'Obergeschoss', 'Säge, Feile', 'Ivo Techniker']) await facts.filter({ hasText: words }).waitFor()
  assert.doesNotMatch(await stella.page.locator('main').innerText(), /geheim/)
  // A change is there without reload.
  await api.apply(tickets.worked, { type: 'set_field', field: 'room', value: 'B 202' })
  await facts.filter({ hasText: 'B 202' }).waitFor()
})

// req: D20
test('headers and source of a mail are read as text', async () => {
  await show(tickets.formatted, 'Text mit einer Liste')
  await run(ivo.word('article-source'))
  const dialog = ivo.page.getByRole('dialog', { name: ivo.word('article-source') })
  await dialog.getByRole('region', { name: ivo.word('mail-headers') }).filter({ hasText: 'Message-ID: <formatted@mail.stud.hs-musterstadt.example>' }).waitFor()
  await dialog.getByRole('region', { name: ivo.word('mail-source') }).filter({ hasText: '<script>alert(1)</script>' }).waitFor()
  await ivo.page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
})

test('the command palette reaches every field and person of the ticket', async () => {
  await show(tickets.worked, 'Wir sehen nach')
  const fields = ['field-type', 'field-service', 'field-due', 'field-responsible', 'col-subject', 'requester', 'time'].map((key) => ivo.word('fact-change', { name: ivo.word(key) }))
  const others = ['watch', 'palette-participant', 'checklist-add', 'action-pdf', 'action-zip', 'action-link', 'action-tag'].map((key) => ivo.word(key))
  for (const name of [...fields, ivo.word('fact-change', { name: 'Raum' }), ...others]) {
    await palette(name)
    await ivo.page.locator('#palette').getByRole('option').filter({ hasText: name }).first().waitFor()
    await ivo.page.keyboard.press('Escape')
    await ivo.page.locator('#palette').waitFor({ state: 'hidden' })
  }
  await run(ivo.word('fact-change', { name: ivo.word('field-due') }))
  await ivo.page.locator('#fact-due-input').waitFor()
})

test('nothing went wrong on the way', () => {
  ivo.assertQuiet()
  stella.assertQuiet()
})
