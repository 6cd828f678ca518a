// A small SMTP and LMTP client: enough to hand in a mail and to hear what is said to it.
import { Wire } from './lines.mjs'

export class Refused extends Error {
  constructor(step, reply) {
    super(`${step}: ${reply.text}`)
    this.step = step
    this.code = reply.code
  }
}

export class Submission {
  constructor(wire, lmtp) {
    this.wire = wire
    this.lmtp = lmtp
  }

  static async open({ port, host, lmtp = false, seconds }) {
    const wire = await Wire.connect({ port, host, seconds })
    const submission = new Submission(wire, lmtp)
    try {
      submission.#expect('greeting', await submission.#reply(), 220)
      submission.#expect('hello', await submission.#say(`${lmtp ? 'LHLO' : 'EHLO'} client.hs-musterstadt.example`), 250)
      return submission
    } catch (error) {
      wire.close()
      throw error
    }
  }

  async #reply() {
    const lines = []
    for (;;) {
      const line = await this.wire.line()
      lines.push(line)
      if (!/^\d{3}-/.test(line)) return { code: Number(line.slice(0, 3)), text: lines.join(' / ') }
    }
  }

  #say(line) {
    this.wire.write(`${line}\r\n`)
    return this.#reply()
  }

  #expect(step, reply, code) {
    if (reply.code !== code) throw new Refused(step, reply)
    return reply
  }

  /** Hands in one mail. By SMTP there is one answer, by LMTP one for each recipient; all are returned. */
  async send({ from, to, raw }) {
    const recipients = [to].flat()
    this.#expect('MAIL FROM', await this.#say(`MAIL FROM:<${from}>`), 250)
    for (const recipient of recipients) this.#expect(`RCPT TO ${recipient}`, await this.#say(`RCPT TO:<${recipient}>`), 250)
    this.#expect('DATA', await this.#say('DATA'), 354)
    this.wire.write(stuffed(raw))
    this.wire.write('.\r\n')
    const replies = []
    for (let n = 0; n < (this.lmtp ? recipients.length : 1); n += 1) replies.push(await this.#reply())
    for (const reply of replies) this.#expect('end of data', reply, 250)
    return replies
  }

  async quit() {
    try {
      await this.#say('QUIT')
    } finally {
      this.wire.close()
    }
  }
}

/** CRLF everywhere at the line ends, a dot doubled at the start of a line, a line end at the end. */
function stuffed(raw) {
  const text = Buffer.isBuffer(raw) ? raw.toString('latin1') : Buffer.from(raw, 'utf8').toString('latin1')
  const lines = text.replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..')
  return Buffer.from(lines.endsWith('\r\n') ? lines : `${lines}\r\n`, 'latin1')
}

export async function submit(server, mail) {
  const submission = await Submission.open(server)
  try {
    return await submission.send(mail)
  } finally {
    submission.wire.close()
  }
}
