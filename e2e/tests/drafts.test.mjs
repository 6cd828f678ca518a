// What is being written is not lost: it follows the person to another device, outlives a broken network, and goes when it is sent.
// req: D21
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { furnish } from '../lib/furnish.mjs'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

let pult, browser, desk, laptop, tickets, api

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  tickets = await furnish(pult)
  api = await pult.as('agent.it')
  desk = await Person.at(browser, pult.origin)
  laptop = await Person.at(browser, pult.origin)
  for (const person of [desk, laptop]) await person.enter('agent.it')
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

async function show(person) {
  await person.page.goto(`/agent/tickets/${tickets.worked}`)
  await person.article('Wir sehen nach').waitFor()
}

const body = (person) => person.field('composer-body')
const drafts = async () => (await api.get('/drafts')).items

test('a text is there on another device, with its file', async () => {
  await show(desk)
  await body(desk).fill('Begonnen am Schreibtisch.')
  await desk.attach('composer-files', [{ name: 'plan.txt', type: 'text/plain', bytes: Buffer.from('Plan') }])
  await desk.page.getByText(desk.word('draft-on-server')).waitFor()
  await show(laptop)
  await laptop.page.getByText(laptop.word('draft-restored')).waitFor()
  assert.equal(await body(laptop).inputValue(), 'Begonnen am Schreibtisch.')
  await laptop.page.locator('.composer').getByRole('listitem').first().waitFor()
})

test('without network the text stays on the device, and reaches the server when it is back', async () => {
  await desk.page.context().setOffline(true)
  await body(desk).fill('Ohne Netz weitergeschrieben.')
  await desk.page.getByText(desk.word('draft-only-here')).waitFor()
  assert.ok(!(await drafts()).some((draft) => draft.content.body.includes('Ohne Netz')))
  await desk.page.context().setOffline(false)
  // The browser notes each request that found no network.
  const offline = desk.page.complaints.splice(0)
  assert.ok(offline.every((line) => /ERR_INTERNET_DISCONNECTED/.test(line)), offline.join('\n'))
  await body(desk).press('End')
  await desk.page.keyboard.type(' Und wieder mit.')
  await desk.page.getByText(desk.word('draft-on-server')).waitFor()
  await eventually('the server has it', async () => (await drafts()).some((draft) => draft.content.body === 'Ohne Netz weitergeschrieben. Und wieder mit.'))
})

test('what was written offline is still there after a reload', async () => {
  await body(desk).fill('Vor dem Absturz.')
  // Before the pause after which the server gets it.
  await desk.page.reload()
  await desk.article('Wir sehen nach').waitFor()
  await desk.page.getByText(desk.word('draft-restored')).waitFor()
  assert.equal(await body(desk).inputValue(), 'Vor dem Absturz.')
})

test('a note and a call keep all that belongs to them', async () => {
  await desk.page.getByRole('radio', { name: desk.word('composer-call'), exact: true }).check({ force: true })
  await desk.page.locator('.segments label').filter({ hasText: desk.word('call-out') }).click()
  await body(desk).fill('Zurückgerufen.')
  await desk.page.getByText(desk.word('draft-on-server')).waitFor()
  await desk.page.reload()
  await desk.article('Wir sehen nach').waitFor()
  await desk.page.getByRole('radio', { name: desk.word('composer-call'), exact: true }).check({ force: true })
  assert.equal(await body(desk).inputValue(), 'Zurückgerufen.')
  assert.ok(await desk.page.getByRole('radio', { name: desk.word('call-out'), exact: true }).isChecked())
})

test('what is sent is no draft any more, on no device', async () => {
  await desk.page.getByRole('radio', { name: desk.word('composer-reply'), exact: true }).check({ force: true })
  await desk.button('send').click()
  await desk.hears('done-reply')
  await eventually('the server forgot it', async () => (await drafts()).every((draft) => draft.kind !== 'reply'))
  await show(laptop)
  // The call that was begun is still there; the answer is not.
  assert.equal(await body(laptop).inputValue(), 'Zurückgerufen.')
  await laptop.page.getByRole('radio', { name: laptop.word('composer-reply'), exact: true }).check({ force: true })
  assert.equal(await body(laptop).inputValue(), '')
  desk.assertQuiet()
  laptop.assertQuiet()
})
