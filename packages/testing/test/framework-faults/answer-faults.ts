import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FetchHandler, NodeMount } from '@punctual/core/http'
import type { PlanMount } from '../../src/conformance/index.ts'
import type { FrameworkFault } from './framework-fault.ts'
import { RawApp } from './raw-app.ts'

/** Stands around every handler. */
function around(wrap: (handler: FetchHandler) => FetchHandler): FrameworkFault['App'] {
  return class extends RawApp {
    protected override handler(mount: PlanMount): FetchHandler {
      return wrap(super.handler(mount))
    }
  }
}

/** Makes something else of every answer. */
function answering(change: (response: Response) => Promise<Response>): FrameworkFault['App'] {
  return around((handler) => async (request, at) => await change(await handler(request, at)))
}

/** Makes something else of every body. */
function streaming(
  change: (body: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>,
): FrameworkFault['App'] {
  return answering(async ({ body }) => new Response(body === null ? null : change(body)))
}

/** Writes something onto the connection behind the answer. */
class Chatty extends RawApp {
  protected override async bridge(
    mount: PlanMount,
    req: IncomingMessage,
    res: ServerResponse,
    at: NodeMount,
  ): Promise<void> {
    const { socket } = req
    const end = socket.end.bind(socket)
    socket.end = (): typeof socket => end('{}')
    await super.bridge(mount, req, res, at)
  }
}

export const answerFaults: readonly FrameworkFault[] = [
  {
    says: 'every answer is a 200',
    caughtBy: ['answer: status and headers arrive as the handler gave them'],
    App: answering(async ({ body, headers }) => new Response(body, { headers })),
  },
  {
    says: 'headers of the handler are dropped',
    caughtBy: ['answer: status and headers arrive as the handler gave them'],
    App: answering(async ({ body, status }) => new Response(body, { status })),
  },
  {
    says: 'cookies are joined to one header',
    caughtBy: ['answer: each cookie is a header of its own'],
    App: answering(async (response) => {
      const cookies = response.headers.getSetCookie()
      response.headers.set('set-cookie', cookies.join(', '))
      return response
    }),
  },
  {
    says: 'a 404 of the handler is answered by the framework',
    caughtBy: ['answer: what the handler refuses is its own answer'],
    App: answering(async (response) => {
      return response.status === 404 ? new Response('Cannot GET', { status: 404 }) : response
    }),
  },
  {
    says: 'something is written behind answers without a body',
    caughtBy: ['answer: an answer without a body has none'],
    App: Chatty,
  },
  {
    says: 'HEAD is answered with a body',
    caughtBy: ['answer: HEAD gets the head of the answer, and no body'],
    App: Chatty,
  },
  {
    says: 'HEAD reaches the handler as GET',
    caughtBy: ['answer: HEAD gets the head of the answer, and no body'],
    App: around((handler) => (request, at) => handler(new Request(request.url), at)),
  },
  {
    says: 'a handler that throws is never answered',
    caughtBy: [
      'answer: a handler that throws is an error of the framework, and the server lives on',
    ],
    App: class extends RawApp {
      protected override failed(): void {}
    },
  },
  {
    says: 'answers are sent when they are whole',
    caughtBy: ['stream: an answer arrives piece by piece'],
    App: answering(async (response) => new Response(await response.arrayBuffer())),
  },
  {
    says: 'nobody hears of clients that leave',
    caughtBy: [
      'stream: a client that leaves cancels the answer and aborts the request',
      'stream: a client that leaves before the answer aborts the request',
    ],
    App: around((handler) => (request, at) => {
      return handler(new Request(request, { signal: new AbortController().signal }), at)
    }),
  },
  {
    says: 'the answer to a client that left goes on',
    caughtBy: ['stream: a client that leaves cancels the answer and aborts the request'],
    App: streaming((body) => {
      const reader = body.getReader()
      return new ReadableStream({
        pull: async (controller) => {
          const { done, value } = await reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        },
      })
    }),
  },
  {
    says: 'a request is aborted when it is answered',
    caughtBy: ['stream: a request that was answered is not aborted'],
    App: around((handler) => async (request, at) => {
      const over = new AbortController()
      const body = await request.text()
      const { method, url } = request
      const response = await handler(new Request(url, { method, body, signal: over.signal }), at)
      over.abort()
      return response
    }),
  },
  {
    says: 'answers are read as fast as the handler makes them',
    caughtBy: ['stream: a client that reads slowly slows the answer down'],
    App: streaming((body) => {
      return new ReadableStream({
        start: async (controller) => {
          for await (const piece of body) controller.enqueue(piece)
          controller.close()
        },
      })
    }),
  },
  {
    says: 'an answer that breaks ends as though it were whole',
    caughtBy: ['stream: an answer that breaks is cut off, and the server lives on'],
    App: streaming((body) => {
      const reader = body.getReader()
      return new ReadableStream({
        pull: async (controller) => {
          const { done, value } = await reader
            .read()
            .catch(() => ({ done: true, value: undefined }))
          if (done || value === undefined) controller.close()
          else controller.enqueue(value)
        },
      })
    }),
  },
]
