// An administrator sees Pult as somebody else: with a reason, read only, with a banner on every page, and the person learns of it.
// req: B11
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axeFindings, sidewaysOverflow } from '../lib/axe.mjs'
import { Person } from '../lib/page.mjs'
import { words } from '../lib/words.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

let pult, browser

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

const REASON = 'Ticket 4711: sieht ihre Anfrage nicht'

test('as a customer, and what the customer learns of it', async () => {
  const admin = await Person.at(browser, pult.origin)
  await admin.enter('admin')
  await admin.page.goto('/admin/people')
  await admin.page.getByLabel(admin.word('people-find')).fill('Stella')
  await admin.page.getByRole('link', { name: /Stella/ }).first().click()
  const part = admin.page.getByRole('region', { name: admin.word('people-seen') })
  await part.getByText(admin.word('people-seen-never')).waitFor()
  await part.getByRole('button', { name: admin.word('people-see-as'), exact: true }).click()
  const dialog = admin.page.getByRole('dialog')
  await dialog.getByRole('button', { name: admin.word('people-see-as'), exact: true }).click()
  await dialog.getByText(admin.word('field-error-required')).first().waitFor()
  assert.deepEqual(await axeFindings(admin.page), [])
  await dialog.getByLabel(admin.word('people-see-as-reason'), { exact: true }).fill(REASON)
  await dialog.getByRole('button', { name: admin.word('people-see-as'), exact: true }).click()

  // Her start, with the banner before everything else.
  await admin.page.waitForURL('**/portal')
  const banner = admin.page.locator('#seeing')
  await banner.getByText(/Stella/).waitFor()
  await admin.heading().waitFor()
  assert.equal(await admin.page.locator('body > *:not(link)').first().getAttribute('id'), 'seeing')
  assert.match(await banner.locator('time').innerText(), /^\d{1,2}:\d{2}/)
  assert.deepEqual(await axeFindings(admin.page), [])
  await admin.page.setViewportSize({ width: 320, height: 640 })
  assert.equal(await sidewaysOverflow(admin.page), 0)
  await admin.page.setViewportSize({ width: 1280, height: 800 })

  // Nothing is changed, and what is hers alone is not shown.
  await admin.page.goto('/account')
  await admin.page.getByText(admin.word('error-seeing_as')).first().waitFor()
  assert.equal(await banner.count(), 1)
  const refused = await admin.page.evaluate(async () => {
    const body = JSON.stringify({ language: 'en' })
    const answer = await fetch('/api/v1/session', { method: 'PATCH', body, headers: { 'Content-Type': 'application/json' } })
    return [answer.status, (await answer.json()).code]
  })
  assert.deepEqual(refused, [403, 'seeing_as'])

  // The end leads back to where it began.
  await banner.getByRole('button').click()
  await admin.page.waitForURL('**/admin/people?edit=**')
  await admin.page.getByText(REASON).waitFor()
  assert.equal(await admin.page.locator('#seeing').count(), 0)

  const stella = await Person.at(browser, pult.origin)
  await stella.enter('student')
  await stella.page.goto('/account')
  const told = stella.page.getByRole('region', { name: stella.word('account-seen') })
  await told.getByText(REASON).waitFor()
  assert.deepEqual(await axeFindings(stella.page), [])
})

test('as an agent, until signing out', async () => {
  const admin = await Person.at(browser, pult.origin)
  await admin.enter('admin')
  await admin.page.goto('/admin/people')
  await admin.page.getByLabel(admin.word('people-find')).fill('agent.it')
  await admin.page.getByRole('link', { name: /Techniker/ }).first().click()
  const part = admin.page.getByRole('region', { name: admin.word('people-seen') })
  await part.getByRole('button', { name: admin.word('people-see-as'), exact: true }).click()
  const dialog = admin.page.getByRole('dialog')
  await dialog.getByLabel(admin.word('people-see-as-reason'), { exact: true }).fill(REASON)
  await dialog.getByRole('button', { name: admin.word('people-see-as'), exact: true }).click()
  await admin.page.waitForURL('**/agent**')
  await admin.page.locator('#seeing').getByText(/Techniker/).waitFor()
  await admin.heading().waitFor()
  assert.deepEqual(await axeFindings(admin.page), [])
  // The page speaks the language of whom it is seen as.
  await admin.page.getByRole('button', { name: words('en')('sign-out'), exact: true }).click()
  await admin.page.waitForURL('**/login**')
  await admin.field('login-name').waitFor()
  assert.equal(await admin.page.locator('#seeing').count(), 0)
})
