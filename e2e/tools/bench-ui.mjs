// `make bench-ui`: what an agent sees on 200,000 tickets in PostgreSQL, in Chromium. From the click on a row to the painted ticket, the
// frames of a scroll through the whole list, and how soon a colleague's change shows.
import { startBrowser } from '../servers/browser.mjs'
import { Api } from '../lib/api.mjs'
import { LEAD, PASSWORD, percentile, startLoad } from '../lib/load.mjs'
import { sleep } from '../lib/process.mjs'
import { Person } from '../lib/page.mjs'

const CLICKS = 20
const WHEEL_STEPS = 100
const CHANGES = 10

/** All that this script knows of the pages. */
const LIST = '/agent'
const ROW_LINK = 'table tbody tr a.row-link'
const SCROLLER = '.list-scroll'
const ARTICLE = 'article'

const load = await startLoad()
const browser = await startBrowser()
let missed = 0
try {
  const api = await Api.signIn(load.pult.origin, LEAD, PASSWORD)
  const person = await someone()
  report('click to painted ticket, median', percentile(await clicks(person.page), 0.5), 150)
  report('frame of a scroll through the list, 95th percentile', percentile(await scroll(person.page, 0), 0.95), 50)
  report('frame of a scroll around its middle, 95th percentile', percentile(await scroll(person.page, 0.5), 0.95), 50)
  report('a change reaches a second browser, slowest', Math.max(...(await changes(person.page, api))), 500)
  person.assertQuiet()
  if (missed && process.env.STRICT === 'yes') process.exitCode = 1
} finally {
  await browser.close()
  await load.stop()
}

async function someone() {
  const person = await Person.at(browser, load.pult.origin)
  await person.signIn(LEAD, PASSWORD)
  await person.page.waitForURL((url) => !['/login', '/'].includes(url.pathname))
  return person
}

function report(what, milliseconds, bar) {
  const held = milliseconds < bar
  missed += held ? 0 : 1
  console.log(`${what}: ${milliseconds.toFixed(0)} ms (bar: under ${bar} ms: ${held ? 'held' : 'MISSED'})`)
}

async function list(page) {
  await page.goto(LIST)
  await page.locator(ROW_LINK).first().waitFor()
  await sleep(500)
}

/** From the click in the page to the first frame after the ticket's subject and its articles are there. */
async function clicks(page) {
  const times = []
  await list(page)
  for (let n = 0; n < CLICKS; n += 1) {
    const link = page.locator(ROW_LINK).nth(n % 10)
    await link.waitFor()
    times.push(await link.evaluate(timed, ARTICLE))
    await page.goBack()
    await page.locator(ROW_LINK).first().waitFor()
    await sleep(200)
  }
  return times
}

/** Runs in the page. */
function timed(link, articles) {
  return new Promise((resolve, reject) => {
    const number = new URL(link.href).pathname.split('/').pop()
    const subject = link.textContent.trim()
    const start = performance.now()
    const late = setTimeout(() => reject(new Error(`the ticket ${number} was not shown within 10 s`)), 10_000)
    const look = () => {
      const heading = document.querySelector('h1')?.textContent ?? ''
      const there = location.pathname.endsWith(number) && heading.includes(subject) && document.querySelector(articles)
      if (!there) return requestAnimationFrame(look)
      // The frame in which it is there is painted when the next one begins.
      requestAnimationFrame(() => {
        clearTimeout(late)
        resolve(performance.now() - start)
      })
    }
    link.click()
    requestAnimationFrame(look)
  })
}

/** The lengths of the frames while the wheel turns, also of those in which rows arrive; from a share of the whole list on. */
async function scroll(page, share) {
  await list(page)
  const begin = await page.evaluate(jump, [SCROLLER, share])
  await page.locator(ROW_LINK).first().waitFor()
  await sleep(1000)
  const box = await page.locator(SCROLLER).boundingBox()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.evaluate(() => {
    globalThis.frames = []
    let last = performance.now()
    const next = (now) => {
      globalThis.frames.push(now - last)
      last = now
      globalThis.measuring = requestAnimationFrame(next)
    }
    globalThis.measuring = requestAnimationFrame(next)
  })
  for (let n = 0; n < WHEEL_STEPS; n += 1) {
    await page.mouse.wheel(0, 600)
    await sleep(30)
  }
  await sleep(300)
  const { frames, scrolled } = await page.evaluate((scroller) => {
    cancelAnimationFrame(globalThis.measuring)
    return { frames: globalThis.frames.slice(1), scrolled: document.querySelector(scroller).scrollTop }
  }, SCROLLER)
  if (scrolled - begin < WHEEL_STEPS * 300) throw new Error(`the list was scrolled by ${scrolled - begin} pixels only`)
  return frames
}

/** Runs in the page. */
function jump([scroller, share]) {
  const list = document.querySelector(scroller)
  list.scrollTop = Math.round(list.scrollHeight * share)
  return list.scrollTop
}

/** From the moment at which a colleague's command is sent to the frame in which this browser shows it. */
async function changes(page, api) {
  const times = []
  const { items } = await api.get('/tickets?filter=state%3Aopen&limit=1')
  const { number } = items[0]
  await page.goto(`/agent/tickets/${number}`)
  await page.locator(ARTICLE).first().waitFor()
  await sleep(1000)
  for (let n = 0; n < CHANGES; n += 1) {
    const text = `Messung ${n} ${Date.now()}`
    const shown = page.waitForFunction((text) => [...document.querySelectorAll('article')].some((article) => article.textContent.includes(text)), text, { polling: 'raf' })
    const start = performance.now()
    await api.apply(number, { type: 'note', body: text })
    await shown
    times.push(performance.now() - start)
    await sleep(300)
  }
  return times
}
