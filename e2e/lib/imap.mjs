// A small IMAP client for reading a test's mailboxes over TLS.
import { Wire } from './lines.mjs'
import { parseMail } from './mail.mjs'

export class Mailbox {
  constructor(wire) {
    this.wire = wire
    this.tag = 0
  }

  static async open({ port, ca, login, password }) {
    const mailbox = new Mailbox(await Wire.connect({ port, ca }))
    try {
      await mailbox.wire.line()
      await mailbox.#command(`LOGIN "${login}" "${password}"`)
      return mailbox
    } catch (error) {
      mailbox.wire.close()
      throw error
    }
  }

  /** Sends a command; returns its untagged answers, each a line with the literals that stood in it. */
  async #command(command) {
    const tag = `a${(this.tag += 1)}`
    this.wire.write(`${tag} ${command}\r\n`)
    const answers = []
    for (;;) {
      const answer = { line: '', literals: [] }
      for (;;) {
        const line = await this.wire.line()
        answer.line += line
        const literal = /\{(\d+)\}$/.exec(line)
        if (!literal) break
        answer.literals.push(await this.wire.bytes(Number(literal[1])))
      }
      if (!answer.line.startsWith(`${tag} `)) {
        answers.push(answer)
        continue
      }
      if (!answer.line.startsWith(`${tag} OK`)) throw new Error(`IMAP ${command.split(' ')[0]}: ${answer.line}`)
      return answers
    }
  }

  /** The folders that can be opened. */
  async folders() {
    const answers = await this.#command('LIST "" "*"')
    return answers.filter(({ line }) => !/\\(Noselect|NonExistent)/i.test(line)).map(({ line }) => /^\* LIST \(.*?\) (?:"."|NIL) "?(.+?)"?$/.exec(line)?.[1]).filter(Boolean)
  }

  /** Every mail of a folder, parsed, oldest first. */
  async mails(folder = 'INBOX') {
    await this.#command(`SELECT "${folder}"`)
    const answers = await this.#command('UID FETCH 1:* (UID BODY.PEEK[])')
    return answers.filter(({ literals }) => literals.length).map(({ literals }) => parseMail(literals[0]))
  }

  /** The Message-ID of every mail of a folder, oldest first. */
  async messageIds(folder = 'INBOX') {
    await this.#command(`SELECT "${folder}"`)
    const answers = await this.#command('UID FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])')
    return answers.filter(({ literals }) => literals.length).map(({ literals }) => parseMail(literals[0]).messageId)
  }

  /** Lays a mail into a folder, as another program does. */
  async lay(folder, raw) {
    await this.#command(`APPEND "${folder}" {${Buffer.byteLength(raw)}+}\r\n${raw}`)
  }

  async count(folder = 'INBOX') {
    const [answer] = await this.#command(`STATUS "${folder}" (MESSAGES)`)
    return Number(/MESSAGES (\d+)/.exec(answer.line)[1])
  }

  async close() {
    try {
      await this.#command('LOGOUT')
    } finally {
      this.wire.close()
    }
  }
}
