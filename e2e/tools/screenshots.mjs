// `make screenshots`: pictures of the demo for the README, in docs/screenshots. DEMO=http://127.0.0.1:8080 takes them of one that runs.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { Api } from '../lib/api.mjs'
import { Person } from '../lib/page.mjs'
import { DESKTOP, PHONE, startBrowser } from '../servers/browser.mjs'
import { startDemo } from '../servers/demo.mjs'
import { ROOT } from '../servers/pult.mjs'

const TALL = { width: 1280, height: 1000 }
const FOLDER = path.join(ROOT, 'docs/screenshots')
mkdirSync(FOLDER, { recursive: true })

const demo = process.env.DEMO ? running(process.env.DEMO) : await startDemo()
const browser = await startBrowser()
try {
  const agent = demo.login('agent')
  const customer = demo.login('customer')
  const admin = demo.login('administrator')
  const desk = await Api.signIn(demo.origin, agent.login, agent.password)
  const order = await first(desk, 'tag:neue-kollegin')
  const outage = await first(desk, 'tag:störung')
  const request = await first(await Api.signIn(demo.origin, customer.login, customer.password), 'requester:me VPN')
  const queue = await desk.queue('it/wlan')
  const roles = await (await Api.signIn(demo.origin, admin.login, admin.password)).get('/roles')
  const role = roles.items.find(({ name }) => name === 'IT-Service-Desk').id

  await shoot('dashboard', agent, '/agent/dashboard')
  await shoot('list', agent, '/agent?queue=it')
  await shoot('ticket', agent, `/agent/tickets/${order}`, { viewport: TALL })
  await shoot('bulk', agent, '/agent?queue=it&view=unowned', { before: several })
  await shoot('ticket-dark', agent, `/agent/tickets/${outage}`, { colorScheme: 'dark', language: 'en' })
  await shoot('new-ticket', agent, '/agent/new', { before: call })
  await shoot('queue-settings', admin, `/admin/queues?edit=${queue.id}`)
  await shoot('roles', admin, `/admin/roles?edit=${role}`)
  await shoot('portal-phone', customer, `/portal/tickets/${request}`, { viewport: PHONE })
} finally {
  await browser.close()
  await demo.stop()
}

/** The number of the first ticket that somebody finds with a filter. */
async function first(api, filter) {
  const { items } = await api.get(`/tickets?limit=1&filter=${encodeURIComponent(filter)}`)
  if (!items.length) throw new Error(`the demo has no ticket with ${filter}`)
  return items[0].number
}

/** A demo that was started by hand; its logins are always the same. */
function running(origin) {
  const logins = { administrator: 'admin', agent: 'agent', customer: 'student' }
  return { origin, login: (kind) => ({ login: logins[kind], password: 'pult-demo-Passw0rd' }), stop: async () => {} }
}

/** A call that is being taken down. */
async function call(person) {
  await person.page.getByRole('radio', { name: person.word('channel-phone') }).check({ force: true })
  await person.page.locator('#requester').pressSequentially('Pfeiffer', { delay: 30 })
  await person.page.getByRole('option', { name: /Nora Pfeiffer/ }).click()
  await person.page.locator('#subject').fill('Zweiter Bildschirm bleibt dunkel')
  await person.page.locator('#body').fill('Am neuen Arbeitsplatz in B 214 bleibt der rechte Bildschirm dunkel. Kabel ist geprüft, am anderen Rechner geht er.')
}

/** Several tickets that are about to be answered together. */
async function several(person) {
  for (const n of [0, 1, 2]) await person.page.locator('.row-select').nth(n).check()
  await person.button('bulk-edit').click()
  const dialog = person.page.locator('#bulk')
  await dialog.getByText(person.word('bulk-messages'), { exact: true }).click()
  await dialog.locator('textarea').filter({ visible: true }).first().fill('Guten Tag,\n\ndie Störung ist behoben. Bitte melden Sie sich, wenn es bei Ihnen noch nicht geht.')
}

async function shoot(name, who, address, { before, ...look } = {}) {
  const person = await Person.at(browser, demo.origin, { language: 'de', viewport: DESKTOP, ...look })
  if (who) {
    await person.signIn(who.login, who.password)
    await person.page.waitForURL((url) => !['/login', '/'].includes(url.pathname))
    await person.speak()
  }
  await person.page.goto(address)
  await person.heading().waitFor()
  if (before) await before(person)
  await person.page.waitForTimeout(1000)
  const file = path.join(FOLDER, `${name}.png`)
  await person.page.screenshot({ path: file })
  person.assertQuiet()
  await person.leave()
  console.log(`    ${path.relative(ROOT, file)}`)
}
