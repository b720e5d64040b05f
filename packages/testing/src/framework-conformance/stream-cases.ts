import assert from 'node:assert/strict'
import type { FetchHandler } from '@punctual/core/http'
import { casesOf, type FrameworkCase } from './framework-case.ts'
import type { PlanMount } from './framework-harness.ts'
import type { Gate } from './gate.ts'
import { settled } from './patience.ts'

function at(handler: FetchHandler): { readonly mounts: readonly PlanMount[] } {
  return { mounts: [{ under: ['/tools'], handler }] }
}

const PATH = '/tools/events'
/** 64 MiB in all: far more than lies between a server and a client that does not read. */
const PIECES = 1_024
const PIECE = new Uint8Array(65_536)

/** What became of an answer that streams. */
class Watched {
  cancelled = false
  aborted = false
  pulled = 0

  watch({ signal }: Request): void {
    signal.addEventListener('abort', () => {
      this.aborted = true
    })
  }

  /** One piece, and nothing more. */
  stream(): ReadableStream<Uint8Array> {
    return new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('first')),
      cancel: () => {
        this.cancelled = true
      },
    })
  }

  /** As many large pieces as are asked for. */
  flood(): ReadableStream<Uint8Array> {
    return new ReadableStream({
      pull: (controller) => {
        this.pulled += 1
        if (this.pulled > PIECES) controller.close()
        else controller.enqueue(PIECE)
      },
    })
  }
}

async function* spoken(gate: Gate): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode('first')
  await gate.pass()
  yield encoder.encode('second')
}

export const streamCases: readonly FrameworkCase[] = casesOf('stream', {
  'an answer arrives piece by piece': async (stage) => {
    const gate = stage.gate()
    const handler: FetchHandler = () => new Response(ReadableStream.from(spoken(gate)))
    const started = await stage.start(at(handler))
    const visit = started.visit({ path: PATH })
    const first = await stage.patience.for('the first piece', visit.piece())
    assert.equal(first, 'first')
    gate.open()
    const rest = await stage.patience.for('the rest', visit.answer())
    assert.equal(rest.text, 'second')
  },

  'a client that leaves cancels the answer and aborts the request': async (stage) => {
    const watched = new Watched()
    const handler: FetchHandler = (request) => {
      watched.watch(request)
      return new Response(watched.stream())
    }
    const started = await stage.start(at(handler))
    const visit = started.visit({ path: PATH })
    await stage.patience.for('the first piece', visit.piece())
    assert.deepEqual([watched.aborted, watched.cancelled], [false, false])
    visit.leave()
    await stage.patience.until('the request is aborted', () => watched.aborted)
    await stage.patience.until('the answer is cancelled', () => watched.cancelled)
  },

  'a client that leaves before the answer aborts the request': async (stage) => {
    const gate = stage.gate()
    const watched = new Watched()
    const handler: FetchHandler = async (request) => {
      watched.watch(request)
      await gate.pass()
      return new Response('too late')
    }
    const started = await stage.start(at(handler))
    const visit = started.visit({ path: PATH })
    await stage.patience.for('the request arrives', gate.reached)
    visit.leave()
    await stage.patience.until('the request is aborted', () => watched.aborted)
    gate.open()
    await settled()
    const again = await started.ask({ path: PATH })
    assert.equal(again.text, 'too late')
  },

  'a request that was answered is not aborted': async (stage) => {
    const watched = new Watched()
    const handler: FetchHandler = async (request) => {
      watched.watch(request)
      return Response.json(await request.text())
    }
    const started = await stage.start(at(handler))
    const headers = { 'content-type': 'application/octet-stream' }
    const { text } = await started.ask({ method: 'POST', path: PATH, headers, body: 'all' })
    await settled()
    assert.deepEqual([text, watched.aborted], ['"all"', false])
  },

  'a client that reads slowly slows the answer down': async (stage) => {
    const watched = new Watched()
    const handler: FetchHandler = () => new Response(watched.flood())
    const started = await stage.start(at(handler))
    const visit = started.visit({ path: PATH })
    await stage.patience.for('the first piece', visit.piece())
    let before = -1
    await stage.patience.until('the answer waits for its reader', async () => {
      const still = before === watched.pulled
      before = watched.pulled
      await settled(200)
      return still
    })
    assert.ok(watched.pulled < PIECES, `${watched.pulled} pieces were asked for`)
    visit.leave()
  },

  'an answer that breaks is cut off, and the server lives on': async (stage) => {
    let broken = true
    const gate = stage.gate()
    const handler: FetchHandler = () => {
      if (!broken) return new Response('mended')
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new TextEncoder().encode('first')),
        pull: async () => {
          await gate.pass()
          throw new Error('broken on purpose')
        },
      })
      return new Response(stream)
    }
    const started = await stage.start(at(handler))
    const visit = started.visit({ path: PATH })
    await stage.patience.for('the first piece', visit.piece())
    gate.open()
    await assert.rejects(stage.patience.for('the cut', visit.piece()), /aborted/)
    broken = false
    assert.equal((await started.ask({ path: PATH })).text, 'mended')
  },
})
