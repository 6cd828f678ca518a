// Passkeys, with the browser's own virtual authenticator: set up, asked for after the password, in place of the password, and removed.
// req: C14
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { axeFindings, sidewaysOverflow } from '../lib/axe.mjs'
import { Person } from '../lib/page.mjs'
import { freePort } from '../lib/process.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { PASSWORD, startPult } from '../servers/pult.mjs'

let pult, browser, origin

before(async () => {
  // Browsers know passkeys at a name only.
  const httpPort = await freePort()
  origin = `http://localhost:${httpPort}`
  pult = await startPult({ httpPort, env: { PULT_HTTP__PUBLIC_URL: origin } })
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

/** A window with an authenticator that asks for a finger, and gets it. */
async function withAuthenticator(language) {
  const person = await Person.at(browser, origin, { language })
  const devtools = await person.page.context().newCDPSession(person.page)
  await devtools.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  }
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options })
  person.mayNot = (isUserVerified) => devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
  return person
}

test('a passkey is set up, asked for, does without a password, and is removed', async () => {
  const person = await withAuthenticator()
  await person.enter('student')
  await person.page.goto('/account')
  const part = person.page.getByRole('region', { name: person.word('second-factor') })
  await part.getByText(person.word('passkey-new')).click()
  await part.getByLabel(person.word('passkey-name')).fill('Laptop')
  await part.locator('#passkey-password').fill(PASSWORD)
  await person.button('passkey-make').click()
  await part.getByText(person.word('second-factor-codes')).waitFor()
  const recovery = await part.getByRole('listitem').first().innerText()
  await person.button('second-factor-codes-kept').click()
  await part.getByText('Laptop').first().waitFor()
  assert.deepEqual(await axeFindings(person.page), [])
  await person.page.setViewportSize({ width: 320, height: 640 })
  assert.equal(await sidewaysOverflow(person.page), 0)
  await person.page.setViewportSize({ width: 1280, height: 900 })

  // After the password.
  await person.button('sign-out').click()
  await person.page.waitForURL('**/login')
  await person.signIn('student')
  await person.page.getByText(person.word('login-passkey-lead')).waitFor()
  assert.deepEqual(await axeFindings(person.page), [])
  await person.button('login-passkey-use').click()
  await person.page.waitForURL('**/portal')

  // In its place, and back to where the person wanted to go.
  await person.button('sign-out').click()
  await person.page.waitForURL('**/login')
  await person.page.goto('/portal/new')
  await person.page.waitForURL('**/login?next=**')
  await person.mayNot(false)
  await person.button('login-passkey').click()
  await person.page.getByText(person.word('passkey-given-up')).waitFor()
  await person.mayNot(true)
  await person.button('login-passkey').click()
  await person.page.waitForURL('**/portal/new')

  // On another device: a recovery code.
  const elsewhere = await Person.at(browser, origin, { language: 'en' })
  await elsewhere.page.goto('/login')
  await elsewhere.signIn('student')
  await elsewhere.field('login-code').fill(recovery)
  await elsewhere.button('sign-in').click()
  await elsewhere.page.waitForURL('**/portal')

  await person.page.goto('/account')
  await part.getByRole('button', { name: person.word('passkey-remove-long', { name: 'Laptop' }) }).click()
  await part.locator('#passkey-remove-password').fill(PASSWORD)
  await part.getByRole('button', { name: person.word('passkey-remove'), exact: true }).last().click()
  await person.hears('passkey-removed')
  await person.button('sign-out').click()
  await person.page.waitForURL('**/login')
  await person.enter('student')
  person.assertQuiet()
})
