// A contact form from its settings to the ticket: set up, filled in by somebody who is not signed in, confirmed by the link of a mail.
// req: B18 D4 D5
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { axeFindings, sidewaysOverflow } from '../lib/axe.mjs'
import { Person } from '../lib/page.mjs'
import { eventually } from '../lib/process.mjs'
import { startBrowser } from '../servers/browser.mjs'
import { startPult } from '../servers/pult.mjs'

let pult, browser, site, siteOrigin

before(async () => {
  pult = await startPult()
  browser = await startBrowser()
  site = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><title>Institut</title><iframe title="x" width="400" height="700" src="${pult.origin}/form/wlan-hilfe?embed=1"></iframe>`)
  })
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve))
  siteOrigin = `http://localhost:${site.address().port}`
})
after(async () => {
  await browser?.close()
  await pult?.stop()
  site?.close()
})

/** The link of the newest confirmation. */
function link() {
  const folder = path.join(pult.data, 'outgoing')
  const mails = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'))
  return mails
    .map((mail) => mail.replace(/=\r?\n/g, '').replace(/=3D/g, '='))
    .map((mail) => /\/form-confirm#([\w-]{43})/.exec(mail)?.[1])
    .filter(Boolean)
    .map((token) => `/form-confirm#${token}`)
    .at(-1)
}

async function looksRight(person) {
  assert.deepEqual(await axeFindings(person.page), [])
  await person.page.setViewportSize({ width: 320, height: 640 })
  assert.equal(await sidewaysOverflow(person.page), 0)
  await person.page.setViewportSize({ width: 1280, height: 900 })
}

test('a form is set up by hand', async () => {
  const admin = await Person.at(browser, pult.origin)
  await admin.enter('admin')
  await admin.page.goto('/admin/forms')
  await admin.page.getByRole('link', { name: admin.word('web-form-add') }).click()
  const form = admin.page.locator('.admin-editor')
  await form.locator('[lang=de]').first().waitFor()
  await form.getByLabel(admin.word('admin-name')).first().fill('WLAN-Hilfe')
  await form.getByLabel(admin.word('admin-name')).nth(1).fill('Wi-Fi help')
  await form.getByLabel(admin.word('web-form-slug'), { exact: true }).fill('WLAN Hilfe')
  const queue = form.getByLabel(admin.word('web-form-queue'), { exact: true })
  await eventually('queues to choose from', async () => (await queue.locator('option').count()) > 2)
  await queue.selectOption({ index: 1 })
  await form.getByLabel(admin.word('web-form-access')).selectOption({ index: 1 })
  await form.getByLabel(admin.word('form-location')).selectOption('required')
  await form.getByLabel(admin.word('form-device')).selectOption('optional')
  await form.getByLabel(admin.word('web-form-origins')).fill(siteOrigin)
  await form.locator('button[type=submit]').click()
  // What is wrong is said at the field.
  await form.getByText(admin.word('field-error-malformed')).first().waitFor()
  await form.getByLabel(admin.word('web-form-slug'), { exact: true }).fill('wlan-hilfe')
  await form.locator('button[type=submit]').click()
  await admin.page.getByText('/form/wlan-hilfe', { exact: true }).waitFor()
  await admin.page.locator('.web-form-snippet').waitFor()
  await looksRight(admin)
})

test('somebody who is not signed in asks by it, and confirms by the link of a mail', async () => {
  const visitor = await Person.at(browser, pult.origin)
  await visitor.page.goto('/form/wlan-hilfe')
  await visitor.page.getByRole('heading', { level: 1 }).filter({ hasText: 'WLAN-Hilfe' }).waitFor()
  await looksRight(visitor)
  await visitor.button('web-form-send').click()
  const summary = visitor.page.getByRole('alert').first()
  await summary.getByRole('link').filter({ hasText: visitor.word('form-location') }).click()
  assert.equal(await visitor.page.evaluate(() => document.activeElement.id), 'form-answer-location')
  await visitor.page.keyboard.type('Bibliothek, Lesesaal 2')
  await visitor.field('web-form-name').fill('Kim Beispiel')
  await visitor.field('web-form-address').fill('kim@aussen.example')
  await visitor.field('col-subject').fill('Kein WLAN')
  await visitor.field('field-description').fill('Mein Passwort: Geheim-1234')
  await visitor.page.locator('#form-files').setInputFiles({ name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('hallo') })
  await visitor.page.getByText('log.txt', { exact: true }).waitFor()
  await visitor.button('web-form-send').click()
  // Warned once, and then it is theirs to decide.
  await visitor.page.locator('#form-anyway').waitFor()
  await visitor.button('web-form-send-anyway').waitFor()
  await visitor.field('field-description').fill('Seit heute Morgen kommt keine Verbindung zustande.')
  await visitor.page.getByRole('button', { name: /senden/ }).click()
  await visitor.page.getByRole('heading', { level: 1 }).filter({ hasText: visitor.word('web-form-mailed') }).waitFor()
  assert.deepEqual(await axeFindings(visitor.page), [])
  const address = await eventually('a link in a mail', link)
  const again = await Person.at(browser, pult.origin)
  await again.page.goto(address)
  await again.button('web-form-confirm').waitFor()
  await looksRight(again)
  await again.button('web-form-confirm').click()
  await again.page.getByRole('heading', { level: 1 }).filter({ hasText: again.word('web-form-sent') }).waitFor()
  // Once.
  const third = await Person.at(browser, pult.origin)
  await third.page.goto(address)
  await third.button('web-form-confirm').click()
  await third.page.getByText(third.word('error-link_expired')).waitFor()
})

test('what nobody has confirmed is sent again, or taken as a ticket with a reason', async () => {
  const sent = { name: 'Lou Beispiel', address: 'lou@aussen.example', subject: 'Kein Zugang', body: 'Hallo', answers: { location: 'Mensa' }, language: 'de' }
  const answer = await fetch(`${pult.origin}/api/v1/public/forms/wlan-hilfe/submissions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: pult.origin },
    body: JSON.stringify(sent)
  })
  assert.equal(answer.status, 202)
  const admin = await Person.at(browser, pult.origin)
  await admin.enter('admin')
  await admin.page.goto('/admin/forms')
  await admin.page.getByRole('link', { name: 'WLAN-Hilfe' }).click()
  const waiting = admin.page.getByRole('region', { name: admin.word('web-form-entries') })
  await waiting.getByText('Kein Zugang').waitFor()
  await looksRight(admin)
  const before = link()
  await waiting.getByRole('button', { name: admin.word('web-form-entry-send') }).click()
  await eventually('a second mail', () => link() !== before)
  await waiting.getByRole('button', { name: admin.word('web-form-entry-take') }).click()
  const dialog = admin.page.locator('#entry')
  await dialog.locator('button[type=submit]').click()
  await dialog.getByText(admin.word('field-error-required')).first().waitFor()
  await dialog.locator('#entry-reason').fill('telefonisch bestätigt')
  assert.deepEqual(await axeFindings(admin.page), [])
  await dialog.locator('button[type=submit]').click()
  await waiting.waitFor({ state: 'detached' })
  const api = await pult.as('admin')
  const [ticket] = await api.tickets('subject:zugang')
  const texts = (await api.articles(ticket.number)).map((article) => article.text)
  assert.ok(texts.some((text) => text.includes('telefonisch bestätigt')), texts.join())
})

test('another site shows it in a frame, and nobody else may', async () => {
  const context = await browser.newContext({ locale: 'de-DE' })
  const page = await context.newPage()
  await page.goto(siteOrigin)
  const frame = page.frameLocator('iframe')
  await frame.getByRole('heading', { level: 1 }).filter({ hasText: 'WLAN-Hilfe' }).waitFor()
  assert.equal(await frame.locator('header.top').count(), 0)
  await page.goto(siteOrigin.replace('localhost', '127.0.0.1'))
  await page.waitForTimeout(1500)
  assert.equal(await page.frameLocator('iframe').getByRole('heading', { level: 1 }).count(), 0)
  await context.close()
})
