/** @import { Message } from './gateway-types.ts' */

const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013

let answered = 0

/**
 * A message of the wire protocol; null for one of a kind that no driver of today sends.
 * @param {Buffer} bytes
 * @returns {Message | null}
 */
export function messageIn(bytes) {
  const id = bytes.readInt32LE(4)
  const kind = bytes.readInt32LE(12)
  if (kind === OP_QUERY) {
    const rest = bytes.subarray(bytes.indexOf(0, 20) + 9)
    const body = rest.subarray(0, rest.readInt32LE(0))
    return { id, flags: 0, body, sequences: {}, old: true }
  }
  if (kind !== OP_MSG) return null
  const flags = bytes.readUInt32LE(16)
  return { id, flags, ...sectionsIn(bytes, bytes.length - (flags & 1 ? 4 : 0)), old: false }
}

/**
 * @param {Buffer} bytes
 * @param {number} end
 */
function sectionsIn(bytes, end) {
  /** @type {Record<string, Buffer[]>} */
  const sequences = {}
  /** @type {Buffer} */
  let body = Buffer.alloc(0)
  let at = 20
  while (at < end) {
    const kind = bytes[at]
    const size = bytes.readInt32LE(at + 1)
    const section = bytes.subarray(at + 1, at + 1 + size)
    if (kind === 0) body = section
    else {
      const stop = section.indexOf(0, 4)
      sequences[section.toString('utf8', 4, stop)] = documentsIn(section.subarray(stop + 1))
    }
    at += 1 + size
  }
  return { body, sequences }
}

/** @param {Buffer} bytes */
function documentsIn(bytes) {
  const documents = []
  for (let at = 0; at < bytes.length;) {
    const size = bytes.readInt32LE(at)
    documents.push(bytes.subarray(at, at + size))
    at += size
  }
  return documents
}

/**
 * @param {Message} message
 * @param {Uint8Array} document
 */
export function answerTo({ id, old }, document) {
  const between = Buffer.alloc(old ? 20 : 5)
  if (old) {
    between.writeInt32LE(8, 0)
    between.writeInt32LE(1, 16)
  }
  const header = Buffer.alloc(16)
  answered = (answered + 1) & 0x7f_ff_ff_ff
  header.writeInt32LE(16 + between.length + document.length, 0)
  header.writeInt32LE(answered, 4)
  header.writeInt32LE(id, 8)
  header.writeInt32LE(old ? OP_REPLY : OP_MSG, 12)
  return Buffer.concat([header, between, document])
}
