// `make test-api`: Schemathesis makes requests up from the OpenAPI document, good ones and bad ones, and every answer must be one that the
// document names: no 5xx, no undocumented status or type, nothing that breaks a schema. The demo is fresh for each caller, whom it may
// lose everything to. EXAMPLES is how many fuzzed requests each operation gets besides those that cover its schema; SEED repeats a run.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { startDemo } from '../servers/demo.mjs'
import { ROOT } from '../servers/pult.mjs'

const CALLERS = ['anonymous', 'customer', 'agent', 'administrator']
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
]
// The stream never ends; whoever signs out asks as nobody from then on.
const LEFT_OUT = ['stream_events', 'delete_session']
const EXAMPLES = process.env.EXAMPLES ?? '15'
const SEED = process.env.SEED ?? '1'
const REPORTS = path.join(ROOT, 'target', 'test-api')

mkdirSync(REPORTS, { recursive: true })
let failed = 0
for (const caller of CALLERS) failed += await ask(caller)
process.exit(failed ? 1 : 0)

/** All requests of one caller; how many answers were none that the document names. */
async function ask(caller) {
  const demo = await startDemo()
  try {
    const output = await schemathesis(demo.origin, await cookie(demo, caller))
    const file = path.join(REPORTS, `${caller}.txt`)
    writeFileSync(file, output)
    const operations = output.match(/Tested: (\d+)/)?.[1]
    const count = output.match(/(\d+) generated, (?:(\d+) found )?/)
    if (!operations || !count) throw new Error(`Schemathesis did not get to the end; see ${file}`)
    const failures = Number(count[2] ?? 0)
    console.log(`${caller.padEnd(14)} ${operations} operations, ${count[1]} requests, ${failures} failures`)
    if (failures) console.log(output.slice(output.indexOf('= FAILURES ='), output.indexOf('= SUMMARY =')).slice(0, 8000))
    return failures
  } finally {
    await demo.stop()
  }
}

/** The session of a caller, if they have one. */
async function cookie(demo, caller) {
  if (caller === 'anonymous') return undefined
  const { login, password } = demo.login(caller)
  const answer = await fetch(`${demo.origin}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  if (!answer.ok) throw new Error(`${caller} could not sign in: ${answer.status}`)
  return answer.headers.get('set-cookie').split(';')[0]
}

function schemathesis(origin, session) {
  const options = [
    'run',
    `${origin}/api/openapi.json`,
    ['--phases', 'examples,coverage,fuzzing'],
    ['--checks', CHECKS.join(',')],
    ['--max-examples', EXAMPLES],
    ['--seed', SEED],
    ['--workers', '2'],
    ['--request-timeout', '20'],
    '--continue-on-failure',
    '--no-color',
    ...LEFT_OUT.map((name) => ['--exclude-operation-id', name]),
    ...(session ? [['--header', `Cookie: ${session}`]] : []),
  ].flat()
  return new Promise((resolve, reject) => {
    const child = spawn(process.env.SCHEMATHESIS ?? 'schemathesis', options, { cwd: REPORTS })
    let output = ''
    child.stdout.on('data', (bytes) => (output += bytes))
    child.stderr.on('data', (bytes) => (output += bytes))
    child.on('error', reject)
    child.on('close', () => resolve(output))
  })
}
