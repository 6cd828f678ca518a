// The accessibility gate: axe-core over a whole page, contrast included. Nothing may be found.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Findings in words, one line each; empty when the page is clean. Mail bodies are in frames without scripts, so frames are left out. */
export async function axeFindings(page) {
  await page.evaluate(source)
  const violations = await page.evaluate(async (tags) => {
    const result = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, iframes: false, resultTypes: ['violations'] })
    return result.violations.flatMap(({ id, impact, help, nodes }) =>
      nodes.map(({ target, any, failureSummary }) => `${id} (${impact}): ${help}\n  at ${target.join(' ')}\n  ${any[0]?.message ?? failureSummary}`),
    )
  }, TAGS)
  return violations
}

/** Does anything stick out of the window to the side? (WCAG 1.4.10, reflow) */
export function sidewaysOverflow(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return Math.max(0, scrollWidth - clientWidth)
  })
}
