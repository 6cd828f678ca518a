// What a person does on Pult's pages, by the names that a screen reader would read out.
import assert from 'node:assert/strict'
import { DESKTOP, openWindow } from '../servers/browser.mjs'
import { PASSWORD } from '../servers/pult.mjs'
import { words } from './words.mjs'

export class Person {
  constructor(page, language) {
    this.page = page
    this.language = language
    this.word = words(language)
  }

  /** A window with somebody in front of it. */
  static async at(browser, origin, { language = 'de', viewport = DESKTOP, colorScheme = 'light' } = {}) {
    const page = await openWindow(browser, origin, { locale: language === 'de' ? 'de-DE' : 'en-GB', viewport, colorScheme })
    return new Person(page, language)
  }

  button(key, values) {
    return this.page.getByRole('button', { name: this.word(key, values), exact: true })
  }

  /** A button of the bar above a ticket; dialogs have buttons of the same names. */
  action(key) {
    return this.page.getByRole('group', { name: this.word('actions') }).getByRole('button', { name: this.word(key), exact: true })
  }

  field(key) {
    return this.page.getByLabel(this.word(key), { exact: true })
  }

  heading() {
    return this.page.getByRole('heading', { level: 1 })
  }

  /** A line that the page says after something was done. */
  async hears(key, values) {
    await this.page.getByRole('status').filter({ hasText: this.word(key, values) }).first().waitFor()
  }

  async signIn(login, password = PASSWORD) {
    if (!new URL(this.page.url(), 'http://x').pathname.startsWith('/login')) await this.page.goto('/login')
    await this.field('login-name').fill(login)
    await this.field('login-password').fill(password)
    await this.button('sign-in').click()
  }

  /** Signs in, and speaks the language of this window from now on. */
  async enter(login) {
    await this.signIn(login)
    await this.page.waitForURL((url) => !['/login', '/'].includes(url.pathname))
    await this.speak()
  }

  /** Whoever is signed in speaks the language of this window. */
  async speak() {
    const toggle = this.page.getByRole('button', { name: this.language === 'de' ? 'Deutsch' : 'English', exact: true })
    if ((await toggle.getAttribute('aria-pressed')) !== 'true') {
      // Kept for the person too: who goes on before that finds the old language on the next page.
      const kept = this.page.waitForResponse((response) => response.url().endsWith('/api/v1/session') && response.request().method() !== 'GET')
      await toggle.click()
      await kept
    }
    await this.page.locator(`html[lang=${this.language}]`).waitFor()
  }

  /** From wherever an agent is to the list of tickets. */
  async toList() {
    await this.page.getByRole('navigation', { name: this.word('main-navigation') }).getByRole('link', { name: this.word('nav-desk'), exact: true }).click()
    await this.page.waitForURL('**/agent')
  }

  /** The row of a ticket in a list. */
  row(text) {
    return this.page.getByRole('row').filter({ hasText: text })
  }

  /** Opens a ticket from the list that is on screen; returns its number. */
  async open(subject) {
    const row = this.row(subject)
    await row.getByRole('link', { name: subject }).click()
    await this.page.waitForURL(/\/tickets\/\d+/)
    await this.heading().filter({ hasText: subject }).waitFor()
    return /\/tickets\/(\d+)/.exec(this.page.url())[1]
  }

  article(text) {
    return this.page.getByRole('article').filter({ hasText: text })
  }

  async take() {
    await this.action('action-take').click()
    await this.hears('done-take')
  }

  async attach(inputId, files) {
    await this.page.locator(`#${inputId}`).setInputFiles(files.map(({ name, type, bytes }) => ({ name, mimeType: type, buffer: bytes })))
    for (const { name } of files) await this.page.getByRole('listitem').filter({ hasText: name }).getByText(this.word('uploaded')).waitFor()
  }

  async reply(text, { files = [] } = {}) {
    await this.page.getByRole('radio', { name: this.word('composer-reply'), exact: true }).check({ force: true })
    await this.field('composer-body').fill(text)
    if (files.length) await this.attach('composer-files', files)
    await this.button('send').click()
    await this.hears('done-reply')
  }

  async note(text) {
    await this.page.getByRole('radio', { name: this.word('composer-note'), exact: true }).check({ force: true })
    await this.field('composer-body').fill(text)
    await this.button('save-note').click()
    await this.hears('done-note')
  }

  async moveTo(queue) {
    await this.action('action-move').click()
    const select = this.page.locator('#fact-queue-input')
    // The choices show the tree, so a queue's name is only the end of its label.
    const option = select.locator('option').filter({ hasText: queue })
    await option.waitFor({ state: 'attached' })
    await select.selectOption(await option.getAttribute('value'))
    const form = this.page.locator('form.fact-form').filter({ has: select })
    await form.getByRole('button', { name: this.word('apply'), exact: true }).click()
    await select.waitFor({ state: 'detached' })
  }

  async close() {
    await this.action('action-close').click()
    const dialog = this.page.getByRole('dialog', { name: this.word('state-title') })
    const select = dialog.getByLabel(this.word('col-state'), { exact: true })
    assert.equal(await select.inputValue(), 'closed_successful')
    // What states are called is the site's own.
    const state = await select.evaluate((element) => element.selectedOptions[0].textContent.trim())
    await dialog.getByRole('button', { name: this.word('apply'), exact: true }).click()
    await this.hears('done-state', { state })
  }

  /** Marks the page, so that `isSamePage` tells whether it was loaded again. */
  mark() {
    return this.page.evaluate(() => {
      globalThis.notReloaded = true
    })
  }

  isSamePage() {
    return this.page.evaluate(() => globalThis.notReloaded === true)
  }

  /** At the end of each walk: no error in the console, no request to the outside, no answer of 500. */
  assertQuiet() {
    assert.deepEqual(this.page.complaints, [])
  }

  leave() {
    return this.page.context().close()
  }
}
