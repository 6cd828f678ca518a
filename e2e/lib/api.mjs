// Pult's HTTP API as a program uses it: sign in, ask, command.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'

export class ApiError extends Error {
  constructor(method, path, status, body) {
    super(`${method} ${path}: ${status} ${typeof body === 'string' ? body : JSON.stringify(body)}`)
    this.status = status
    this.body = body
    this.code = body?.code
  }
}

export class Api {
  constructor(origin) {
    this.origin = origin
    this.cookie = ''
  }

  static async signIn(origin, login, password) {
    const api = new Api(origin)
    api.session = await api.post('/session', { login, password })
    return api
  }

  async call(method, path, body, headers = {}) {
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie ? { cookie: this.cookie } : {}),
        origin: this.origin,
        ...headers,
      },
      body: body === undefined || body instanceof Uint8Array ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    })
    for (const cookie of response.headers.getSetCookie()) this.cookie = cookie.split(';')[0]
    const type = response.headers.get('content-type') ?? ''
    const answer = type.includes('json') ? await response.json() : await response.text()
    if (!response.ok) throw new ApiError(method, path, response.status, answer)
    return answer
  }

  get(path) {
    return this.call('GET', path)
  }

  post(path, body, headers) {
    return this.call('POST', path, body, headers)
  }

  /** All items of a paged list. */
  async all(path) {
    const items = []
    let cursor
    do {
      const joint = path.includes('?') ? '&' : '?'
      const page = await this.get(cursor ? `${path}${joint}cursor=${encodeURIComponent(cursor)}` : path)
      items.push(...page.items)
      cursor = page.next_cursor
    } while (cursor)
    return items
  }

  tickets(filter = '') {
    return this.all(`/tickets?sort=created_asc&limit=100&filter=${encodeURIComponent(filter)}`)
  }

  ticket(number) {
    return this.get(`/tickets/${number}`)
  }

  articles(number) {
    return this.all(`/tickets/${number}/articles`)
  }

  incomingMails() {
    return this.all('/incoming-mails')
  }

  outgoingMails() {
    return this.all('/outgoing-mails')
  }

  async queue(path) {
    const { items } = await this.get('/queues')
    const found = items.find((queue) => queue.path === path)
    assert.ok(found, `there is no queue ${path}, only ${items.map((queue) => queue.path).join(', ')}`)
    return found
  }

  /** Commands against the ticket as it is now. */
  async apply(number, ...commands) {
    const { version } = await this.ticket(number)
    return this.post(`/tickets/${number}/commands`, { commands }, { 'if-match': `"${version}"` })
  }

  open(body) {
    return this.post('/tickets', body, { 'idempotency-key': randomUUID() })
  }
}
