// Two agents at one ticket, with the live stream on as in daily work: whoever changes what a colleague has just changed is told, keeps
// what they entered, and chooses. Nothing is overwritten unread.
// req: B8
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually } from '../lib/process.mjs'
import { furnish } from '../lib/furnish.mjs'
import { Person } from '../lib/page.mjs'
import { joinDesk, makeField } from '../lib/team.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

let pult, browser, ivo, lotte, number, api

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  const tickets = await furnish(pult)
  number = tickets.formatted
  await joinDesk(pult)
  await makeField(pult, 'room', 'text', 'Raum')
  api = await pult.as('agent.it')
  ivo = await at('agent.it')
  lotte = await at('agent.lib')
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

async function at(login) {
  const person = await Person.at(browser, pult.origin)
  await person.enter(login)
  await person.page.goto(`/agent/tickets/${number}`)
  await person.article('Text mit einer Liste').waitFor()
  return person
}

const fact = (person, name) => person.page.locator(`#fact-${name}`)
const input = (person, name) => person.page.locator(`#fact-${name}-input`)
const form = (person, name) => person.page.locator('form.fact-form').filter({ has: input(person, name) })
const apply = (person, name) => form(person, name).getByRole('button', { name: person.word('apply'), exact: true }).click()
const told = (person) => person.page.getByRole('alert').filter({ hasText: person.word('edit-overtaken') })

async function begin(person, name) {
  await fact(person, name).click()
  await input(person, name).waitFor()
}

async function setRoom(person, room) {
  await begin(person, 'field-room')
  await input(person, 'field-room').fill(room)
  await apply(person, 'field-room')
  await fact(person, 'field-room').filter({ hasText: room }).waitFor()
}

const room = async () => (await api.ticket(number)).fields?.room

test('a field that a colleague filled in meanwhile is not overwritten unread', async () => {
  await begin(ivo, 'field-room')
  await setRoom(lotte, 'A 101')
  // The page shows the news before the form is sent: that is when the version on screen is newer than what was seen.
  await ivo.page.locator('#history').waitFor()
  await eventually('the live stream has arrived', async () => {
    await input(ivo, 'field-room').fill('B 202')
    return (await ivo.page.evaluate((n) => fetch(`/api/v1/tickets/${n}`).then((r) => r.json()), number)).fields.room === 'A 101'
  })
  await ivo.page.waitForTimeout(1000)
  await apply(ivo, 'field-room')
  await told(ivo).filter({ hasText: 'A 101' }).waitFor()
  assert.equal(await room(), 'A 101', 'the colleague’s value stands')
  assert.equal(await input(ivo, 'field-room').inputValue(), 'B 202', 'what was typed is still there')
  await apply(ivo, 'field-room')
  await fact(ivo, 'field-room').filter({ hasText: 'B 202' }).waitFor()
  assert.equal(await room(), 'B 202', 'who was told may choose')
})

test('whoever lets be keeps the colleague’s value, and sees it', async () => {
  await begin(ivo, 'field-room')
  await input(ivo, 'field-room').fill('C 303')
  // Who begins before the news are there is told as well; that was the test before.
  await fact(lotte, 'field-room').filter({ hasText: 'B 202' }).waitFor()
  await setRoom(lotte, 'D 404')
  await ivo.page.waitForTimeout(1000)
  await apply(ivo, 'field-room')
  await told(ivo).filter({ hasText: 'D 404' }).waitFor()
  await form(ivo, 'field-room').getByRole('button', { name: ivo.word('cancel'), exact: true }).click()
  await fact(ivo, 'field-room').filter({ hasText: 'D 404' }).waitFor()
  assert.equal(await room(), 'D 404')
})

test('another field of the same ticket is no conflict', async () => {
  await begin(ivo, 'field-room')
  await input(ivo, 'field-room').fill('E 505')
  await fact(lotte, 'field-room').filter({ hasText: 'D 404' }).waitFor()
  await begin(lotte, 'priority')
  await input(lotte, 'priority').focus()
  await lotte.page.keyboard.press('Home')
  await lotte.page.keyboard.press('Enter')
  await eventually('the priority is set', async () => (await api.ticket(number)).priority === 5)
  await ivo.page.waitForTimeout(1000)
  await apply(ivo, 'field-room')
  await fact(ivo, 'field-room').filter({ hasText: 'E 505' }).waitFor()
})

test('a state that a colleague set while the dialog was open is told before it is changed again', async () => {
  await ivo.action('action-close').click()
  const dialog = ivo.page.getByRole('dialog', { name: ivo.word('state-title') })
  await dialog.waitFor()
  const { version } = await api.ticket(number)
  const colleague = await pult.as('agent.lib')
  const until = new Date(Date.now() + 86_400_000).toISOString()
  await colleague.post(`/tickets/${number}/commands`, { commands: [{ type: 'set_state', state: 'pending_reminder', pending_until: until }] }, { 'if-match': `"${version}"` })
  await ivo.page.waitForTimeout(1500)
  await dialog.getByRole('button', { name: ivo.word('apply'), exact: true }).click()
  await dialog.getByRole('alert').filter({ hasText: ivo.word('edit-overtaken') }).waitFor()
  assert.equal((await api.ticket(number)).state, 'pending_reminder')
  await dialog.getByRole('button', { name: ivo.word('apply'), exact: true }).click()
  await eventually('it is closed', async () => (await api.ticket(number)).state === 'closed_successful')
})

test('nothing went wrong on the way', () => {
  ivo.assertQuiet()
  lotte.assertQuiet()
})
