// Reading and writing mails for the tests: as plain as possible, apart from the product's own code, so that the two check each other.
import { randomUUID } from 'node:crypto'

/** A plain text mail as it would leave a mail program, with `attachments` of { name, type, bytes } where it has some. */
export function textMail({ from, to, subject, text, inReplyTo, references = [], messageId = newMessageId(), headers = {}, attachments = [] }) {
  const head = [
    `From: ${from}`,
    `To: ${[to].flat().join(', ')}`,
    `Subject: ${encodeHeader(subject)}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${messageId}>`,
  ]
  if (inReplyTo) head.push(`In-Reply-To: <${inReplyTo}>`)
  if (references.length) head.push(`References: ${references.map((id) => `<${id}>`).join(' ')}`)
  for (const [name, value] of Object.entries(headers)) head.push(`${name}: ${value}`)
  const body = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', text, '']
  const lines = [...head, 'MIME-Version: 1.0', ...(attachments.length ? mixed(body, attachments) : body)]
  return { raw: Buffer.from(lines.join('\r\n'), 'utf8'), messageId }
}

function mixed(body, attachments) {
  const boundary = `part-${randomUUID()}`
  const files = attachments.flatMap(({ name, type, bytes }) => [
    `--${boundary}`,
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
  ])
  return [`Content-Type: multipart/mixed; boundary="${boundary}"`, '', `--${boundary}`, ...body, ...files, `--${boundary}--`, '']
}

export function newMessageId() {
  return `${randomUUID()}@mail.stud.hs-musterstadt.example`
}

function encodeHeader(text) {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`
}

/** Headers (decoded, lower-case names), and the text of the first text/plain part. */
export function parseMail(raw) {
  const { headers, body } = split(raw)
  const parts = leaves(headers, body)
  const plain = parts.find((part) => part.type === 'text/plain' && !part.name)
  return {
    raw,
    headers,
    header: (name) => headers.get(name.toLowerCase())?.[0],
    subject: headers.get('subject')?.[0] ?? '',
    messageId: ids(headers.get('message-id')?.[0])[0],
    inReplyTo: ids(headers.get('in-reply-to')?.[0])[0],
    references: ids(headers.get('references')?.[0]),
    text: plain ? plain.bytes.toString(/utf-?8/i.test(plain.charset) ? 'utf8' : 'latin1') : '',
    parts,
  }
}

const ids = (value = '') => [...value.matchAll(/<([^<>\s]+)>/g)].map((match) => match[1])

function split(raw) {
  const text = raw.toString('latin1')
  const end = /\r?\n\r?\n/.exec(text)
  const head = end ? text.slice(0, end.index) : text
  const headers = new Map()
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const name = line.slice(0, colon).toLowerCase()
    if (!headers.has(name)) headers.set(name, [])
    headers.get(name).push(decodeHeader(line.slice(colon + 1).trim()))
  }
  return { headers, body: end ? raw.subarray(end.index + end[0].length) : Buffer.alloc(0) }
}

/** RFC 2047 encoded words; the space between two of them is not there. */
export function decodeHeader(value) {
  return value
    .replace(/(=\?[^?]+\?[bq]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replace(/=\?([^?]+)\?([bq])\?([^?]*)\?=/gi, (_, charset, kind, data) => {
      const bytes = kind.toLowerCase() === 'b' ? Buffer.from(data, 'base64') : quotedPrintable(data.replace(/_/g, ' '))
      return bytes.toString(/utf-?8/i.test(charset) ? 'utf8' : 'latin1')
    })
}

function leaves(headers, body) {
  const typeHeader = headers.get('content-type')?.[0] ?? 'text/plain'
  const type = typeHeader.split(';')[0].trim().toLowerCase()
  const boundary = parameter(typeHeader, 'boundary')
  if (type.startsWith('multipart/') && boundary) {
    const text = body.toString('latin1')
    const sections = text.split(new RegExp(`(?:^|\\r?\\n)--${boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:--)?[ \\t]*(?:\\r?\\n|$)`))
    return sections.slice(1, -1).flatMap((section) => {
      const part = split(Buffer.from(section, 'latin1'))
      return leaves(part.headers, part.body)
    })
  }
  const encoding = (headers.get('content-transfer-encoding')?.[0] ?? '').toLowerCase()
  const bytes =
    encoding === 'base64' ? Buffer.from(body.toString('latin1'), 'base64') : encoding === 'quoted-printable' ? quotedPrintable(body.toString('latin1')) : body
  const name = parameter(headers.get('content-disposition')?.[0] ?? '', 'filename') ?? parameter(typeHeader, 'name')
  return [{ type, charset: parameter(typeHeader, 'charset') ?? 'utf-8', name, bytes }]
}

function parameter(header, name) {
  const found = new RegExp(`;\\s*${name}="?([^";]+)"?`, 'i').exec(header)
  return found?.[1]
}

function quotedPrintable(text) {
  const plain = text.replace(/=\r?\n/g, '')
  return Buffer.from(plain.replace(/=([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1')
}
