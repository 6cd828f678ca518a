// A person's own account: where one is signed in, and a password that was forgotten.
// req: D15
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { axeFindings, sidewaysOverflow } from '../lib/axe.mjs'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

const NEW = 'vier Mantas am Bahnsteig'

let pult, browser

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

test('another device is signed out from here', async () => {
  const here = await Person.at(browser, pult.origin)
  const there = await Person.at(browser, pult.origin)
  for (const person of [here, there]) await person.enter('student')
  await here.page.goto('/account')
  await here.heading().filter({ hasText: here.word('title-account') }).waitFor()
  const devices = here.page.getByRole('region', { name: here.word('account-sessions') }).getByRole('listitem')
  await eventually('two devices', async () => (await devices.count()) === 2)
  assert.deepEqual(await axeFindings(here.page), [])
  await devices.getByRole('button').first().click()
  await here.hears('account-session-ended')
  await eventually('one device', async () => (await devices.count()) === 1)
  await there.page.goto('/portal')
  await there.page.waitForURL('**/login**')
  await here.page.setViewportSize({ width: 320, height: 640 })
  assert.equal(await sidewaysOverflow(here.page), 0)
})

/** The link of the newest mail. */
function link() {
  const folder = path.join(pult.data, 'outgoing')
  const mails = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'))
  return mails
    .map((mail) => mail.replace(/=\r?\n/g, '').replace(/=3D/g, '='))
    .map((mail) => /\/password#([\w-]{43})/.exec(mail)?.[1])
    .filter(Boolean)
    .map((token) => `/password#${token}`)
    .at(-1)
}

test('a forgotten password is set by the link of a mail', async () => {
  const person = await Person.at(browser, pult.origin)
  await person.page.goto('/login')
  await person.page.getByRole('link', { name: person.word('login-forgotten') }).click()
  await person.field('login-name').fill('student')
  await person.button('password-link-send').click()
  await person.page.getByText(person.word('password-link-sent')).waitFor()
  assert.deepEqual(await axeFindings(person.page), [])
  const address = await eventually('a link in a mail', link)
  // As from the mail: a page of its own, with nothing before it.
  const again = await Person.at(browser, pult.origin)
  await again.page.goto(address)
  await again.field('account-password-new').fill('passwort1234')
  await again.field('account-password-again').fill('passwort1234')
  await again.button('password-set').click()
  await again.page.getByText(again.word('field-error-too_easy')).first().waitFor()
  await again.field('account-password-new').fill(NEW)
  await again.field('account-password-again').fill(NEW)
  await again.button('password-set').click()
  await again.page.getByText(again.word('password-set-done')).waitFor()
  await again.signIn('student', NEW)
  await again.page.waitForURL('**/portal')
})
