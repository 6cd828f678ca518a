// A second factor: set up with an app, asked for at the next sign-in, lost and replaced by a recovery code; and a role that asks for it.
// req: C14
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { axeFindings, sidewaysOverflow } from '../lib/axe.mjs'
import { Person } from '../lib/page.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { PASSWORD, startPult } from '../servers/pult.mjs'

let pult, browser

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

/** What an app shows (RFC 6238): so many steps of half a minute from now. */
function code(secret, ahead = 0) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead))
  const mac = createHmac('sha1', key).update(counter).digest()
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

test('an app is set up, asked for, and replaced by a recovery code', async () => {
  const person = await Person.at(browser, pult.origin)
  await person.enter('student')
  await person.page.goto('/account')
  const part = person.page.getByRole('region', { name: person.word('second-factor') })
  await part.getByLabel(person.word('account-password-current')).fill(PASSWORD)
  await person.button('second-factor-start').click()
  await part.getByRole('img', { name: person.word('second-factor-qr') }).waitFor()
  assert.deepEqual(await axeFindings(person.page), [])
  await person.page.setViewportSize({ width: 320, height: 640 })
  assert.equal(await sidewaysOverflow(person.page), 0)
  await part.getByText(person.word('second-factor-type')).click()
  const secret = await part.locator('code').first().innerText()
  await part.getByLabel(person.word('second-factor-code')).fill('000000')
  await person.button('second-factor-confirm').click()
  await person.page.getByText(person.word('field-error-wrong')).first().waitFor()
  await part.getByLabel(person.word('second-factor-code')).fill(code(secret))
  await person.button('second-factor-confirm').click()
  await part.getByText(person.word('second-factor-codes')).waitFor()
  const recovery = await part.getByRole('listitem').first().innerText()
  await person.button('second-factor-codes-kept').click()
  await part.getByText(person.word('second-factor-on')).waitFor()

  const elsewhere = await Person.at(browser, pult.origin)
  await elsewhere.page.goto('/portal/new')
  await elsewhere.page.waitForURL('**/login?next=**')
  await elsewhere.signIn('student')
  await elsewhere.page.getByText(elsewhere.word('login-code-lead')).waitFor()
  assert.deepEqual(await axeFindings(elsewhere.page), [])
  await elsewhere.field('login-code').fill(code(secret, 1))
  await elsewhere.button('sign-in').click()
  await elsewhere.page.waitForURL('**/portal/new')

  const lost = await Person.at(browser, pult.origin, { language: 'en' })
  await lost.page.goto('/login')
  await lost.signIn('student')
  await lost.field('login-code').fill(recovery)
  await lost.button('sign-in').click()
  await lost.page.waitForURL('**/portal')
})
