// `make screenshots`: pictures of the demo for the README, in docs/screenshots.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { Api } from '../lib/api.mjs'
import { Person } from '../lib/page.mjs'
import { DESKTOP, PHONE, startBrowser } from '../servers/browser.mjs'
import { startDemo } from '../servers/demo.mjs'
import { ROOT } from '../servers/pult.mjs'

const FOLDER = path.join(ROOT, 'docs/screenshots')
mkdirSync(FOLDER, { recursive: true })

const demo = await startDemo()
const browser = await startBrowser()
try {
  const agent = demo.login('agent')
  const customer = demo.login('customer')
  const admin = demo.login('administrator')
  const conversation = await longest(agent, 'state:open')
  const request = await longest(customer, 'requester:me')

  await shoot('login', null, '/login')
  await shoot('agent-list', agent, '/agent')
  await shoot('agent-ticket', agent, `/agent/tickets/${conversation}`)
  await shoot('agent-ticket-dark', agent, `/agent/tickets/${conversation}`, { colorScheme: 'dark', language: 'en' })
  await shoot('agent-list-phone', agent, '/agent', { viewport: PHONE })
  await shoot('portal', customer, '/portal')
  await shoot('portal-ticket-phone', customer, `/portal/tickets/${request}`, { viewport: PHONE })
  await shoot('mail-out', admin, '/admin/mail/outgoing', { language: 'en' })
  await shoot('mail-in', admin, '/admin/mail/incoming')
} finally {
  await browser.close()
  await demo.stop()
}

/** The ticket with the longest conversation shows most. */
async function longest({ login, password }, filter) {
  const api = await Api.signIn(demo.origin, login, password)
  const { items } = await api.get(`/tickets?limit=30&filter=${encodeURIComponent(filter)}`)
  const counted = await Promise.all(items.map(async ({ number }) => ({ number, count: (await api.articles(number)).length })))
  const best = counted.sort((a, b) => b.count - a.count)[0]
  if (!best) throw new Error(`the demo has no ticket for ${login} with ${filter}`)
  return best.number
}

async function shoot(name, who, address, look = {}) {
  const person = await Person.at(browser, demo.origin, { language: 'de', viewport: DESKTOP, ...look })
  if (who) {
    await person.signIn(who.login, who.password)
    await person.page.waitForURL((url) => !['/login', '/'].includes(url.pathname))
    await person.speak()
  }
  await person.page.goto(address)
  await person.heading().waitFor()
  await person.page.waitForTimeout(700)
  const file = path.join(FOLDER, `${name}.png`)
  await person.page.screenshot({ path: file })
  person.assertQuiet()
  await person.leave()
  console.log(`    ${path.relative(ROOT, file)}`)
}
