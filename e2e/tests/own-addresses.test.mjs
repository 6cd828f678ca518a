// A further address of one's own: asked for, proven by the link of a mail, and taken out again.
// req: A15
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { axeFindings, sidewaysOverflow } from '../lib/axe.mjs'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

const HOME = 'stella@home.example'

let pult, browser

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

/** The link of the newest mail to the address. */
function link() {
  const folder = path.join(pult.data, 'outgoing')
  const mails = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'))
  return mails
    .filter((mail) => mail.includes(HOME))
    .map((mail) => mail.replace(/=\r?\n/g, '').replace(/=3D/g, '='))
    .map((mail) => /\/account#([\w-]{43})/.exec(mail)?.[1])
    .filter(Boolean)
    .map((token) => `/account#${token}`)
    .at(-1)
}

test('a private address is proven and removed', async () => {
  const person = await Person.at(browser, pult.origin)
  await person.enter('student')
  await person.page.goto('/account')
  const part = person.page.getByRole('region', { name: person.word('account-addresses') })
  await part.getByText(person.word('account-address-main'), { exact: true }).waitFor()
  await part.getByText(person.word('account-address-add'), { exact: true }).click()
  await part.getByLabel(person.word('account-address-new'), { exact: true }).fill('nowhere')
  await person.button('account-address-send').click()
  await part.getByText(person.word('field-error-malformed')).first().waitFor()
  await part.getByLabel(person.word('account-address-new'), { exact: true }).fill(HOME)
  await person.button('account-address-send').click()
  await person.hears('account-address-asked')
  await part.getByRole('listitem').filter({ hasText: HOME }).waitFor()
  assert.deepEqual(await axeFindings(person.page), [])
  await person.page.setViewportSize({ width: 320, height: 640 })
  assert.equal(await sidewaysOverflow(person.page), 0)
  await person.page.setViewportSize({ width: 1280, height: 800 })

  const address = await eventually('a link in a mail', link)
  await person.page.goto('/portal')
  await person.page.goto(address)
  await person.button('account-address-prove').click()
  await person.hears('account-address-proven')
  await part.getByRole('listitem').filter({ hasText: HOME }).getByText(person.word('account-address-private')).waitFor()

  await person.button('account-address-remove-long', { address: HOME }).click()
  await person.hears('account-address-removed')
  await part.getByRole('listitem').filter({ hasText: HOME }).waitFor({ state: 'detached' })
})
