// Debian's Chromium, driven by Playwright. Every page is watched: an error in the console or a request to the outside fails the test.
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { isRoot } from '../lib/process.mjs'

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

export const DESKTOP = { width: 1280, height: 900 }
export const PHONE = { width: 360, height: 740 }

export async function startBrowser() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) throw new Error('Chromium is not installed; run: scripts/setup test')
  return chromium.launch({ executablePath, args: isRoot ? [...FLAGS, '--no-sandbox'] : FLAGS })
}

/** A window of somebody: own cookies, own language. `baseURL` is Pult's address. */
export async function openWindow(browser, baseURL, { locale = 'de-DE', viewport = DESKTOP, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ baseURL, locale, viewport, colorScheme, timezoneId: 'Europe/Berlin', reducedMotion: 'reduce' })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  page.complaints = watch(page, baseURL)
  return page
}

/** What a page complained about. A refusal by the API (401, 404, 412 …) is an answer, not a fault, though the browser notes it as one. */
function watch(page, baseURL) {
  const complaints = []
  page.on('pageerror', (error) => complaints.push(`error in the page: ${error.message}`))
  page.on('console', (message) => {
    const answer = message.location().url.startsWith(`${baseURL}/api/v1/`) && /status of 4\d\d/.test(message.text())
    if (message.type() === 'error' && !answer) complaints.push(`console: ${message.text()} (${message.location().url})`)
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(baseURL) && !/^(data|blob|about):/.test(url)) complaints.push(`request to the outside: ${url}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} from ${response.url()}`)
  })
  return complaints
}
