// The words of the user interface, read from the same files as the product reads: a test names a key, not a text.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../servers/pult.mjs'

const cache = new Map()

function load(language) {
  if (!cache.has(language)) {
    const source = ['ui', 'desk', 'filter', 'ticket', 'admin', 'people', 'account', 'forms']
        .map((file) => readFileSync(path.join(ROOT, 'shared/locales', language, `${file}.ftl`), 'utf8'))
        .join('\n')
    // A text goes on in the lines that are indented.
    cache.set(language, new Map([...source.matchAll(/^([a-z][\w-]*) = (.+(?:\n +\S.*)*)$/gm)].map(([, key, value]) => [key, value])))
  }
  return cache.get(language)
}

/** `{ $count -> [one] … *[other] … }`, of which the language's rules for numbers choose one. */
function chosen(text, language, values) {
  return text.replace(/\{ \$(\w+) ->((?:\n +\*?\[\w+\] .*)+)\n +\}/g, (_, name, variants) => {
    const kinds = new Map([...variants.matchAll(/\[(\w+)\] (.*)/g)].map(([, kind, variant]) => [kind, variant]))
    return kinds.get(String(values[name])) ?? kinds.get(new Intl.PluralRules(language).select(Number(values[name]))) ?? kinds.get('other')
  })
}

/** `words('de')('state-closed')` is "Geschlossen". A key that is not there is an error. */
export function words(language) {
  return (key, values = {}) => {
    const text = load(language).get(key)
    if (text === undefined) throw new Error(`shared/locales/${language} has no ${key}`)
    return chosen(text, language, values).replace(/\{ \$(\w+) \}/g, (_, name) => {
      if (!(name in values)) throw new Error(`${key} wants a value for ${name}`)
      return values[name]
    })
  }
}
