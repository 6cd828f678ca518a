// Single sign-on with a certified provider, in a browser: off, back to where one wanted to go, and out again on both sides.
// req: C14
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axeFindings, sidewaysOverflow } from '../lib/axe.mjs'
import { Person } from '../lib/page.mjs'
import { freePort } from '../lib/process.mjs'
import { DESKTOP, PHONE, startBrowser } from '../servers/browser.mjs'
import { startOidc } from '../servers/oidc.mjs'
import { startPult } from '../servers/pult.mjs'

let pult, browser, oidc

before(async () => {
  const httpPort = await freePort()
  oidc = await startOidc({ origin: `http://127.0.0.1:${httpPort}` })
  pult = await startPult({ httpPort, env: oidc.settings })
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await pult?.stop()
  await oidc?.stop()
})

/** The provider's own pages: a name, any password, and that Pult may know it. */
async function signInThere(page, name) {
  await page.waitForURL(`${oidc.issuer}/**`)
  await page.locator('input[name=login]').fill(name)
  await page.locator('input[name=password]').fill('any')
  await page.locator('button[type=submit]').click()
  await page.locator('button[type=submit]').click()
}

test('the button leads to the provider and back to where one wanted to go; signing out ends both', async () => {
  const person = await Person.at(browser, pult.origin)
  await person.page.goto('/portal/new')
  await person.page.waitForURL('**/login?next=**')
  await person.page.getByRole('link', { name: 'Mit Uni-Kennung anmelden' }).click()
  await signInThere(person.page, 'nadja')
  await person.page.waitForURL('**/portal/new')
  await person.page.getByText('Person nadja').first().waitFor()
  await person.button('sign-out').click()
  await person.page.waitForURL(`${oidc.issuer}/**`)
  await person.page.locator('button[name=logout]').click()
  await person.page.waitForURL('**/login**')
  // The provider asks again: its session has ended too.
  await person.page.getByRole('link', { name: 'Mit Uni-Kennung anmelden' }).click()
  await person.page.locator('input[name=login]').waitFor()
})

test('who signs out at the provider is signed out here', async () => {
  const person = await Person.at(browser, pult.origin)
  await person.page.goto('/login')
  await person.page.getByRole('link', { name: 'Mit Uni-Kennung anmelden' }).click()
  await signInThere(person.page, 'olga')
  await person.page.getByText('Person olga').first().waitFor()
  await person.page.goto(`${oidc.issuer}/session/end`)
  await person.page.locator('button[name=logout]').click()
  await person.page.getByText('success', { exact: false }).first().waitFor()
  await person.page.goto(`${pult.origin}/portal`)
  await person.page.waitForURL('**/login**')
})

// req: A15
test('administrators see who somebody is at the provider, take the link back and give it to the right person', async () => {
  const visitor = await Person.at(browser, pult.origin)
  await visitor.page.goto('/login')
  await visitor.page.getByRole('link', { name: 'Mit Uni-Kennung anmelden' }).click()
  await signInThere(visitor.page, 'petra')
  await visitor.page.getByText('Person petra').first().waitFor()
  const admin = await Person.at(browser, pult.origin)
  await admin.enter('admin')
  const { page } = admin
  const found = (await (await pult.as('admin')).get('/people?query=petra')).items[0]
  await page.goto(`/admin/people?edit=${found.id}`)
  const section = page.getByRole('region', { name: admin.word('people-identities'), exact: true })
  const line = section.getByRole('listitem').filter({ hasText: 'uni' })
  await line.waitFor()
  const subject = (await line.locator('p').first().innerText()).split(': ')[1].trim()
  // Who comes by a provider alone has devices too.
  await page.getByRole('heading', { name: admin.word('people-access'), exact: true }).waitFor()
  assert.deepEqual(await axeFindings(page), [])
  await section.getByText(admin.word('people-identity-new'), { exact: true }).click()
  await page.locator('#identity-subject').fill('ä')
  await section.getByRole('button', { name: admin.word('save') }).click()
  await section.getByText(admin.word('field-error-malformed')).first().waitFor()
  await section.getByRole('button', { name: admin.word('people-identity-unlink-long', { provider: 'uni' }) }).click()
  await section.getByText(admin.word('people-identities-none')).waitFor()
  await visitor.page.goto(`${pult.origin}/portal`)
  await visitor.page.waitForURL('**/login**')
  const student = (await (await pult.as('admin')).get('/people?query=student')).items[0]
  await page.goto(`/admin/people?edit=${student.id}`)
  await section.getByText(admin.word('people-identity-new'), { exact: true }).click()
  await page.locator('#identity-subject').fill(subject)
  await section.getByRole('button', { name: admin.word('save') }).click()
  await line.filter({ hasText: subject }).waitFor()
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size)
    assert.deepEqual(await axeFindings(page), [])
    assert.equal(await sidewaysOverflow(page), 0)
  }
  admin.assertQuiet()
})

test('a provider that is away is said in words, and the password still works', async () => {
  await oidc.stop()
  await pult.end()
  await pult.start()
  const person = await Person.at(browser, pult.origin, { language: 'en' })
  await person.page.goto('/login')
  await person.page.getByRole('link', { name: 'Sign in with your university account' }).click()
  await person.page.getByText(person.word('error-sign_on_unavailable')).waitFor()
  await person.signIn('student')
  await person.page.waitForURL('**/portal')
  assert.equal(new URL(person.page.url()).origin, pult.origin)
})
