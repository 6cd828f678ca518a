// Something secret in a mail: noticed at the message, removed from wherever it stands, with a tombstone that says who and why.
// req: D5
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Person } from '../lib/page.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

const WORD = 'Geheim!23xyz'

let pult, browser, anna, api

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  api = await pult.as('admin')
  anna = await Person.at(browser, pult.origin)
  await anna.enter('admin')
})
after(async () => {
  await browser?.close()
  await pult?.stop()
})

test('a secret is removed from message, subject, history and quotes, and the message says so', async () => {
  const { id } = await api.queue('it')
  const requester = { name: 'Kim', address: 'kim@stud.hs-musterstadt.example' }
  const body = `Hallo,\nmein Passwort: ${WORD}\nDanke`
  const { number } = await api.open({ queue_id: id, subject: `Zugang ${WORD} gesperrt`, body, channel: 'phone', requester, confirm: false })
  await api.apply(number, { type: 'note', body: `> mein Passwort: ${WORD}\nbitte ändern` })
  await anna.page.goto(`/agent/tickets/${number}`)
  await anna.article('Danke').getByRole('link', { name: anna.word('secret-remove') }).click()
  await anna.page.waitForURL('**/admin/redact?article=*')
  await anna.button('redact-look').click()
  await anna.page.locator('#redact-reason').fill('Wunsch der Person')
  await anna.page.locator('#redact-confirm').fill(number)
  await anna.button('redact-now').click()
  await anna.page.getByText(anna.word('redact-done')).waitFor()
  await anna.page.goto(`/agent/tickets/${number}`)
  await anna.heading().filter({ hasText: 'Zugang █████ gesperrt' }).waitFor()
  await anna.article('Danke').getByText('Wunsch der Person').waitFor()
  const all = JSON.stringify([await api.ticket(number), await api.articles(number), await api.get(`/tickets/${number}/history`)])
  assert.ok(!all.includes(WORD), all)
  assert.ok(all.includes('SHA-256'))
  assert.deepEqual(await api.tickets('geheim'), [], 'it is found by nothing')
})
